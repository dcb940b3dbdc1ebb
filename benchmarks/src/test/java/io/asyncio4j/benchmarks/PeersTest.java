package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** The programs of the peers, as far as they can run without being built for a minute. */
class PeersTest {
    private static final Path PEERS = Path.of("peers").toAbsolutePath();

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"cpython", "node"})
    void interpretedPeerDoesAllTheWorkItOffers(String name) throws Exception {
        var peer = open(name);
        for (var offer : peer.offers()) {
            var words = offer.split(" ");
            var form = words.length > 1 ? words[1] : "";
            var contender = new Contender(peer, words[0], form, 2, offer);
            if (List.of("memory", "warm").contains(words[0])) {
                continue; // These say how it is to be measured.
            }
            if (words[0].equals("tls")) {
                continue; // Needs a certificate, which the harness makes.
            }
            try (var program = Conversation.start(contender.command(), Duration.ofMinutes(3))) {
                if (List.of("echo", "lines", "udp").contains(words[0])) {
                    assertThat(program.port()).as(offer).isPositive();
                } else {
                    assertThat(program.ask(3).get("operations")).as(offer).isPositive();
                }
            }
        }
    }

    static Stream<Path> javaPeers() throws Exception {
        try (var files = Files.walk(PEERS)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    // Its library comes only with the peers.
                    .filter(file -> !file.toString().contains("vertx"))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("javaPeers")
    void peerInJavaCompiles(Path source) {
        var status =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-d",
                                directory.toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                source.toString());
        assertThat(status).isZero();
    }

    @Test
    void peerThatCannotTakePartIsSkippedWithItsReason() throws Exception {
        var lame = Files.createDirectories(directory.resolve("lame")).resolve("peer");
        Files.writeString(lame, "#!/bin/sh\necho 'no leg (Debian: leg)' >&2\nexit 1\n");
        assertThat(lame.toFile().setExecutable(true)).isTrue();
        var skipped = new ArrayList<String>();
        assertThat(Peer.find(directory, List.of(), skipped::add)).isEmpty();
        assertThat(skipped).containsExactly("lame: no leg (Debian: leg)");
    }

    @Test
    void onlyThePeersAskedForAreLookedFor() throws Exception {
        makePeer("asyncio4j");
        makePeer("lame");
        makePeer("other");
        var skipped = new ArrayList<String>();
        assertThat(Peer.find(directory, List.of("lame"), skipped::add))
                .extracting(Peer::name)
                .containsExactly("asyncio4j", "lame");
    }

    @Test
    void unknownPeerIsAnsweredWithTheKnownOnes() throws Exception {
        makePeer("lame");
        makePeer("other");
        assertThatThrownBy(() -> Peer.find(directory, List.of("lame", "nety"), peer -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no peer is called nety; there are lame, other");
    }

    @Test
    void whoStartsWarmGetsAShortWarmUp() {
        assertThat(Made.peer("compiled", "echo", "warm").pace(Pace.FULL))
                .isEqualTo(new Pace(7, 500, 500, 30_000));
        assertThat(Made.NETTY.pace(Pace.FULL)).isEqualTo(Pace.FULL);
    }

    private void makePeer(String name) throws IOException {
        var program = Files.createDirectories(directory.resolve(name)).resolve("peer");
        Files.writeString(program, "#!/bin/sh\necho 1.0\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private static Peer open(String name) throws Exception {
        var skipped = new ArrayList<String>();
        var program = PEERS.resolve(name).resolve("peer");
        try {
            var version = Peer.Command.run(program, "version");
            return new Peer(
                    program, name, version, Peer.Command.run(program, "list").lines().toList());
        } catch (IOException e) {
            skipped.add(e.getMessage());
        }
        assumeThat(skipped).as(name + " is not installed").isEmpty();
        throw new AssertionError("an assumption that does not hold throws");
    }
}
