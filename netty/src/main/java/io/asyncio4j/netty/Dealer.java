package io.asyncio4j.netty;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.spi.Wording;
import io.netty.channel.socket.DuplexChannel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Accepts the connections of one address on a loop and a thread of its own, and deals them out in
 * turns to the listeners that share the address, each on its own loop. It begins with the first
 * listener and ends with the last.
 *
 * <p>A connection that comes while nobody wants it waits, as it would in the system's queue; when
 * the last listener leaves it is closed.
 *
 * <p>Thread-safe: the tables and who sits at them are guarded by the class. Only binding an address
 * makes a thread wait, for the system.
 */
final class Dealer {
    /** Who accepts on which address. */
    private static final Map<Table, Dealer> TABLES = new HashMap<>();

    private record Table(InetSocketAddress address, Mechanism mechanism) {}

    private final Mechanism mechanism;
    private final EventLoop loop;
    private final NettyListener listener;
    private final InetSocketAddress address;

    /** All who share the address, in the order in which they came. */
    private final List<DealtListener> members = new ArrayList<>();

    /** The members that accept; the first is the next to get a connection. */
    private final Deque<DealtListener> turns = new ArrayDeque<>();

    /** Written by the last member before it has the loop stopped, read when that has ended. */
    private volatile Runnable whenEnded = () -> {};

    private Dealer(Mechanism mechanism, InetSocketAddress wanted, ServerOptions options)
            throws IOException {
        this.mechanism = mechanism;
        NettyOptions io = NettyOptions.defaults().withMechanism(mechanism);
        this.loop = Asyncio.newEventLoop(LoopOptions.defaults().withPoller(io.provider()));
        Opening opening = new Opening(wanted, options.withReusePort(false));
        Thread.ofPlatform()
                .daemon()
                .name("asyncio4j-dealer-" + wanted.getPort())
                .start(() -> run(opening));
        this.listener = opening.await();
        this.address = (InetSocketAddress) listener.address();
    }

    /** Lets a listener share an address, which is bound if nobody has done so. */
    static synchronized Dealer join(
            DealtListener member,
            Mechanism mechanism,
            InetSocketAddress wanted,
            ServerOptions options)
            throws IOException {
        Dealer dealer = TABLES.get(new Table(wanted, mechanism)); // none for port 0
        if (dealer == null) {
            dealer = new Dealer(mechanism, wanted, options);
            TABLES.put(new Table(dealer.address, mechanism), dealer);
        }
        dealer.members.add(member);
        return dealer;
    }

    InetSocketAddress address() {
        return address;
    }

    /** From now on the listener gets connections, too. */
    void begin(DealtListener member) {
        synchronized (Dealer.class) {
            turns.add(member);
        }
        loop.callSoonThreadsafe(listener::startAccepting);
    }

    /**
     * The listener gets no more connections.
     *
     * @param whenFree called when the address can be bound again, as far as this listener is
     *     concerned, by any thread
     */
    void leave(DealtListener member, Runnable whenFree) {
        boolean isLast;
        synchronized (Dealer.class) {
            turns.remove(member);
            isLast = members.remove(member) && members.isEmpty();
            if (isLast) {
                TABLES.remove(new Table(address, mechanism));
            }
        }
        if (isLast) {
            whenEnded = whenFree;
            loop.callSoonThreadsafe(() -> listener.close().addDoneCallback(done -> loop.stop()));
        } else {
            whenFree.run();
        }
    }

    /** Gives a channel to whose turn it is; closes it if nobody is left. */
    private void deal(DuplexChannel channel) {
        give(channel, next());
    }

    /** Gives a channel that one listener cannot take to another; closes it if there is none. */
    void deal(DuplexChannel channel, DealtListener except) {
        DealtListener next = next();
        if (except.equals(next)) {
            next = next();
        }
        give(channel, except.equals(next) ? null : next);
    }

    private @Nullable DealtListener next() {
        synchronized (Dealer.class) {
            DealtListener next = turns.poll();
            if (next != null) {
                turns.add(next);
            }
            return next;
        }
    }

    private static void give(DuplexChannel channel, @Nullable DealtListener receiver) {
        if (receiver == null) {
            channel.unsafe().closeForcibly();
        } else {
            receiver.give(channel);
        }
    }

    // ---- the dealer's own thread

    private void run(Opening opening) {
        try (EventLoop closing = loop) {
            closing.callSoon(() -> opening.open(closing, this::deal));
            closing.runForever();
        } finally {
            whenEnded.run();
        }
    }

    @Override
    public String toString() {
        return "Dealer[" + Wording.of(address) + "]";
    }

    /** Binds on the dealer's thread, while the thread of the first listener waits. */
    private static final class Opening {
        private final InetSocketAddress wanted;
        private final ServerOptions options;
        private final CountDownLatch done = new CountDownLatch(1);

        /** Written before done is counted down, read afterwards. */
        private @Nullable NettyListener listener;

        /** The same. */
        private @Nullable Exception failure;

        Opening(InetSocketAddress wanted, ServerOptions options) {
            this.wanted = wanted;
            this.options = options;
        }

        void open(EventLoop loop, Arrivals arrivals) {
            try {
                NettyNetwork network = loop.capability(NettyNetwork.class).orElseThrow();
                listener = network.listen(wanted, options, arrivals);
            } catch (IOException | RuntimeException refused) {
                failure = refused;
                loop.stop();
            } finally {
                done.countDown();
            }
        }

        NettyListener await() throws IOException {
            try {
                done.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while " + wanted + " was bound", interrupted);
            }
            if (failure instanceof IOException refused) {
                throw refused;
            }
            if (listener == null) {
                throw new IOException(wanted + " could not be bound: " + failure, failure);
            }
            return listener;
        }
    }
}
