package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** The follower of several programs, as a process. */
class TailTest {
    @TempDir Path directory;

    @BeforeEach
    void needPrograms() {
        assumeTrue(
                Files.isExecutable(Path.of("/bin/sh"))
                        && Files.isExecutable(Path.of("/usr/bin/tail")),
                "there is no sh or tail here; Debian has them in dash and coreutils");
    }

    @Test
    void commandsAreMixedAndTheirFailuresTold() {
        var run =
                Run.of(
                        "Tail",
                        "-e",
                        "echo one; echo two >&2",
                        "-e",
                        "exit 3",
                        "-e",
                        "kill -TERM $$");
        assertThat(run.output())
                .contains("echo one; echo two >&2 | one\n", "echo one; echo two >&2 | two\n")
                .contains("exit 3                 | (ended with 3)\n")
                .contains("kill -TERM $$          | (ended with -15)\n");
        assertThat(run.errors()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void withoutArgumentsServicesAreShown() {
        var run = Run.of("Tail");
        assertThat(run.output().lines())
                .hasSize(20)
                .contains("web  | GET /page/10 200", "db   | query 6 took 60 ms")
                .contains("mail | queue holds 4 letters");
        assertThat(run.status()).isZero();
    }

    @Test
    void filesAreFollowedUntilCtrlC() throws Exception {
        Files.writeString(directory.resolve("a.log"), "old\nlast of a\n");
        Files.writeString(directory.resolve("bb.log"), "last of bb\n");
        var process = Run.start("Tail", directory, Map.of(), "-n", "1", "a.log", "bb.log");
        try (var lines = process.inputReader()) {
            assertThat(new String[] {lines.readLine(), lines.readLine()})
                    .containsExactlyInAnyOrder("a.log  | last of a", "bb.log | last of bb");
            append("a.log", "new in a\n");
            assertThat(lines.readLine()).isEqualTo("a.log  | new in a");
            append("bb.log", "new in bb\n");
            assertThat(lines.readLine()).isEqualTo("bb.log | new in bb");
            CtrlC.assumeNotIgnored(process);
            CtrlC.interrupt(process);
            assertThat(rest(lines)).isEmpty();
        }
        assertThat(process.waitFor()).isEqualTo(130);
    }

    @Test
    void wrongArgumentsAreNamed() {
        var run = Run.of("Tail", "-n", "many");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors())
                .isEqualTo("Tail: -n needs a number of lines, not many; see --help\n");
        assertThat(Run.of("Tail", "-e").status()).isEqualTo(2);
        assertThat(Run.of("Tail", "--what").errors()).contains("unknown option: --what");
        assertThat(Run.of("Tail", "--help").output()).startsWith("Usage: ./asyncio4j run");
    }

    private void append(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text, StandardOpenOption.APPEND);
    }

    private static String rest(BufferedReader lines) throws IOException {
        var rest = new StringBuilder();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }
}
