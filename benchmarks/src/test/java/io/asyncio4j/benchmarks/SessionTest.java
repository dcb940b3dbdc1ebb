package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.asyncio4j.Asyncio;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Each way of measuring works, with real processes, in the smallest size. */
class SessionTest {
    private static final Path BENCHMARKS = Path.of("").toAbsolutePath();

    @TempDir Path directory;

    private Peer ours;

    @BeforeEach
    void makePeer() throws Exception {
        var program = directory.resolve("peer");
        Files.writeString(
                program,
                """
                #!/bin/sh
                export BENCH_WORK='%s'
                exec %s/bin/java -Dasyncio4j.engine=%s --add-opens java.base/java.lang=ALL-UNNAMED \\
                  --enable-native-access=ALL-UNNAMED -cp '%s' io.asyncio4j.benchmarks.work.Main "$@"
                """
                        .formatted(
                                directory,
                                System.getProperty("java.home"),
                                Asyncio.engine().name().toLowerCase(Locale.ROOT),
                                System.getProperty("java.class.path")));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var offers = Peer.Command.run(program, "list").lines().toList();
        ours = new Peer(program, "asyncio4j", "asyncio4j", offers);
    }

    @Test
    void workIsMeasuredByItsCpuTime() throws Exception {
        var result = measure(new Row("row", "tasks", "", "create", List.of(3), 0, 0));
        assertThat(result.entries()).extracting(Entry::contender).contains("asyncio4j handoff");
        assertThat(result.entries())
                .allSatisfy(
                        entry -> {
                            assertThat(entry.failure()).isEmpty();
                            assertThat(entry.has(Figure.CPU)).isTrue();
                            assertThat(entry.median(Figure.TIME)).isPositive();
                            assertThat(entry.median(Figure.ALLOCATED)).isPositive();
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "lines", "tls", "udp", "cores"})
    void serversAreMeasuredUnderLoad(String work) throws Exception {
        assumeThatGccIsInstalled();
        if (work.equals("tls")) {
            assumeThatOpenSslIsInstalled();
        }
        var result = measure(new Row("row", "net", "", work, List.of(2), 64, 3));
        assertThat(result.entries())
                .isNotEmpty()
                .allSatisfy(
                        entry -> {
                            assertThat(entry.failure()).isEmpty();
                            assertThat(entry.median(Figure.RATE)).isPositive();
                            assertThat(entry.median(Figure.P999))
                                    .isGreaterThanOrEqualTo(entry.median(Figure.P50));
                        });
    }

    @Test
    void eachSizeOfAGrowthRowHasAServerOfItsOwn() throws Exception {
        assumeThatGccIsInstalled();
        var starts = directory.resolve("starts");
        try (var session = session(List.of(noting(starts, ours.offers())))) {
            var result =
                    session.measure(new Row("row", "growth", "", "echo", List.of(1, 20), 64, 1));
            assertThat(result.entries())
                    .extracting(Entry::contender, Entry::failure)
                    .containsExactly(tuple("1", ""), tuple("20", ""));
        }
        assertThat(Files.readAllLines(starts)).containsExactly("echo 1 streams", "echo 20 streams");
    }

    @Test
    void eachLengthOfMessagesHasAServerOfItsOwn() throws Exception {
        assumeThatGccIsInstalled();
        var starts = directory.resolve("starts");
        try (var session = session(List.of(noting(starts, List.of("echo streams"))))) {
            for (var row :
                    List.of(
                            new Row("small-1", "net", "", "echo", List.of(1), 64, 1),
                            new Row("small-2", "net", "", "echo", List.of(2), 64, 1),
                            new Row("large-3", "net", "", "echo", List.of(3), 65_536, 1))) {
                assertThat(session.measure(row).entries())
                        .extracting(Entry::failure)
                        .containsExactly("");
            }
        }
        assertThat(Files.readAllLines(starts)).containsExactly("echo 1 streams", "echo 3 streams");
    }

    @Test
    void loadGeneratorReadsWhileMoreIsUnderWayThanTheSystemHolds() throws Exception {
        assumeThatGccIsInstalled();
        var streams = new Peer(ours.program(), "asyncio4j", "asyncio4j", List.of("echo streams"));
        // The server reads nothing while its answers wait, so both sides of the socket fill up.
        try (var session = session(List.of(streams))) {
            var result = session.measure(new Row("row", "", "", "echo", List.of(1), 1 << 20, 64));
            assertThat(result.entries()).extracting(Entry::failure).containsExactly("");
        }
    }

    /** Does what ours does, and notes how it is started. */
    private Peer noting(Path starts, List<String> offers) throws Exception {
        var program = directory.resolve("noting");
        Files.writeString(
                program,
                "#!/bin/sh\necho \"$@\" >> '%s'\nexec '%s' \"$@\"\n"
                        .formatted(starts, ours.program()));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return new Peer(program, "asyncio4j", "asyncio4j", offers);
    }

    @Test
    void serverOfAContenderThatFailedIsNotAskedAgain() throws Exception {
        assumeThatGccIsInstalled();
        var program = directory.resolve("mute");
        var starts = directory.resolve("starts");
        // Nobody listens there.
        Files.writeString(
                program, "#!/bin/sh\necho start >> '%s'\necho port 1\nread n\n".formatted(starts));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var mute = new Peer(program, "mute", "mute", List.of("echo"));
        try (var session = session(List.of(mute))) {
            for (int connections : List.of(1, 2)) {
                var row = new Row("row", "net", "", "echo", List.of(connections), 64, 1);
                assertThat(session.measure(row).entries())
                        .extracting(Entry::failure)
                        .containsExactly("connect: Connection refused");
            }
        }
        assertThat(Files.readAllLines(starts)).containsExactly("start", "start");
    }

    @Test
    void memoryOfTasksIsTheDifferenceTheyMake() throws Exception {
        var result = measure(new Row("row", "memory", "", "sleepers", List.of(10_000), 0, 0));
        assertThat(result.reference().orElseThrow().median(Figure.BYTES))
                .isBetween(100.0, 10_000.0);
    }

    @Test
    void memoryOfConnectionsIsTheDifferenceTheyMake() throws Exception {
        assumeThatGccIsInstalled();
        var result = measure(new Row("row", "memory", "", "echo", List.of(200), 64, 0));
        assertThat(result.entries()).extracting(Entry::failure).containsOnly("");
        assertThat(result.reference().orElseThrow().has(Figure.BYTES)).isTrue();
    }

    @Test
    void contenderThatDoesNotKnowItsWorkIsAFailureAndTellsItsReason() throws Exception {
        var boaster = new Peer(ours.program(), "boaster", "boaster", List.of("juggle"));
        try (var session = session(List.of(boaster))) {
            var result = session.measure(new Row("row", "", "", "juggle", List.of(3), 0, 0));
            assertThat(result.entries()).extracting(Entry::contender).containsExactly("boaster");
            assertThat(result.entries().getFirst().failure()).isNotEmpty();
            assertThat(result.ranking()).isEmpty();
        }
    }

    @Test
    void loneTaskIsMeasuredBesideAnEmptyPass() throws Exception {
        var result = measure(new Row("row", "tasks", "", "lone", List.of(1), 0, 0));
        assertThat(result.entries())
                .extracting(Entry::contender, Entry::failure)
                .containsExactly(
                        tuple("asyncio4j switch", ""),
                        tuple("asyncio4j switch-with-io", ""),
                        tuple("asyncio4j pass", ""),
                        tuple("asyncio4j pass-with-io", ""));
    }

    @Test
    void contenderThatDoesNotAnswerInTimeIsLeftOut() throws Exception {
        var program = directory.resolve("sloth");
        Files.writeString(program, "#!/bin/sh\necho ready\nwhile read line; do :; done\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var sloth = new Peer(program, "sloth", "sloth", List.of("crawl"));
        var hasty = new Pace(1, 10, 10, 1);
        try (var session = new Session(BENCHMARKS, directory, List.of(sloth), hasty, step -> {})) {
            var result = session.measure(new Row("row", "", "", "crawl", List.of(3), 0, 0));
            assertThat(result.entries())
                    .extracting(Entry::failure)
                    .containsExactly("no answer in 0.001 s");
        }
    }

    private Result measure(Row row) throws Exception {
        try (var session = session(List.of(ours))) {
            return session.measure(row);
        }
    }

    private Session session(List<Peer> peers) {
        return new Session(BENCHMARKS, directory, peers, Pace.SMOKE, step -> {});
    }

    private static void assumeThatOpenSslIsInstalled() {
        assumeThat(Path.of("/usr/include/openssl/ssl.h"))
                .as("OpenSSL is what speaks TLS (Debian: openssl, libssl-dev)")
                .exists();
    }

    private static void assumeThatGccIsInstalled() {
        assumeThat(System.getenv("PATH").split(":"))
                .as("gcc compiles the load generator (Debian: gcc, libc6-dev)")
                .anyMatch(place -> Files.isExecutable(Path.of(place, "gcc")));
    }
}
