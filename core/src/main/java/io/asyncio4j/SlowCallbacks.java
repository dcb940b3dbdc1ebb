package io.asyncio4j;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Debug mode's stopwatch: runs a callback or step and logs it if it took long.
 *
 * <p>Confined to the loop.
 */
final class SlowCallbacks {
    private static final Logger LOG = System.getLogger("io.asyncio4j");

    private SlowCallbacks() {}

    static void run(Handle handle, LoopClock clock, Duration limit) {
        String subject = handle.toString();
        long start = clock.nanoTime();
        try {
            handle.runNow();
        } finally {
            Duration taken = Duration.ofNanos(clock.nanoTime() - start);
            if (taken.compareTo(limit) >= 0) {
                LOG.log(
                        Level.WARNING,
                        "Executing {0} took {1} seconds",
                        subject,
                        "%.3f".formatted(taken.toNanos() / 1e9));
            }
        }
    }
}
