package io.asyncio4j.internal;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.LockSupport;

/**
 * Whose turn it is: the loop thread's or the fiber's. Each side writes the other's name, wakes it
 * and waits for its own. The volatile write publishes everything the writer did in its turn.
 *
 * <p>An interrupt ends a park at once without giving anybody a turn, so it is put aside during the
 * wait and restored afterwards: it belongs to the code that runs next on that thread.
 *
 * <p>Thread-safe: the two sides call it from their own threads.
 */
final class Turn {
    /** Written by the side that gives the turn away, read by the side that waits for it. */
    private volatile boolean fibers;

    /** The thread that called {@link #giveToFiber} last; written by it, read by the fiber. */
    private @Nullable Thread loopThread;

    /** Gives the turn to the fiber. A thread that has not started finds it when it does. */
    void giveToFiber(Thread fiber) {
        loopThread = Thread.currentThread();
        fibers = true;
        LockSupport.unpark(fiber);
    }

    void giveToLoop() {
        Thread waiting = loopThread;
        fibers = false;
        LockSupport.unpark(waiting);
    }

    void awaitLoop() {
        await(false);
    }

    void awaitFiber() {
        await(true);
    }

    private void await(boolean wanted) {
        boolean interrupted = false;
        while (fibers != wanted) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
