package io.asyncio4j.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Parking that a model checker sees through. The checker lets a park of the JDK return without
 * reason; one of these lasts until it is given the permit, so a wake-up that is lost is a deadlock,
 * which the checker finds.
 *
 * <p>Thread-safe.
 */
final class ModelledParking implements Parking {
    private final List<Thread> permits = new ArrayList<>();

    @Override
    public synchronized void park(Object blocker) {
        Thread self = Thread.currentThread();
        while (!permits.remove(self)) {
            try {
                wait();
            } catch (InterruptedException unexpected) {
                throw new AssertionError("nobody interrupts a thread of the model", unexpected);
            }
        }
    }

    @Override
    public synchronized void unpark(Thread thread) {
        if (!permits.contains(thread)) {
            permits.add(thread);
            notifyAll();
        }
    }
}
