package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
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

    /** Compiled when the first server is measured. */
    private Optional<LoadGenerator> generator = Optional.empty();

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
                    row.name(), row.group(), row.title(), now(), row.kind().judged(), entries);
        }
    }

    private Measurement.Opening opening(Row row) throws IOException {
        return switch (row.kind()) {
            case ROUNDS -> contender -> new WorkMeasurement(contender, pace);
            case TASK_MEMORY -> TaskMemory::new;
            case START_UP -> StartUp::new;
            case SERVER -> {
                var load = generator();
                yield contender -> new ServerMeasurement(row, contender, servers, load, pace);
            }
            case CONNECTION_MEMORY -> {
                var load = generator();
                yield contender -> new ConnectionMemory(row, contender, load);
            }
        };
    }

    private LoadGenerator generator() throws IOException {
        if (generator.isEmpty()) {
            generator =
                    Optional.of(
                            LoadGenerator.build(
                                    benchmarks.resolve("load/load.c"), work.resolve("load")));
        }
        return generator.get();
    }

    private static String now() {
        return ZonedDateTime.now(ZoneOffset.UTC)
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm"));
    }

    @Override
    public void close() {
        servers.close();
    }
}
