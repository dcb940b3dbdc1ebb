package io.asyncio4j.net.spi;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.net.spi.Readiness.Claim;
import io.asyncio4j.net.spi.Readiness.Direction;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Tls;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferLimits;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A network on the JDK's own channels, for every loop whose poller can tell {@link Readiness}. It
 * takes over the sockets and pipes that a program brings; and a poller that has no network of its
 * own can offer this one.
 *
 * <p>Confined to the loop.
 */
public final class ChannelNetwork implements Network {
    private final EventLoop loop;

    /**
     * A network.
     *
     * @param loop on which its connections are
     */
    public ChannelNetwork(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Makes a transport of a channel, which reads if the channel can be read and writes if it can
     * be written. Its protocol is made and called in a copy of the context that is current now.
     *
     * <p>Cancelling the future closes the channel. A caller that is cancelled when the future is
     * done already owns the transport and has to abort it.
     *
     * @param channel a connected socket, or an end of a pipe; in non-blocking mode
     * @param limits the marks of the transport's buffer
     * @param protocols makes the protocol
     * @return fails, with the channel closed, if the protocol factory fails
     * @throws IOException if the channel is closed, or the system refuses it
     * @throws IllegalArgumentException if the channel is in blocking mode
     * @throws IllegalStateException if the channel is used, or the loop cannot tell readiness
     */
    public Future<Transport> adopt(
            SelectableChannel channel,
            WriteBufferLimits limits,
            Supplier<? extends Protocol> protocols)
            throws IOException {
        Promise<Transport> made = loop.createFuture("connectionMade");
        adopt(channel, limits, protocols, made, Context.copy());
        return made;
    }

    private void adopt(
            SelectableChannel channel,
            WriteBufferLimits limits,
            Supplier<? extends Protocol> protocols,
            Promise<Transport> made,
            Context context)
            throws IOException {
        ChannelTransport transport =
                ChannelTransport.start(
                        loop, channel, limits, context, new Connecting(made, protocols));
        made.addDoneCallback(
                done -> {
                    if (done.isCancelled()) {
                        transport.giveUp();
                    }
                });
    }

    /** Somebody who waits for a transport. */
    private record Connecting(Promise<Transport> made, Supplier<? extends Protocol> protocols)
            implements ChannelTransport.Origin {
        @Override
        public Protocol protocol() {
            if (made.isDone()) { // cancelled, and the callback that closes the channel is queued
                throw new IllegalStateException("the connection attempt was cancelled");
            }
            return protocols.get();
        }

        @Override
        public void failed(Throwable failure) {
            if (!made.isDone()) {
                made.setException(failure);
            }
        }

        @Override
        public void opening(Transport transport) {}

        @Override
        public void opened(Transport transport) {
            if (!made.isDone()) {
                made.setResult(transport);
            }
        }

        @Override
        public void closed(Transport transport) {}
    }

    /**
     * Listens on a channel that is bound already.
     *
     * @param channel the channel, in non-blocking mode
     * @param options how the connections are
     * @param acceptor who gets them
     * @throws IOException if the channel is closed
     * @throws IllegalArgumentException if it is not bound, or in blocking mode
     * @throws IllegalStateException if it is used, or the loop cannot tell readiness
     */
    public Listener listen(ServerSocketChannel channel, ServerOptions options, Acceptor acceptor)
            throws IOException {
        requireInTheClear(options.tls());
        return new ChannelListener(loop, channel, options, acceptor, Optional.empty());
    }

    /**
     * Refuses TLS, which transports on channels of the JDK do not have: better no connection than
     * one in the clear.
     *
     * @param tls the wish for it
     * @throws UnsupportedOperationException if it is wished for
     */
    public static void requireInTheClear(Optional<? extends Tls> tls) {
        if (tls.isPresent()) {
            throw new UnsupportedOperationException(
                    "a connection on a channel of the JDK cannot have TLS; connect or listen with"
                            + " the network of the loop, or hand over a descriptor");
        }
    }

    /**
     * Prepares a connected socket for a transport: non-blocking, and small pieces sent at once.
     *
     * @param channel the socket
     * @param isKeepAlive whether the system probes the idle connection
     * @throws IOException if the socket is closed
     */
    public static void prepare(SocketChannel channel, boolean isKeepAlive) throws IOException {
        channel.configureBlocking(false);
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, isKeepAlive);
        }
    }

    // ---- Network

    @Override
    public Future<Transport> connect(
            SocketAddress address, ConnectOptions options, Supplier<? extends Protocol> protocols) {
        requireInTheClear(options.tls());
        Promise<Transport> made = loop.createFuture("connection to " + address);
        try {
            Readiness readiness = Readiness.of(loop);
            SocketChannel channel =
                    address instanceof UnixDomainSocketAddress
                            ? SocketChannel.open(StandardProtocolFamily.UNIX)
                            : SocketChannel.open();
            new Connection(readiness, channel, address, options, protocols, made).begin();
        } catch (IOException | RuntimeException failure) {
            made.setException(failure);
        }
        return made;
    }

    /** A socket that is being connected; it becomes a transport's, or is closed. */
    private final class Connection {
        private final Readiness readiness;
        private final SocketChannel channel;
        private final SocketAddress address;
        private final ConnectOptions options;
        private final Supplier<? extends Protocol> protocols;
        private final Promise<Transport> made;
        private final Context context = Context.copy();

        Connection(
                Readiness readiness,
                SocketChannel channel,
                SocketAddress address,
                ConnectOptions options,
                Supplier<? extends Protocol> protocols,
                Promise<Transport> made) {
            this.readiness = readiness;
            this.channel = channel;
            this.address = address;
            this.options = options;
            this.protocols = protocols;
            this.made = made;
        }

        void begin() {
            try {
                if (options.localAddress().isPresent()) {
                    channel.bind(options.localAddress().get());
                }
                channel.configureBlocking(false);
                if (channel.connect(address)) { // as Unix sockets are
                    connected();
                } else {
                    waitForPeer();
                }
            } catch (IOException | RuntimeException failure) {
                fail(failure);
            }
        }

        private void waitForPeer() throws IOException {
            Claim claim = readiness.claim(channel, "an attempt to connect");
            try {
                claim.set(Direction.WRITING, () -> finish(claim), context);
            } catch (IOException | RuntimeException failure) {
                claim.release();
                throw failure;
            }
            made.addDoneCallback(
                    done -> {
                        if (done.isCancelled()) {
                            claim.release();
                            close();
                        }
                    });
        }

        private void finish(Claim claim) {
            try {
                if (channel.finishConnect()) {
                    claim.release();
                    connected();
                }
            } catch (IOException | RuntimeException failure) {
                claim.release();
                fail(failure);
            }
        }

        private void connected() throws IOException {
            prepare(channel, options.isKeepAlive());
            adopt(channel, options.writeBufferLimits(), protocols, made, context);
        }

        private void fail(Exception failure) {
            close();
            if (!made.isDone()) {
                made.setException(
                        failure instanceof IOException io
                                ? Refusals.named(address, String.valueOf(io.getMessage()), io)
                                : failure);
            }
        }

        private void close() {
            try {
                channel.close();
            } catch (IOException failure) {
                System.getLogger(ChannelNetwork.class.getName())
                        .log(System.Logger.Level.WARNING, "closing " + channel, failure);
            }
        }
    }

    @Override
    public Listener listen(SocketAddress address, ServerOptions options, Acceptor acceptor)
            throws IOException {
        requireInTheClear(options.tls());
        ServerSocketChannel channel =
                address instanceof UnixDomainSocketAddress
                        ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        : ServerSocketChannel.open();
        try {
            if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEADDR)) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.isReuseAddress());
            }
            Optional<SocketFile> file = bind(channel, address, options);
            channel.configureBlocking(false);
            return new ChannelListener(loop, channel, options, acceptor, file);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /**
     * Binds, and answers with the file that is to be removed with the listener, if there is one.
     */
    private static Optional<SocketFile> bind(
            ServerSocketChannel channel, SocketAddress address, ServerOptions options)
            throws IOException {
        if (!(address instanceof UnixDomainSocketAddress unix)) {
            channel.bind(address, options.backlog());
            return Optional.empty();
        }
        SocketFile.removeStale(unix.getPath());
        channel.bind(address, options.backlog());
        return options.isSocketCleanedUp()
                ? Optional.of(SocketFile.boundAt(unix.getPath()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "ChannelNetwork[" + loop + "]";
    }
}
