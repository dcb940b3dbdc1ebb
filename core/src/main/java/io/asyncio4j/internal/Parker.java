package io.asyncio4j.internal;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.LockSupport;

/**
 * One thread waits, any thread wakes it, and a wake-up that comes before the wait is kept for it.
 *
 * <p>An interrupt of the waiting thread ends nothing: it is put aside and restored afterwards.
 *
 * <p>Thread-safe; one thread at a time waits.
 */
public final class Parker {
    /** Set by any thread, taken by the one that waits. */
    private volatile boolean woken;

    /** Who waits; written by that thread, read by any. */
    private volatile @Nullable Thread waiting;

    /** A parker that nobody woke yet. */
    public Parker() {}

    /**
     * Waits until somebody calls {@link #wakeup} or the time is over.
     *
     * @param timeoutNanos how long: 0 not at all, {@link Long#MAX_VALUE} without limit
     */
    public void await(long timeoutNanos) {
        if (timeoutNanos > 0 && !woken) {
            park(timeoutNanos);
        }
        woken = false;
    }

    private void park(long timeoutNanos) {
        boolean interrupted = false;
        long start = System.nanoTime();
        long rest = timeoutNanos;
        waiting = Thread.currentThread();
        while (!woken && rest > 0) {
            if (timeoutNanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, rest);
                rest = timeoutNanos - (System.nanoTime() - start);
            }
            interrupted |= Thread.interrupted();
        }
        waiting = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a wake-up was kept; takes it. */
    public boolean takeWakeup() {
        boolean taken = woken;
        woken = false;
        return taken;
    }

    /** Ends the wait, or the next one if nobody waits now. Any thread may call it. */
    public void wakeup() {
        woken = true;
        LockSupport.unpark(waiting);
    }
}
