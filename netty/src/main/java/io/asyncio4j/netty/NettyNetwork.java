package io.asyncio4j.netty;

import static java.net.StandardProtocolFamily.INET6;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.net.spi.Acceptor;
import io.asyncio4j.net.spi.Listener;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Tls;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferLimits;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.channel.socket.SocketProtocolFamily;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * The network of one loop: makes channels, and transports on them.
 *
 * <p>Confined to the loop.
 */
final class NettyNetwork implements Network {
    private final EventLoop loop;
    private final NettyPoller poller;
    private final SharedReceiveBuffer receiveBuffer;
    private final TlsContexts tlsContexts;

    NettyNetwork(EventLoop loop, NettyPoller poller, NettyOptions options) {
        this.loop = loop;
        this.poller = poller;
        this.receiveBuffer = new SharedReceiveBuffer(options.receiveBufferBytes());
        this.tlsContexts = new TlsContexts(options.tlsEngine());
    }

    @Override
    public Future<Transport> connect(
            SocketAddress address, ConnectOptions options, Supplier<? extends Protocol> protocols) {
        InetSocketAddress remote = requireTcp(address);
        options.tls().ifPresent(TlsLayer::requireServerName);
        ConnectAttempt attempt = new ConnectAttempt(loop, protocols, options.tls());
        try {
            SocketChannel channel = poller.mechanism().connecting(familyOf(remote.getAddress()));
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
        InetSocketAddress local = withoutIpv6IfThereIsNone(requireTcp(address));
        ServerSocketChannel channel;
        try {
            channel = poller.mechanism().listening(familyOf(local.getAddress()));
            channel.config()
                    .setAutoRead(false)
                    .setReuseAddress(options.isReuseAddress())
                    .setBacklog(options.backlog());
        } catch (RuntimeException failure) {
            throw SocketFailures.ofSocket(failure);
        }
        NettyListener listener = new NettyListener(loop, this, channel, options, acceptor);
        poller.register(channel);
        listener.bind(local);
        return listener;
    }

    /** Makes a transport on an accepted channel. The caller closes the channel if that fails. */
    void accept(SocketChannel channel, Context context, ServerOptions options, Origin origin)
            throws IOException {
        adopt(channel, context, options.writeBufferLimits(), options.isKeepAlive(), origin);
    }

    /** Makes a transport on a channel and registers it. Closes the channel if that fails. */
    private void adopt(
            SocketChannel channel,
            Context context,
            WriteBufferLimits limits,
            boolean isKeepAlive,
            Origin origin)
            throws IOException {
        NettyTransport transport =
                new NettyTransport(loop, poller, channel, context, limits, origin);
        try {
            SocketChannelConfig config = channel.config();
            config.setAutoRead(false);
            config.setAllowHalfClosure(true);
            config.setConnectTimeoutMillis(0); // Asyncio.timeout is the way
            config.setTcpNoDelay(true);
            config.setKeepAlive(isKeepAlive);
            if (poller.mechanism().readsWhenReady()) {
                config.setRecvByteBufAllocator(receiveBuffer);
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
        receiveBuffer.release();
        tlsContexts.release();
    }

    private InetSocketAddress requireTcp(SocketAddress address) {
        if (address instanceof InetSocketAddress tcp && !tcp.isUnresolved()) {
            return tcp;
        }
        throw new IllegalArgumentException(
                this + " speaks TCP and needs a resolved InetSocketAddress, not " + address);
    }

    private static InetSocketAddress withoutIpv6IfThereIsNone(InetSocketAddress local) {
        boolean isEverywhere =
                local.getAddress() instanceof Inet6Address address && address.isAnyLocalAddress();
        return isEverywhere && !Ipv6.IS_HERE
                ? new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), local.getPort())
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

    private static SocketProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet6Address
                ? SocketProtocolFamily.INET6
                : SocketProtocolFamily.INET;
    }

    @Override
    public String toString() {
        return "NettyNetwork[" + poller.mechanism().label() + "]";
    }
}
