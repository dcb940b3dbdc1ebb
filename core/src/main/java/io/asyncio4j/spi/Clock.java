package io.asyncio4j.spi;

import java.time.Instant;

/**
 * The time of a loop: all deadlines derive from it. The default follows {@link System#nanoTime()};
 * {@link VirtualTime} is driven by the loop itself.
 *
 * <p>Thread-safe.
 */
public interface Clock {

    /** The instant from which {@link #nanoTime()} counts; it never changes. */
    Instant origin();

    /** Nanoseconds since {@link #origin()}; never goes back. */
    long nanoTime();

    /** A clock that begins now and is not moved by changes of the wall clock. */
    static Clock system() {
        Instant origin = Instant.now();
        long start = System.nanoTime();
        return new Clock() {
            @Override
            public Instant origin() {
                return origin;
            }

            @Override
            public long nanoTime() {
                return System.nanoTime() - start;
            }
        };
    }
}
