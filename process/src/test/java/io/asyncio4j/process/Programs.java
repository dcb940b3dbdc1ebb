package io.asyncio4j.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * The programs that the tests start, none of which was written here.
 *
 * <p>Thread-safe.
 */
final class Programs {
    /** All three streams are pipes. */
    static final ProcessOptions PIPED = ProcessOptions.PIPED;

    /** So long after its begin a test has hung. Tests do not depend on it. */
    private static final Duration HUNG = Duration.ofSeconds(120);

    private Programs() {}

    /** Skips the test if a program is not installed. */
    static void require(String... names) {
        for (String name : names) {
            boolean isThere =
                    Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                            .anyMatch(each -> Files.isExecutable(Path.of(each, name)));
            assumeTrue(
                    isThere,
                    () ->
                            "there is no program "
                                    + name
                                    + " here; Debian has it in coreutils, dash or util-linux");
        }
    }

    /** Runs a test in a task of a new loop. */
    static void run(Action test) {
        Asyncio.run(() -> Asyncio.timeout(HUNG, test));
    }

    /** Gives up the loop a number of times. */
    static void passes(int count) {
        for (int i = 0; i < count; i++) {
            Asyncio.sleep(Duration.ZERO);
        }
    }

    static ChildProcess exec(String... command) throws java.io.IOException {
        return Subprocess.createSubprocessExec(PIPED, command);
    }

    static ChildProcess shell(String command) throws java.io.IOException {
        return Subprocess.createSubprocessShell(PIPED, command);
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    /** How many children of this JVM live, those of other tests included. */
    static long children() {
        return ProcessHandle.current().children().count();
    }
}
