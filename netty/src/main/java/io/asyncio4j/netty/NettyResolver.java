package io.asyncio4j.netty;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.spi.Resolver;

import org.jspecify.annotations.Nullable;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks names up in the hosts file, and else asks name servers, for IPv6 and IPv4 at the same time.
 *
 * <p>Confined to the loop.
 */
final class NettyResolver implements Resolver {
    private final EventLoop loop;
    private final LoopExecutor executor;
    private final Mechanism mechanism;
    private final DnsOptions options;
    private final SystemFiles.Reread<HostsFile> hosts;
    private final SystemFiles.Reread<NameServers> servers;

    /** Asks the servers that the file named when it was last read; null before the first. */
    private @Nullable DnsClient client;

    NettyResolver(EventLoop loop, LoopExecutor executor, Mechanism mechanism, DnsOptions options) {
        this.loop = loop;
        this.executor = executor;
        this.mechanism = mechanism;
        this.options = options;
        this.hosts = new SystemFiles.Reread<>(options.hosts(), HostsFile::parse);
        this.servers = new SystemFiles.Reread<>(options.resolvConf(), this::serversOf);
    }

    private NameServers serversOf(String text) {
        NameServers named = NameServers.parse(text);
        NameServers asked =
                options.servers().isEmpty() ? named : named.withServers(options.servers());
        return options.queryTimeout().map(asked::withTimeout).orElse(asked);
    }

    @Override
    public List<Future<List<InetAddress>>> lookUp(
            String host, Optional<StandardProtocolFamily> family) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            return List.of(unknown("the name of a host is empty"));
        }
        String listedName = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        List<InetAddress> listed =
                hosts.get().find(listedName).stream()
                        .filter(each -> family.isEmpty() || family.get() == familyOf(each))
                        .toList();
        if (!listed.isEmpty()) {
            Promise<List<InetAddress>> known = loop.createFuture();
            known.setResult(listed);
            return List.of(known);
        }
        DnsClient asking = client();
        return family.map(List::of).orElse(familiesOfThisMachine()).stream()
                .map(each -> asking.ask(name, each))
                .toList();
    }

    private static StandardProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet6Address ? INET6 : INET;
    }

    private static List<StandardProtocolFamily> familiesOfThisMachine() {
        return Boolean.getBoolean("java.net.preferIPv4Stack")
                ? List.of(INET)
                : List.of(INET6, INET);
    }

    private Future<List<InetAddress>> unknown(String message) {
        Promise<List<InetAddress>> failed = loop.createFuture();
        failed.setException(new UnknownHostException(message));
        return failed;
    }

    /** Look-ups that are under way stay with the servers that they began with. */
    private DnsClient client() {
        NameServers now = servers.get();
        DnsClient current = client;
        if (current == null || !current.servers().equals(now)) {
            if (current != null) {
                current.retire();
            }
            current = new DnsClient(loop, executor, mechanism, now, options);
            client = current;
        }
        return current;
    }

    /** Gives up what is under way. The loop is closed. */
    void close() {
        if (client != null) {
            client.close();
        }
    }

    @Override
    public String toString() {
        return "NettyResolver[" + (client == null ? "nobody asked yet" : client) + "]";
    }
}
