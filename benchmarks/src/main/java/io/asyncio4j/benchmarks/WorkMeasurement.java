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
        calibration = new Calibration(contender.peer().pace(pace), 1, this::ask);
    }

    private Spent ask(long times) throws IOException {
        return Spent.by(contender, contender, times);
    }

    @Override
    public void warmUp() throws IOException {
        calibration.warmUp();
    }

    @Override
    public void lengthen() throws IOException {
        calibration.lengthen();
    }

    @Override
    public Sample measure() throws IOException {
        var spent = ask(calibration.times());
        var operations = spent.figure("operations");
        var sample =
                Sample.of(Figure.CPU, (double) spent.cpuNanos() / operations)
                        .with(Figure.TIME, (double) spent.figure("nanos") / operations);
        var allocated = spent.answer().get("allocated");
        return allocated == null
                ? sample
                : sample.with(Figure.ALLOCATED, (double) allocated / operations);
    }

    @Override
    public void close() {
        contender.close();
    }
}
