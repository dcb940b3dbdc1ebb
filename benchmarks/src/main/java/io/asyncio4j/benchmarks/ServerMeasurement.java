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

    private final Row row;
    private final Contender contender;
    private final Servers servers;
    private final Conversation server;
    private final Conversation load;
    private final Calibration calibration;

    private ServerMeasurement(
            Row row,
            Contender contender,
            Servers servers,
            Conversation server,
            Conversation load,
            Pace pace) {
        this.row = row;
        this.contender = contender;
        this.servers = servers;
        this.server = server;
        this.load = load;
        var least = (long) contender.size() * Math.max(1, row.window());
        calibration = new Calibration(pace, least, this::ask);
    }

    /**
     * Connects to the server, which is started if need be. In a row of growth each size has one of
     * its own: few connections are not to be measured while thousands of others are open.
     *
     * @param shared those that may serve other rows too, with messages as long
     */
    static ServerMeasurement open(
            Row row, Contender contender, Servers shared, LoadGenerator generator, Pace pace)
            throws IOException {
        var servers = row.isGrowth() ? new Servers() : shared;
        servers.expect(row.bytes());
        // A server that served other rows only gets to know this one.
        var warmUp =
                servers.isRunning(contender) ? pace.withShortWarmUp() : contender.peer().pace(pace);
        var server = servers.of(contender, pace.limit());
        try {
            var load = generator.connect(row, contender.size(), server.port(), pace.limit());
            return new ServerMeasurement(row, contender, servers, server, load, warmUp);
        } catch (IOException e) {
            servers.end(contender);
            throw e;
        }
    }

    private Spent ask(long times) throws IOException {
        try {
            return Spent.by(server, load, times);
        } catch (IOException e) {
            // Whatever the server suffers from, the next row is not to have it.
            servers.end(contender);
            throw e;
        }
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
        if (row.protocol() == Row.Protocol.UDP) {
            sample = sample.with(Figure.LOST, spent.answer().getOrDefault("lost", 0L));
        }
        for (var latency : LATENCIES.entrySet()) {
            sample =
                    sample.with(
                            latency.getValue(), spent.answer().getOrDefault(latency.getKey(), 0L));
        }
        return sample;
    }

    @Override
    public void close() {
        load.close();
        if (row.isGrowth()) {
            servers.close();
        }
    }
}
