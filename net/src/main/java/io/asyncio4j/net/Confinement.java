package io.asyncio4j.net;

import io.asyncio4j.EventLoop;

/**
 * The check that loop-confined objects of this package make at entry.
 *
 * <p>Thread-safe.
 */
final class Confinement {
    private Confinement() {}

    /** Refuses a thread that does not hold the loop, while the loop runs. */
    static void check(EventLoop loop, Object subject) {
        Thread thread = Thread.currentThread();
        if (!loop.isHeldBy(thread) && loop.isRunning()) {
            throw new WrongThreadException(
                    subject
                            + " belongs to "
                            + loop
                            + " and was called by "
                            + thread
                            + ", which does not hold it; use loop.callSoonThreadsafe or"
                            + " Asyncio.runCoroutineThreadsafe");
        }
    }
}
