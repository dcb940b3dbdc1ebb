package io.asyncio4j.netty;

import static java.net.StandardProtocolFamily.INET6;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.net.spi.Acceptor;
import io.asyncio4j.net.spi.Listener;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.DatagramOptions;
import io.asyncio4j.net.transport.DatagramProtocol;
import io.asyncio4j.net.transport.DatagramTransport;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Tls;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferLimits;
import io.asyncio4j.spi.Wording;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The network of one loop: makes channels, and transports on them.
 *
 * <p>Confined to the loop.
 */
final class NettyNetwork implements Network {
    private final EventLoop loop;
    private final NettyPoller poller;
    private final PortSharing sharing;
    private final SharedReceiveBuffer receiveBuffer;
    private final TlsContexts tlsContexts;

    /** The listeners that share their ports in turns and are not closed. */
    private final Set<DealtListener> dealt = new LinkedHashSet<>();

    NettyNetwork(EventLoop loop, NettyPoller poller, NettyOptions options) {
        this.loop = loop;
        this.poller = poller;
        this.sharing = options.portSharing().orElseGet(PortSharing::best);
        this.receiveBuffer = new SharedReceiveBuffer(options.receiveBufferBytes());
        this.tlsContexts = new TlsContexts(options.tlsEngine());
    }

    @Override
    public Future<Transport> connect(
            SocketAddress address, ConnectOptions options, Supplier<? extends Protocol> protocols) {
        SocketAddress remote = requireReachable(address);
        options.tls().ifPresent(TlsLayer::requireServerName);
        ConnectAttempt attempt = new ConnectAttempt(loop, poller, protocols, options.tls());
        try {
            DuplexChannel channel = connecting(remote);
            adopt(
                    channel,
                    Context.copy(),
                    options.writeBufferLimits(),
                    options.isKeepAlive(),
                    attempt);
            attempt.connect(channel, remote, options.localAddress());
        } catch (IOException | RuntimeException failure) {
            attempt.fail(failure);
        }
        return attempt.result();
    }

    @Override
    public Listener listen(SocketAddress address, ServerOptions options, Acceptor acceptor)
            throws IOException {
        Arrivals arrivals = new Admission(loop, this, options, acceptor);
        boolean isDealt = options.isReusePort() && sharing == PortSharing.IN_TURNS;
        if (isDealt && requireReachable(address) instanceof InetSocketAddress tcp) {
            DealtListener listener = new DealtListener(loop, this, tcp, options, arrivals);
            dealt.add(listener);
            return listener;
        }
        return listen(address, options, arrivals);
    }

    /** Listens for somebody who takes the channels as they are. */
    NettyListener listen(SocketAddress address, ServerOptions options, Arrivals arrivals)
            throws IOException {
        SocketAddress local = withoutIpv6IfThereIsNone(requireReachable(address));
        ServerChannel channel = listening(local, options);
        NettyListener listener = new NettyListener(loop, channel, arrivals);
        poller.register(channel);
        listener.bind(local);
        return listener;
    }

    /** A listener was closed. */
    void forget(DealtListener listener) {
        dealt.remove(listener);
    }

    @Override
    public Future<Transport> adopt(
            int descriptor, ServerOptions options, Supplier<? extends Protocol> protocols)
            throws IOException {
        requireUnused(descriptor);
        DuplexChannel channel = AdoptedChannels.connected(poller.mechanism(), descriptor);
        ConnectAttempt attempt = new ConnectAttempt(loop, poller, protocols, options.tls());
        accept(channel, Context.copy(), options, attempt);
        return attempt.result();
    }

    @Override
    public Listener listen(int descriptor, ServerOptions options, Acceptor acceptor)
            throws IOException {
        requireUnused(descriptor);
        ServerChannel channel = AdoptedChannels.listening(poller.mechanism(), descriptor);
        channel.config().setAutoRead(false);
        NettyListener listener =
                new NettyListener(loop, channel, new Admission(loop, this, options, acceptor));
        poller.register(channel);
        listener.bound(
                channel instanceof ServerSocketChannel
                        ? channel.localAddress()
                        : SocketCalls.unixAddress(descriptor));
        return listener;
    }

    private void requireUnused(int descriptor) {
        poller.ownerOf(descriptor)
                .ifPresent(
                        owner -> {
                            throw new IllegalStateException(
                                    "descriptor " + descriptor + " is used by " + owner);
                        });
    }

    private DuplexChannel connecting(SocketAddress remote) throws IOException {
        if (remote instanceof UnixDomainSocketAddress unix) {
            return UnixChannels.connecting(poller.mechanism(), unix);
        }
        return poller.mechanism().connecting(familyOf(remote));
    }

    private ServerChannel listening(SocketAddress local, ServerOptions options) throws IOException {
        ServerChannel channel = null;
        try {
            channel =
                    local instanceof UnixDomainSocketAddress unix
                            ? UnixChannels.listening(poller.mechanism(), unix, options)
                            : poller.mechanism().listening(familyOf(local));
            ChannelConfig config = channel.config().setAutoRead(false);
            config.setOption(ChannelOption.SO_BACKLOG, options.backlog());
            if (channel instanceof ServerSocketChannel tcp) {
                tcp.config().setReuseAddress(options.isReuseAddress());
                if (options.isReusePort()) {
                    poller.mechanism().shareAddress(tcp);
                }
            }
            return channel;
        } catch (UnsupportedOperationException failure) {
            closeUnregistered(channel);
            throw failure;
        } catch (RuntimeException failure) {
            closeUnregistered(channel);
            throw SocketFailures.ofSocket(failure);
        }
    }

    private static void closeUnregistered(@Nullable Channel channel) {
        if (channel != null) {
            channel.unsafe().closeForcibly();
        }
    }

    @Override
    public DatagramTransport openDatagrams(
            Optional<InetSocketAddress> local,
            Optional<InetSocketAddress> remote,
            DatagramOptions options,
            Supplier<? extends DatagramProtocol> protocols)
            throws IOException {
        InetSocketAddress bound = local.orElseGet(() -> anyPortBeside(remote));
        DatagramChannel channel =
                DatagramChannels.open(poller.mechanism(), familyOf(bound), options);
        poller.register(channel);
        try {
            bind(channel, bound);
            if (remote.isPresent()) {
                DatagramChannels.connect(channel, remote.get());
            }
            DatagramProtocol protocol =
                    Objects.requireNonNull(protocols.get(), "the protocol factory returned null");
            NettyDatagramTransport transport =
                    new NettyDatagramTransport(
                            loop, poller, channel, remote, options.writeBufferLimits(), protocol);
            transport.begin();
            return transport;
        } catch (Throwable failure) {
            Channels.close(channel);
            throw failure;
        }
    }

    private static InetSocketAddress anyPortBeside(Optional<InetSocketAddress> remote) {
        boolean isIpv6 =
                remote.filter(each -> each.getAddress() instanceof Inet6Address).isPresent();
        return new InetSocketAddress(InetAddress.ofLiteral(isIpv6 ? "::" : "0.0.0.0"), 0);
    }

    private static void bind(DatagramChannel channel, InetSocketAddress local) throws IOException {
        Throwable failure = channel.bind(local).cause();
        if (failure != null) {
            BindException plain =
                    new BindException(
                            "cannot bind "
                                    + Wording.of(local)
                                    + ": "
                                    + SocketFailures.ofBinding(failure).getMessage());
            plain.initCause(failure);
            throw plain;
        }
    }

    /** Makes a transport on an accepted channel. The caller closes the channel if that fails. */
    void accept(DuplexChannel channel, Context context, ServerOptions options, Origin origin)
            throws IOException {
        adopt(channel, context, options.writeBufferLimits(), options.isKeepAlive(), origin);
    }

    /** Makes a transport on a channel and registers it. Closes the channel if that fails. */
    private void adopt(
            DuplexChannel channel,
            Context context,
            WriteBufferLimits limits,
            boolean isKeepAlive,
            Origin origin)
            throws IOException {
        NettyTransport transport =
                new NettyTransport(loop, poller, channel, context, limits, origin);
        try {
            ChannelConfig config = channel.config();
            config.setAutoRead(false);
            config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            config.setConnectTimeoutMillis(0); // Asyncio.timeout is the way
            if (channel instanceof SocketChannel tcp) {
                tcp.config().setTcpNoDelay(true).setKeepAlive(isKeepAlive);
            }
            if (poller.mechanism().readsWhenReady()) {
                config.setRecvByteBufAllocator(receiveBuffer);
            }
            if (UnixChannels.closesAtEnd(channel)) {
                config.setRecvByteBufAllocator(
                        new EndOfStream(config.getRecvByteBufAllocator(), transport.inbound()));
            }
        } catch (RuntimeException failure) {
            channel.unsafe().closeForcibly();
            throw SocketFailures.ofSocket(failure);
        }
        channel.pipeline().addLast(new ChannelEvents(transport));
        poller.register(channel);
    }

    @Override
    public Future<@Nullable Void> startTls(Transport transport, Tls tls, ByteBuffer unread) {
        if (transport instanceof NettyTransport ours) {
            return ours.startTls(tls, unread);
        }
        throw new IllegalArgumentException(transport + " was not made by " + this);
    }

    NettyPoller poller() {
        return poller;
    }

    TlsContexts tlsContexts() {
        return tlsContexts;
    }

    void release() {
        dealt.forEach(DealtListener::abandon);
        receiveBuffer.release();
        tlsContexts.release();
    }

    private SocketAddress requireReachable(SocketAddress address) {
        boolean isReachable =
                address instanceof InetSocketAddress tcp
                        ? !tcp.isUnresolved()
                        : address instanceof UnixDomainSocketAddress unix
                                && !unix.getPath().toString().isEmpty();
        if (!isReachable) {
            throw new IllegalArgumentException(
                    this
                            + " needs a resolved InetSocketAddress or a UnixDomainSocketAddress"
                            + " with a path, not '"
                            + address
                            + "'");
        }
        return address;
    }

    private static SocketAddress withoutIpv6IfThereIsNone(SocketAddress local) {
        boolean isEverywhere =
                local instanceof InetSocketAddress tcp
                        && tcp.getAddress() instanceof Inet6Address address
                        && address.isAnyLocalAddress();
        return isEverywhere && !Ipv6.IS_HERE
                ? new InetSocketAddress(
                        InetAddress.ofLiteral("0.0.0.0"), ((InetSocketAddress) local).getPort())
                : local;
    }

    /** Whether the system has IPv6; found out when somebody first listens everywhere. */
    private static final class Ipv6 {
        static final boolean IS_HERE = isHere();

        private static boolean isHere() {
            try (var socket = java.nio.channels.ServerSocketChannel.open(INET6)) {
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral("::"), 0));
                return true;
            } catch (IOException | UnsupportedOperationException absent) {
                return false;
            }
        }
    }

    private static SocketProtocolFamily familyOf(SocketAddress address) {
        return address instanceof InetSocketAddress tcp && tcp.getAddress() instanceof Inet6Address
                ? SocketProtocolFamily.INET6
                : SocketProtocolFamily.INET;
    }

    @Override
    public String toString() {
        return "NettyNetwork[" + poller.mechanism().label() + "]";
    }
}
