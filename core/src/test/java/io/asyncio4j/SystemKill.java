package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import sun.misc.Signal;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The system's {@code kill} program.
 *
 * <p>Thread-safe.
 */
final class SystemKill {
    private SystemKill() {}

    /** Sends a signal to a process, and returns when it is sent. */
    static void send(String signal, long pid) throws Exception {
        Process kill =
                new ProcessBuilder("kill", "-s", signal, Long.toString(pid)).inheritIO().start();
        assertThat(kill.waitFor()).as("exit status of kill").isZero();
    }

    /**
     * Skips a test where this JVM was started to ignore the signal, as a shell does with Ctrl-C for
     * what it runs in the background: the JVM respects that.
     */
    static void assumeNotIgnored(String name) throws Exception {
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            long bit = 1L << (new Signal(name).getNumber() - 1);
            long ignored =
                    Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("SigIgn:"))
                            .mapToLong(
                                    line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                            .sum();
            assumeTrue((ignored & bit) == 0, "this build was started to ignore SIG" + name);
        }
    }
}
