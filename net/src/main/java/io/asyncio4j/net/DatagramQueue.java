package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Promise;
import io.asyncio4j.net.transport.DatagramProtocol;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * The protocol behind a {@link DatagramStream}: holds what has come until it is received, up to a
 * limit. Other than a stream of bytes, datagrams cannot be stopped; so the newest are dropped, as
 * the system does it.
 *
 * <p>Confined to the loop.
 */
final class DatagramQueue implements DatagramProtocol {
    /** What a datagram costs besides its bytes, so that a flood of empty ones is bounded, too. */
    static final int OVERHEAD_BYTES = 128;

    /** How many errors are kept. A peer that is gone causes one for each datagram sent. */
    private static final int MOST_ERRORS = 16;

    private final int limitBytes;
    private final DrainGate gate;
    private final Waiters ending;
    private final EventLoop loop;
    private final Queue<Datagram> held = new ArrayDeque<>();
    private final Queue<IOException> errors = new ArrayDeque<>();

    /** Tasks in take(), in their order; one that was cancelled is done. */
    private final Queue<Promise<@Nullable Void>> takers = new ArrayDeque<>();

    /** What the held datagrams cost. */
    private int heldBytes;

    private long droppedCount;

    /** Set for good by connectionLost. */
    private boolean isLost;

    DatagramQueue(int limitBytes) {
        this.limitBytes = limitBytes;
        this.loop = Asyncio.getRunningLoop();
        this.gate = new DrainGate(loop);
        this.ending = new Waiters(loop);
    }

    /** Suspends if nothing is there. On cancellation nothing is lost. */
    Optional<Datagram> take() throws IOException {
        while (held.isEmpty() && errors.isEmpty() && !isLost) {
            Promise<@Nullable Void> news = loop.createFuture();
            takers.add(news);
            try {
                news.await();
            } catch (Throwable cancelled) {
                if (!takers.remove(news)) {
                    wakeOne(); // it was told of something that it leaves to the next one
                }
                throw cancelled;
            }
        }
        Datagram next = held.poll();
        if (next != null) {
            heldBytes -= costOf(next.data().length);
            return Optional.of(next);
        }
        IOException error = errors.poll();
        if (error != null) {
            throw error;
        }
        return Optional.empty();
    }

    private void wakeOne() {
        Promise<@Nullable Void> taker = takers.poll();
        while (taker != null && taker.isDone()) {
            taker = takers.poll();
        }
        if (taker != null) {
            taker.setResult(null);
        }
    }

    private static int costOf(int bytes) {
        return bytes + OVERHEAD_BYTES;
    }

    long droppedCount() {
        return droppedCount;
    }

    /** Waits while writing is paused. */
    void awaitRoom() throws IOException {
        gate.pass();
    }

    /** Waits until the socket is gone. */
    void awaitLost() {
        if (!isLost) {
            ending.await();
        }
    }

    @Override
    public void datagramReceived(ByteBuffer data, SocketAddress sender) {
        int cost = costOf(data.remaining());
        if (cost > limitBytes - heldBytes) {
            droppedCount++;
            return;
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        held.add(new Datagram(bytes, sender));
        heldBytes += cost;
        wakeOne();
    }

    @Override
    public void errorReceived(IOException error) {
        if (errors.size() < MOST_ERRORS) {
            errors.add(error);
            wakeOne();
        }
    }

    @Override
    public void connectionLost(Optional<Throwable> cause) {
        isLost = true;
        while (!takers.isEmpty()) {
            wakeOne();
        }
        gate.lose(cause);
        ending.release(Optional.empty());
    }

    @Override
    public void pauseWriting() {
        gate.shut();
    }

    @Override
    public void resumeWriting() {
        gate.open();
    }

    @Override
    public String toString() {
        return "DatagramQueue[" + held.size() + " held, " + droppedCount + " dropped]";
    }
}
