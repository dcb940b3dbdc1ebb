package io.asyncio4j.benchmarks;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How long things are measured.
 *
 * <p>Immutable.
 *
 * @param rounds how many
 * @param roundMillis the CPU time of one, about
 * @param warmUpMillis the CPU time that a contender works before it is measured, at least
 * @param limitMillis the time on the wall after which a warm-up is enough, and a contender that is
 *     still in the same round is left out
 */
record Pace(int rounds, long roundMillis, long warmUpMillis, long limitMillis) {
    private static final long MILLI_NANOS = 1_000_000;

    /**
     * For figures to be shown. The warm-up lasts until a JVM has touched all of the heap that it
     * will use: the first touch of a page costs a server more than the message that is in it.
     */
    static final Pace FULL = new Pace(7, 500, 10_000, 30_000);

    /** For a first look. The warm-up stays long: a JVM that still compiles tells nothing. */
    static final Pace QUICK = new Pace(3, 200, 2_500, 15_000);

    /** For a test that all of it still works. */
    static final Pace SMOKE = new Pace(1, 10, 10, 180_000);

    Pace withRounds(int count) {
        return new Pace(count, roundMillis, warmUpMillis, limitMillis);
    }

    /** The same for a contender that needs no longer warm-up than one round. */
    Pace withShortWarmUp() {
        return new Pace(rounds, roundMillis, roundMillis, limitMillis);
    }

    /** Whether it is at least as long as another one. */
    boolean covers(Pace other) {
        return rounds >= other.rounds
                && roundMillis >= other.roundMillis
                && warmUpMillis >= other.warmUpMillis;
    }

    /** In words: {@code 7 rounds of 0.5 s after 10 s}. */
    String text() {
        return "%s of %s s after %s s"
                .formatted(roundsText(), seconds(roundMillis), seconds(warmUpMillis));
    }

    String roundsText() {
        return rounds == 1 ? "1 round" : rounds + " rounds";
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
    }

    Duration limit() {
        return Duration.ofMillis(limitMillis);
    }

    long roundNanos() {
        return roundMillis * MILLI_NANOS;
    }

    long warmUpNanos() {
        return warmUpMillis * MILLI_NANOS;
    }
}
