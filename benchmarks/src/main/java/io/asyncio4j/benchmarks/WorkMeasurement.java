package io.asyncio4j.benchmarks;

import java.io.IOException;

/**
 * A contender that does its work by itself.
 *
 * <p>Confined to one thread.
 */
final class WorkMeasurement implements Measurement {
    private final Conversation contender;
    private final Pace pace;

    /** How often the work is done in a round; found by the warm-up. */
    private long times = 1;

    WorkMeasurement(Contender contender, Pace pace) throws IOException {
        this.contender = Conversation.start(contender.command());
        this.pace = pace;
    }

    @Override
    public void warmUp() throws IOException {
        var start = contender.cpuNanos();
        while (true) {
            var before = contender.cpuNanos();
            contender.ask(times);
            var taken = contender.cpuNanos() - before;
            var isWarm = contender.cpuNanos() - start >= pace.warmUpNanos();
            if (taken < pace.roundNanos() / 2) {
                times *= 2;
            } else if (isWarm) {
                times = Math.max(1, times * pace.roundNanos() / taken);
                return;
            }
            if (pace.equals(Pace.SMOKE)) {
                return;
            }
        }
    }

    @Override
    public Sample measure() throws IOException {
        var before = contender.cpuNanos();
        var answer = contender.ask(times);
        var cpu = contender.cpuNanos() - before;
        var operations = answer.get("operations");
        var nanos = answer.get("nanos");
        if (operations == null || nanos == null || operations == 0) {
            throw new IOException("expected operations and nanos, not " + answer);
        }
        var sample =
                Sample.of(Figure.CPU, (double) cpu / operations)
                        .with(Figure.TIME, (double) nanos / operations);
        var allocated = answer.get("allocated");
        return allocated == null
                ? sample
                : sample.with(Figure.ALLOCATED, (double) allocated / operations);
    }

    @Override
    public void close() {
        contender.close();
    }
}
