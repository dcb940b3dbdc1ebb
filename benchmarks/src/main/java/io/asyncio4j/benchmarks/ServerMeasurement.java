package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.util.Map;

/**
 * A server under load: what an answer costs it, and how long the clients wait.
 *
 * <p>Confined to one thread.
 */
final class ServerMeasurement implements Measurement {
    private static final double SECOND_NANOS = 1e9;
    private static final Map<String, Figure> LATENCIES =
            Map.of("p50", Figure.P50, "p99", Figure.P99, "p999", Figure.P999);

    private final Conversation server;
    private final Conversation load;
    private final Calibration calibration;

    ServerMeasurement(
            Row row, Contender contender, Servers servers, LoadGenerator generator, Pace pace)
            throws IOException {
        // A server that served other rows only gets to know this one.
        calibration =
                new Calibration(
                        servers.isRunning(contender) ? pace.withShortWarmUp() : pace,
                        (long) contender.size() * Math.max(1, row.window()),
                        this::ask);
        server = servers.of(contender, pace.limit());
        load = generator.connect(row, contender.size(), server.port(), pace.limit());
    }

    private Spent ask(long times) throws IOException {
        return Spent.by(server, load, times);
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
                        .with(Figure.RATE, operations * SECOND_NANOS / spent.figure("nanos"));
        for (var latency : LATENCIES.entrySet()) {
            sample = sample.with(latency.getValue(), spent.answer().getOrDefault(latency.getKey(), 0L));
        }
        return sample;
    }

    @Override
    public void close() {
        load.close();
    }
}
