package io.asyncio4j.netty;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.TimerHandle;
import io.asyncio4j.net.spi.Acceptor;
import io.asyncio4j.net.spi.Listener;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.ServerTls;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DuplexChannel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A listening channel.
 *
 * <pre>
 *   BOUND --startAccepting--> ACCEPTING --accept fails--> RESTING --a second later--> ACCEPTING
 *   any --close--> CLOSED
 * </pre>
 *
 * <p>Confined to the loop.
 */
final class NettyListener implements Listener {
    /** How long a listener rests when the system has no descriptor or memory for a connection. */
    static final Duration REST = Duration.ofSeconds(1);

    private enum State {
        BOUND,
        ACCEPTING,
        RESTING,
        CLOSED
    }

    private final EventLoop loop;
    private final NettyNetwork network;
    private final ServerChannel channel;
    private final ServerOptions options;
    private final Acceptor acceptor;

    /** That of whoever made the server; each connection gets a copy. */
    private final Context context = Context.copy();

    private final Promise<@Nullable Void> released;

    /** Accepted connections whose TLS handshake is under way. */
    private final Set<NettyTransport> handshakes = new LinkedHashSet<>();

    private final RefusedHandshakes refused;

    private State state = State.BOUND;

    /** Set by bind, once. */
    private @Nullable SocketAddress address;

    /** Ends the rest; null unless RESTING. */
    private @Nullable TimerHandle alarm;

    NettyListener(
            EventLoop loop,
            NettyNetwork network,
            ServerChannel channel,
            ServerOptions options,
            Acceptor acceptor) {
        this.loop = loop;
        this.network = network;
        this.channel = channel;
        this.options = options;
        this.acceptor = acceptor;
        this.released = loop.createFuture();
        this.refused = new RefusedHandshakes(loop, this);
        channel.pipeline().addLast(new Accepting());
    }

    void bind(SocketAddress wanted) throws IOException {
        ChannelFuture binding = channel.bind(wanted);
        if (!binding.isSuccess()) {
            Channels.close(channel);
            Throwable cause = binding.cause();
            throw SocketFailures.ofBinding(
                    cause == null ? new IOException("binding has not finished") : cause);
        }
        // A Unix channel forgets its path, see UnixListening.
        address = wanted instanceof UnixDomainSocketAddress ? wanted : channel.localAddress();
    }

    /** The channel was bound before it was made. */
    void bound(SocketAddress known) {
        address = known;
    }

    @Override
    public SocketAddress address() {
        if (address == null) {
            throw new AssertionError(this + " was given away unbound; please report this as a bug");
        }
        return address;
    }

    @Override
    public void startAccepting() {
        if (state == State.BOUND) {
            accept();
        }
    }

    private void accept() {
        state = State.ACCEPTING;
        channel.config().setAutoRead(true);
    }

    @Override
    public Future<@Nullable Void> close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            if (alarm != null) {
                alarm.cancel();
            }
            // Nobody knows of them yet, as nobody does of those that the system still queues.
            List.copyOf(handshakes).forEach(NettyTransport::abandon);
            handshakes.clear();
            channel.close().addListener(done -> release());
        }
        return released;
    }

    /** NIO gives the address back at the end of the pass only; so do all. */
    private void release() {
        if (!loop.isClosed()) {
            loop.callSoon(
                    () -> {
                        if (!released.isDone()) {
                            released.setResult(null);
                        }
                    },
                    context);
        }
    }

    private void accepted(DuplexChannel child) {
        try {
            network.accept(child, context.call(Context::copy), options, new Accepted());
        } catch (Exception failure) {
            report("an accepted connection could not be set up", failure);
        }
    }

    /** A connection could not be accepted; the channel says so again and again. */
    void acceptFailed(Throwable failure) {
        if (state != State.ACCEPTING) {
            return;
        }
        state = State.RESTING;
        channel.config().setAutoRead(false);
        report("socket.accept() failed, trying again in " + REST.toSeconds() + " s", failure);
        alarm =
                loop.callLater(
                        REST,
                        () -> {
                            alarm = null;
                            accept();
                        });
    }

    private void report(String message, Throwable failure) {
        loop.callExceptionHandler(
                ExceptionContext.of(message).withException(failure).with("socket", this));
    }

    /** What the listening channel tells. */
    private final class Accepting extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext unused, Object message) {
            DuplexChannel child = (DuplexChannel) message;
            if (state == State.CLOSED) {
                child.unsafe().closeForcibly();
            } else {
                accepted(child);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext unused, Throwable failure) {
            acceptFailed(failure);
        }
    }

    /** What an accepted transport tells. */
    private final class Accepted implements Origin {
        @Override
        public Optional<ServerTls> tls() {
            return options.tls();
        }

        @Override
        public void securing(NettyTransport transport) {
            handshakes.add(transport);
        }

        @Override
        public void notSecured(NettyTransport transport, Throwable failure) {
            handshakes.remove(transport);
            refused.log(failure);
        }

        @Override
        public Protocol protocol() {
            return acceptor.protocol();
        }

        @Override
        public void failed(Throwable failure) {
            report("the protocol factory of a server failed", failure);
        }

        @Override
        public void opening(NettyTransport transport) {
            handshakes.remove(transport);
            acceptor.opened(transport);
        }

        @Override
        public void opened(NettyTransport transport) {
            transport.inbound().start();
        }

        @Override
        public void closed(NettyTransport transport) {
            acceptor.closed(transport);
        }
    }

    @Override
    public String toString() {
        return "NettyListener[" + state.name().toLowerCase(Locale.ROOT) + " on " + address + "]";
    }
}
