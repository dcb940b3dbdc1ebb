package io.asyncio4j.netty;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.net.spi.Listener;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.spi.Wording;
import io.netty.channel.socket.DuplexChannel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Gets its share of the connections that a {@link Dealer} accepts.
 *
 * <pre>
 *   BOUND --startAccepting--> ACCEPTING
 *   any --close, the loop is closed--> CLOSED
 * </pre>
 *
 * <p>Confined to the loop, but for {@link #give}, which any thread may call.
 */
final class DealtListener implements Listener {
    private enum State {
        BOUND,
        ACCEPTING,
        CLOSED
    }

    private final EventLoop loop;
    private final NettyNetwork network;
    private final Arrivals arrivals;

    /** Given by the dealer, and not taken yet. */
    private final Queue<DuplexChannel> given = new ConcurrentLinkedQueue<>();

    private final Dealer dealer;
    private final Promise<@Nullable Void> released;
    private State state = State.BOUND;

    DealtListener(
            EventLoop loop,
            NettyNetwork network,
            InetSocketAddress wanted,
            ServerOptions options,
            Arrivals arrivals)
            throws IOException {
        this.loop = loop;
        this.network = network;
        this.arrivals = arrivals;
        this.released = loop.createFuture();
        this.dealer = Dealer.join(this, network.poller().mechanism(), wanted, options);
    }

    /** Gives the listener a channel; it is closed if the loop has been closed. */
    void give(DuplexChannel channel) {
        given.add(channel);
        try {
            loop.callSoonThreadsafe(this::take);
        } catch (IllegalStateException closed) {
            passOn(given.poll());
        }
    }

    private void take() {
        DuplexChannel channel = given.poll();
        if (channel != null && state == State.ACCEPTING) {
            arrivals.arrived(channel);
        } else {
            passOn(channel);
        }
    }

    /** Lets others have a channel that this listener cannot take any more. */
    private void passOn(@Nullable DuplexChannel channel) {
        if (channel != null) {
            dealer.deal(channel, this);
        }
    }

    @Override
    public SocketAddress address() {
        return dealer.address();
    }

    @Override
    public void startAccepting() {
        if (state == State.BOUND) {
            state = State.ACCEPTING;
            dealer.begin(this);
        }
    }

    @Override
    public Future<@Nullable Void> close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            network.forget(this);
            arrivals.ended();
            dealer.leave(this, this::releaseSoon);
        }
        return released;
    }

    private void releaseSoon() {
        try {
            loop.callSoonThreadsafe(
                    () -> {
                        if (!released.isDone()) {
                            released.setResult(null);
                        }
                    });
        } catch (IllegalStateException closed) { // and nobody waits any more
            System.getLogger("io.asyncio4j")
                    .log(System.Logger.Level.DEBUG, "{0} outlived its loop", this);
        }
    }

    /** The loop is closed: what was given and not taken goes to others. */
    void abandon() {
        state = State.CLOSED;
        dealer.leave(this, () -> {});
        for (DuplexChannel each = given.poll(); each != null; each = given.poll()) {
            passOn(each);
        }
    }

    @Override
    public String toString() {
        return "DealtListener["
                + state.name().toLowerCase(Locale.ROOT)
                + " on "
                + Wording.of(address())
                + "]";
    }
}
