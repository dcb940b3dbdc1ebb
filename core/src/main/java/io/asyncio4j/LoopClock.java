package io.asyncio4j;

import io.asyncio4j.spi.Clock;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock of a loop and the conversions between its nanoseconds and the types of the API. What is
 * too far away to count becomes {@link Long#MAX_VALUE}, which means never.
 *
 * <p>Thread-safe.
 */
final class LoopClock {
    private final Clock clock;
    private final Instant origin;

    LoopClock(Clock clock) {
        this.clock = clock;
        this.origin = clock.origin();
    }

    long nanoTime() {
        return clock.nanoTime();
    }

    Instant now() {
        return instantOf(clock.nanoTime());
    }

    Instant instantOf(long nanos) {
        return nanos == Long.MAX_VALUE ? Instant.MAX : origin.plusNanos(nanos);
    }

    long nanosOf(Instant when) {
        try {
            return Duration.between(origin, when).toNanos();
        } catch (ArithmeticException tooFar) {
            return when.isBefore(origin) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** The deadline that is a delay from now; never overflows. */
    long deadlineAfter(Duration delay) {
        long delayNanos = nanosOf(delay);
        long now = clock.nanoTime();
        return delayNanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + delayNanos;
    }

    /** How long until the deadline: 0 if it passed, {@link Long#MAX_VALUE} if there is none. */
    long nanosUntil(long deadlineNanos) {
        return deadlineNanos == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(0, deadlineNanos - clock.nanoTime());
    }

    static long nanosOf(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException tooLong) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
