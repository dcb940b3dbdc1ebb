package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The program {@code benchmarks/load/load.c}, one and the same for all servers. It is written in C
 * so that it takes little of the machine that it shares with the server.
 *
 * <p>Immutable.
 *
 * @param program the compiled program
 */
record LoadGenerator(Path program) {

    /**
     * Compiles it.
     *
     * @param flags more flags for the compiler
     * @throws IOException if that fails, and above all if there is no compiler
     */
    static LoadGenerator build(Path source, Path program, List<String> flags) throws IOException {
        Files.createDirectories(program.getParent());
        var arguments =
                new ArrayList<>(List.of("-O2", "-o", program.toString(), source.toString()));
        arguments.addAll(flags);
        try {
            Peer.Command.run(Path.of("gcc"), arguments.toArray(String[]::new));
        } catch (IOException e) {
            throw new IOException(
                    "servers are asked by a program in C, and gcc cannot compile it: "
                            + e.getMessage()
                            + " (benchmarks/install-peers installs what it needs)",
                    e);
        }
        return new LoadGenerator(program);
    }

    /** Connects to a server. */
    Conversation connect(Row row, int connections, int port, Duration limit) throws IOException {
        return Conversation.start(
                List.of(
                        program.toString(),
                        row.protocol().word(),
                        String.valueOf(port),
                        String.valueOf(connections),
                        String.valueOf(row.bytes()),
                        String.valueOf(Math.max(1, row.window()))),
                limit);
    }
}
