package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The server is a script that ends as soon as it is told a number. */
class ServersTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir Path directory;

    private Contender contender;

    @BeforeEach
    void makeContender() throws Exception {
        var program = directory.resolve("peer");
        Files.writeString(program, "#!/bin/sh\necho port 1\nread n && echo done\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var peer = new Peer(program, "brief", "brief", List.of("echo"));
        contender = new Contender(peer, "echo", "", 1, "brief");
    }

    @Test
    void runningServerServesAgain() throws Exception {
        try (var servers = new Servers()) {
            var server = servers.of(contender, LIMIT);
            assertThat(servers.of(contender, LIMIT)).isSameAs(server);
            assertThat(servers.isRunning(contender)).isTrue();
        }
    }

    @Test
    void serverServesMessagesOfOneLengthOnly() throws Exception {
        try (var servers = new Servers()) {
            servers.expect(64);
            var server = servers.of(contender, LIMIT);
            servers.expect(64);
            assertThat(servers.of(contender, LIMIT)).isSameAs(server);
            servers.expect(65_536);
            assertThat(server.isAlive()).isFalse();
            assertThat(servers.isRunning(contender)).isFalse();
        }
    }

    @Test
    void serverThatDiedIsStartedAnew() throws Exception {
        try (var servers = new Servers()) {
            var server = servers.of(contender, LIMIT);
            server.ask(1);
            server.close(); // Waits for its end.
            assertThat(servers.isRunning(contender)).isFalse();
            assertThat(servers.of(contender, LIMIT)).isNotSameAs(server);
            assertThat(servers.isRunning(contender)).isTrue();
        }
    }
}
