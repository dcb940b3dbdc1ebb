package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.time.Duration;

/**
 * What idle connections occupy in a server: the difference that they make, once each has carried a
 * message and all are silent. A server that tells its memory does; of the others the resident
 * memory is taken.
 *
 * <p>Confined to one thread.
 */
final class ConnectionMemory implements Measurement {
    private static final int FEW = 10;
    private static final long MANY_MESSAGES = 10_000;

    private final Row row;
    private final Contender contender;
    private final LoadGenerator generator;
    private final Duration limit;
    private final Servers servers = new Servers();

    ConnectionMemory(Row row, Contender contender, LoadGenerator generator, Duration limit) {
        this.row = row;
        this.contender = contender;
        this.generator = generator;
        this.limit = limit;
    }

    /** Each round has a new server, which has no room left from the round before. */
    @Override
    public void warmUp() {
        servers.close();
    }

    @Override
    public Sample measure() throws IOException {
        try {
            var server = servers.of(contender, limit);
            try (var load = generator.connect(row, FEW, server.port(), limit)) {
                load.ask(MANY_MESSAGES);
            }
            var before = used(server);
            try (var load = generator.connect(row, contender.size(), server.port(), limit)) {
                load.ask(contender.size());
                return Sample.of(Figure.BYTES, (double) (used(server) - before) / contender.size());
            }
        } finally {
            servers.end(contender);
        }
    }

    private long used(Conversation server) throws IOException {
        return contender.peer().tellsMemory() ? server.usedBytes() : server.residentBytes();
    }

    @Override
    public void close() {
        servers.close();
    }
}
