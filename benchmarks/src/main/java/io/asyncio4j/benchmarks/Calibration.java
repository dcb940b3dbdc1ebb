package io.asyncio4j.benchmarks;

import java.io.IOException;

/**
 * How much work fits into a round. It is found out while a contender warms up, by the CPU time that
 * it takes: the time on the wall says little on a machine that others use.
 *
 * <p>Confined to one thread.
 */
final class Calibration {
    /** The part of the limit at which a round is long enough, whatever CPU time it took. */
    private static final int LONG = 4;

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
     * Asks for more and more until the contender is warm and the work fills a round. One that is
     * slow, or has to wait, gets rounds of what it did in a part of the time there is.
     *
     * @param contender whose CPU time counts
     * @param asked who is asked: the contender itself, or a program that gives it work
     */
    void warmUp(Conversation contender, Conversation asked) throws IOException {
        var least = times;
        var start = contender.cpuNanos();
        var end = System.nanoTime() + pace.limit().toNanos();
        while (true) {
            var began = System.nanoTime();
            var before = contender.cpuNanos();
            asked.ask(times);
            var after = contender.cpuNanos();
            var now = System.nanoTime();
            if (now - end >= 0 || now - began >= pace.limit().toNanos() / LONG) {
                return;
            }
            if (after - before < pace.roundNanos() / 2) {
                times *= 2;
            } else if (after - start >= pace.warmUpNanos()) {
                times = Math.max(least, times * pace.roundNanos() / (after - before));
                return;
            }
        }
    }
}
