package io.asyncio4j.benchmarks;

import java.io.IOException;

/**
 * How much work fits into a round. It is found out by the CPU time that work takes: the time on the
 * wall says little on a machine that others use.
 *
 * <p>Confined to one thread.
 */
final class Calibration {
    /** The part of the limit at which a round is long enough, whatever CPU time it took. */
    private static final int LONG = 4;

    /**
     * How often a round asks for the least there is, if there is time: in a single piece of large
     * work a collection of garbage does or does not fall, and either is wrong.
     */
    private static final int FEW = 5;

    private final Pace pace;
    private final long least;
    private final Round round;

    /** What to ask for in a round; warmUp() and lengthen() set it. */
    private long times;

    /**
     * Begins with little work.
     *
     * @param least the least that can be asked for
     * @param round does the work
     */
    Calibration(Pace pace, long least, Round round) {
        this.pace = pace;
        this.least = least;
        this.round = round;
        times = least;
    }

    long times() {
        return times;
    }

    /**
     * Asks for more and more until the contender is warm and the work fills a round. One that is
     * slow, or has to wait, gets rounds of what it did in a part of the time there is.
     */
    void warmUp() throws IOException {
        long cpuNanos = 0;
        long wallNanos = 0;
        while (true) {
            var spent = round.run(times);
            cpuNanos += spent.cpuNanos();
            wallNanos += spent.wallNanos();
            if (isLong(spent) || wallNanos >= limitNanos()) {
                return;
            }
            if (isShort(spent)) {
                times *= 2;
            } else if (cpuNanos >= pace.warmUpNanos()) {
                times = Math.max(times * pace.roundNanos() / spent.cpuNanos(), few(spent));
                return;
            }
        }
    }

    /**
     * Asks for more if that does not fill a round any longer: since the warm-up a compiler may have
     * made the work cheaper.
     */
    void lengthen() throws IOException {
        for (var spent = round.run(times); isShort(spent); spent = round.run(times)) {
            times *= 2;
        }
    }

    private boolean isShort(Spent spent) {
        return spent.cpuNanos() < pace.roundNanos() / 2 && !isLong(spent);
    }

    private boolean isLong(Spent spent) {
        return spent.wallNanos() >= limitNanos() / LONG;
    }

    /** A few times the least, or as many as end before a round is long. */
    private long few(Spent spent) {
        var inTime = times * (limitNanos() / LONG) / Math.max(1, spent.wallNanos());
        return Math.max(least, Math.min(FEW * least, inTime));
    }

    private long limitNanos() {
        return pace.limit().toNanos();
    }

    /**
     * Does the work.
     *
     * <p>Confined to the thread of the calibration.
     */
    @FunctionalInterface
    interface Round {

        /**
         * Does it.
         *
         * @param times how often
         */
        Spent run(long times) throws IOException;
    }
}
