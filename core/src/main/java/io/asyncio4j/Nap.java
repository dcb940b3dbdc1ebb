package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * One call of {@link Asyncio#sleep}: a promise that a timer keeps.
 *
 * <p>Confined to the loop.
 */
final class Nap implements Runnable {
    private final Promise<@Nullable Void> over;

    private Nap(EventLoop loop) {
        this.over = new Promise<>(loop, null, "sleep");
    }

    /** Suspends for the given time; leaves no timer behind, however it ends. */
    static void take(EventLoop loop, Duration delay) {
        Nap nap = new Nap(loop);
        TimerHandle timer =
                new TimerHandle(loop, loop.clock.deadlineAfter(delay), nap, loop.context());
        loop.schedule.add(timer);
        try {
            nap.over.await();
        } finally {
            timer.cancel();
        }
    }

    @Override
    public void run() {
        if (over.isPending()) {
            over.finish(null);
        }
    }
}
