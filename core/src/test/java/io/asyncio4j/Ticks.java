package io.asyncio4j;

import java.time.Duration;

/**
 * Lets a test wait for what is ready now.
 *
 * <p>Thread-safe.
 */
public final class Ticks {
    private Ticks() {}

    /** Lets everything that is ready now run, {@code count} times over. */
    public static void pass(int count) {
        for (int i = 0; i < count; i++) {
            Asyncio.sleep(Duration.ZERO);
        }
    }
}
