package io.asyncio4j.netty;

import static java.net.StandardProtocolFamily.INET6;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.spi.Wording;
import io.netty.channel.ChannelFactory;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.DnsServerAddresses;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCnameCache;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks a number of name servers, over UDP, and over TCP for what does not fit. Each look-up has a
 * socket of its own: a port that nobody can guess makes it hard to lie.
 *
 * <p>Confined to the loop.
 */
final class DnsClient {
    private final EventLoop loop;
    private final NameServers servers;
    private final DnsNameResolver forIpv6;
    private final DnsNameResolver forIpv4;

    /** How many look-ups are under way. */
    private int pendingCount;

    /** Set when the servers have changed: closes with the last look-up. */
    private boolean isRetired;

    DnsClient(
            EventLoop loop,
            LoopExecutor executor,
            Mechanism mechanism,
            NameServers servers,
            DnsOptions options) {
        this.loop = loop;
        this.servers = servers;
        DnsNameResolverBuilder common = builder(executor, mechanism, servers);
        this.forIpv6 = build(common, ResolvedAddressTypes.IPV6_ONLY, options);
        this.forIpv4 = build(common, ResolvedAddressTypes.IPV4_ONLY, options);
    }

    private static DnsNameResolverBuilder builder(
            LoopExecutor executor, Mechanism mechanism, NameServers servers) {
        List<InetSocketAddress> asked = new ArrayList<>();
        for (int attempt = 0; attempt < servers.attempts(); attempt++) {
            asked.addAll(servers.servers());
        }
        DnsServerAddresses order =
                servers.isRotating()
                        ? DnsServerAddresses.rotational(asked)
                        : DnsServerAddresses.sequential(asked);
        return new DnsNameResolverBuilder(executor)
                .datagramChannelFactory(datagramsOf(mechanism))
                .socketChannelFactory(socketsOf(mechanism))
                .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
                .nameServerProvider(hostname -> order.stream())
                .searchDomains(servers.searchDomains())
                .ndots(servers.ndots())
                .queryTimeoutMillis(servers.timeout().toMillis())
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                .hostsFileEntriesResolver((name, types) -> null);
    }

    private static DnsNameResolver build(
            DnsNameResolverBuilder common, ResolvedAddressTypes types, DnsOptions options) {
        return common.copy()
                .resolvedAddressTypes(types)
                .resolveCache(new DnsMemory(options.maxTtl(), options.negativeTtl()))
                .build();
    }

    private static ChannelFactory<? extends DatagramChannel> datagramsOf(Mechanism mechanism) {
        return switch (mechanism) {
            case EPOLL -> EpollDatagramChannel::new;
            case IO_URING -> IoUringDatagramChannel::new;
            case KQUEUE -> KQueueDatagramChannel::new;
            case NIO -> NioDatagramChannel::new;
        };
    }

    private static ChannelFactory<? extends SocketChannel> socketsOf(Mechanism mechanism) {
        return switch (mechanism) {
            case EPOLL -> EpollSocketChannel::new;
            case IO_URING -> IoUringSocketChannel::new;
            case KQUEUE -> KQueueSocketChannel::new;
            case NIO -> NioSocketChannel::new;
        };
    }

    NameServers servers() {
        return servers;
    }

    /** Begins a look-up. Cancelling the answer gives it up. */
    Future<List<InetAddress>> ask(String name, StandardProtocolFamily family) {
        Promise<List<InetAddress>> answer = loop.createFuture("the addresses of " + name);
        pendingCount++;
        var asking = (family == INET6 ? forIpv6 : forIpv4).resolveAll(name);
        asking.addListener(
                done -> {
                    if (asking.isSuccess()) {
                        finish(answer, List.copyOf(asking.getNow()));
                    } else if (!answer.isDone()) {
                        answer.setException(unknown(name, family, asking.cause()));
                    }
                    ended();
                });
        answer.addDoneCallback(
                done -> {
                    if (done.isCancelled()) {
                        asking.cancel(false);
                    }
                });
        return answer;
    }

    private static void finish(Promise<List<InetAddress>> answer, List<InetAddress> found) {
        if (!answer.isDone()) {
            answer.setResult(found);
        }
    }

    private void ended() {
        pendingCount--;
        if (isRetired && pendingCount == 0) {
            close();
        }
    }

    private UnknownHostException unknown(
            String name, StandardProtocolFamily family, Throwable failure) {
        UnknownHostException unknown =
                new UnknownHostException(
                        "'"
                                + name
                                + (doesNotExist(failure)
                                        ? "' does not exist: "
                                        : family == INET6
                                                ? "' has no IPv6 address: "
                                                : "' has no IPv4 address: ")
                                + reason(failure)
                                + " (asked "
                                + servers.servers().stream()
                                        .map(Wording::of)
                                        .collect(Collectors.joining(", "))
                                + ")");
        unknown.initCause(failure);
        return unknown;
    }

    /** Whether there is no such name at all, in neither family. */
    private static boolean doesNotExist(Throwable failure) {
        Throwable each = failure;
        while (each != null && !(each instanceof DnsErrorCauseException)) {
            each = each.getCause();
        }
        return each instanceof DnsErrorCauseException answered
                && answered.getCode().equals(DnsResponseCode.NXDOMAIN);
    }

    private String reason(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof DnsErrorCauseException answered) {
                return "the name server answered " + answered.getCode();
            }
            if (each instanceof DnsNameResolverTimeoutException) {
                return "no answer within " + Wording.of(servers.timeout());
            }
        }
        return failure instanceof UnknownHostException && failure.getCause() == null
                ? "the name server knows none"
                : String.valueOf(failure.getMessage());
    }

    /** Closes when no look-up is under way any more. */
    void retire() {
        isRetired = true;
        if (pendingCount == 0) {
            close();
        }
    }

    void close() {
        forIpv6.close();
        forIpv4.close();
    }

    @Override
    public String toString() {
        return "DnsClient[" + servers + ", " + pendingCount + " under way]";
    }
}
