package io.asyncio4j.internal;

import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to run: one of the fibers of a loop, or the loop thread. Whoever has the turn
 * writes the name of the next one, wakes it and waits for its own. The volatile write publishes
 * everything the writer did in its turn.
 *
 * <p>An interrupt ends a park at once without giving anybody a turn, so it is put aside during the
 * wait and restored afterwards: it belongs to the code that runs next on that thread.
 *
 * <p>Thread-safe: whoever takes part calls it from a thread of its own.
 */
public final class Turn {
    /** Written by the one that has the turn, read by those that wait. */
    private volatile @Nullable Thread owner;

    /** Who called {@link #begin} last; written by it, read by the fibers after it gave the turn. */
    private @Nullable Thread loopThread;

    private final Parking parking;

    /** A turn that nobody has yet. */
    public Turn() {
        this(Parking.OF_THE_JDK);
    }

    Turn(Parking parking) {
        this.parking = parking;
    }

    /** The calling thread is the loop thread, to which {@link #giveToLoop} gives the turn. */
    void begin() {
        loopThread = Thread.currentThread();
    }

    /** Gives the turn away. A thread that has not started finds it when it does. */
    void give(Thread next) {
        owner = next;
        parking.unpark(next);
    }

    void giveToLoop() {
        Thread waiting = loopThread;
        if (waiting == null) {
            throw new AssertionError("a fiber runs without a loop; please report this");
        }
        give(waiting);
    }

    /** Waits until it is the calling thread's turn. */
    void await() {
        Thread self = Thread.currentThread();
        boolean interrupted = false;
        while (owner != self) {
            parking.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            self.interrupt();
        }
    }
}
