package io.asyncio4j.internal;

import java.util.concurrent.locks.LockSupport;

/**
 * How a thread waits until another one wakes it: each thread has a permit, which a park takes, or
 * waits for, and an unpark gives.
 *
 * <p>Thread-safe.
 */
interface Parking {
    /** The JDK's way; a park may also end without a permit, because of an interrupt for one. */
    Parking OF_THE_JDK =
            new Parking() {
                @Override
                public void park(Object blocker) {
                    LockSupport.park(blocker);
                }

                @Override
                public void unpark(Thread thread) {
                    LockSupport.unpark(thread);
                }
            };

    /**
     * Waits for the permit of the calling thread and takes it.
     *
     * @param blocker what thread dumps name as the reason
     */
    void park(Object blocker);

    /** Gives a thread its permit. Does nothing to a thread that has not started. */
    void unpark(Thread thread);
}
