package io.asyncio4j.benchmarks;

import java.io.IOException;

/**
 * A contender that does its work by itself.
 *
 * <p>Confined to one thread.
 */
final class WorkMeasurement implements Measurement {
    private final Conversation contender;
    private final Calibration calibration;

    WorkMeasurement(Contender contender, Pace pace) throws IOException {
        this.contender = Conversation.start(contender.command(), pace.limit());
        calibration = new Calibration(pace, 1);
    }

    @Override
    public void warmUp() throws IOException {
        calibration.warmUp(contender, contender);
    }

    @Override
    public Sample measure() throws IOException {
        var before = contender.cpuNanos();
        var answer = contender.ask(calibration.times());
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
