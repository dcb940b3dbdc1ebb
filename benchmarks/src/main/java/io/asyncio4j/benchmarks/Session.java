package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures rows: picks the contenders and the way in which a row is measured.
 *
 * <p>Confined to one thread.
 */
final class Session implements AutoCloseable {
    private final Path benchmarks;
    private final Path work;
    private final List<Peer> peers;
    private final Pace pace;
    private final Consumer<String> progress;
    private final Servers servers = new Servers();

    /** Compiled when the first server is measured that speaks this. */
    private final Map<Row.Protocol, LoadGenerator> generators = new EnumMap<>(Row.Protocol.class);

    Session(Path benchmarks, Path work, List<Peer> peers, Pace pace, Consumer<String> progress) {
        this.benchmarks = benchmarks;
        this.work = work;
        this.peers = List.copyOf(peers);
        this.pace = pace;
        this.progress = progress;
    }

    /** Measures a row. */
    Result measure(Row row) throws IOException {
        var contenders = Contender.of(row, peers);
        var opening = opening(row);
        try (var turns =
                new Turns(contenders, opening, step -> progress.accept(row.name() + ": " + step))) {
            var entries = turns.take(pace.rounds());
            return new Result(
                    row.name(),
                    row.group(),
                    row.title(),
                    Conditions.now(pace),
                    row.kind().judged(),
                    entries);
        }
    }

    private Measurement.Opening opening(Row row) throws IOException {
        return switch (row.kind()) {
            case ROUNDS -> contender -> new WorkMeasurement(contender, pace);
            case TASK_MEMORY -> contender -> new TaskMemory(contender, pace.limit());
            case START_UP -> StartUp::new;
            case SERVER -> {
                var load = generator(row);
                yield contender -> ServerMeasurement.open(row, contender, servers, load, pace);
            }
            case CONNECTION_MEMORY -> {
                var load = generator(row);
                yield contender -> new ConnectionMemory(row, contender, load, pace.limit());
            }
        };
    }

    private LoadGenerator generator(Row row) throws IOException {
        var built = generators.get(row.protocol());
        if (built == null) {
            built = build(row.protocol());
            generators.put(row.protocol(), built);
        }
        return built;
    }

    /** The one that speaks TLS is a program of its own, for it needs OpenSSL. */
    private LoadGenerator build(Row.Protocol protocol) throws IOException {
        var isTls = protocol == Row.Protocol.TLS;
        if (isTls) {
            Certificate.make(work.resolve("tls"));
        }
        return LoadGenerator.build(
                benchmarks.resolve("load/load.c"),
                work.resolve("load").resolve(protocol.word()),
                isTls ? List.of("-DWITH_TLS", "-lssl", "-lcrypto") : List.of());
    }

    @Override
    public void close() {
        servers.close();
    }
}
