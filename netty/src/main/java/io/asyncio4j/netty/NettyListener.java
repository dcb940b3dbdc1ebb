package io.asyncio4j.netty;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.TimerHandle;
import io.asyncio4j.net.spi.Listener;
import io.asyncio4j.spi.Wording;
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
import java.util.Locale;

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
    private final ServerChannel channel;
    private final Arrivals arrivals;

    /** That of whoever made the listener. */
    private final Context context = Context.copy();

    private final Promise<@Nullable Void> released;

    private State state = State.BOUND;

    /** Set by bind, once. */
    private @Nullable SocketAddress address;

    /** Ends the rest; null unless RESTING. */
    private @Nullable TimerHandle alarm;

    NettyListener(EventLoop loop, ServerChannel channel, Arrivals arrivals) {
        this.loop = loop;
        this.channel = channel;
        this.arrivals = arrivals;
        this.released = loop.createFuture();
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
            arrivals.ended();
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
                arrivals.arrived(child);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext unused, Throwable failure) {
            acceptFailed(failure);
        }
    }

    @Override
    public String toString() {
        return "NettyListener["
                + state.name().toLowerCase(Locale.ROOT)
                + " on "
                + Wording.of(address)
                + "]";
    }
}
