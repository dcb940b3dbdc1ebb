package io.asyncio4j.benchmarks;

import java.io.IOException;

/**
 * How much work fits into a round. It is found out while a contender warms up, by the CPU time that
 * it takes: the time on the wall says little on a machine that others use.
 *
 * <p>Confined to one thread.
 */
final class Calibration {
    private final Pace pace;

    /** What to ask for in a round; the warm-up sets it. */
    private long times;

    /**
     * Begins with little work.
     *
     * @param least the least that can be asked for
     */
    Calibration(Pace pace, long least) {
        this.pace = pace;
        this.times = least;
    }

    long times() {
        return times;
    }

    /**
     * Asks for more and more until the contender is warm and the work fills a round.
     *
     * @param contender whose CPU time counts
     * @param asked who is asked: the contender itself, or a program that gives it work
     */
    void warmUp(Conversation contender, Conversation asked) throws IOException {
        var least = times;
        var start = contender.cpuNanos();
        while (true) {
            var before = contender.cpuNanos();
            asked.ask(times);
            var after = contender.cpuNanos();
            if (after - before < pace.roundNanos() / 2) {
                times *= 2;
            } else if (after - start >= pace.warmUpNanos()) {
                times = Math.max(least, times * pace.roundNanos() / (after - before));
                return;
            }
        }
    }
}
