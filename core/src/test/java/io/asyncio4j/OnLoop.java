package io.asyncio4j;

import java.time.Duration;

/**
 * Runs the body of a test as the main task of a fresh loop under virtual time: no test sleeps, and
 * one in which everybody waits for everybody fails as a deadlock instead of hanging.
 *
 * <p>Thread-safe.
 */
public final class OnLoop {
    private OnLoop() {}

    /** Runs the body to its end; what it throws comes out. */
    public static void run(Action body) {
        try (var runner = new Runner(LoopOptions.defaults().withVirtualTime())) {
            runner.run(body);
        }
    }

    /** Lets everything that is ready now run, {@code count} times over. */
    public static void ticks(int count) {
        for (int i = 0; i < count; i++) {
            Asyncio.sleep(Duration.ZERO);
        }
    }
}
