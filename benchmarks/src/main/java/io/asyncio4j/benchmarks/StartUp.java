package io.asyncio4j.benchmarks;

import java.io.IOException;

/**
 * A program that says hello and ends.
 *
 * <p>Confined to one thread.
 */
final class StartUp implements Measurement {
    private final Contender contender;

    StartUp(Contender contender) {
        this.contender = contender;
    }

    /** Once, so that what is kept between two uses is there. */
    @Override
    public void warmUp() throws IOException {
        Peer.Command.run(contender.peer().program(), contender.work());
    }

    @Override
    public Sample measure() throws IOException {
        var cpu = CpuClock.childrenNanos();
        var start = System.nanoTime();
        Peer.Command.run(contender.peer().program(), contender.work());
        var nanos = System.nanoTime() - start;
        var cpuNanos = CpuClock.childrenNanos() - cpu;
        return Sample.of(Figure.TIME, (double) nanos).with(Figure.CPU, (double) cpuNanos);
    }

    @Override
    public void close() {}
}
