package io.asyncio4j.examples;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends Ctrl-C to processes. */
final class CtrlC {
    private static final int INTERRUPT = 1 << 1; // bit 1 is signal 2

    private CtrlC() {}

    static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    }

    /**
     * Skips the test where a shell started this build in the background: then all its processes
     * ignore Ctrl-C, and a JVM respects that.
     */
    static void assumeNotIgnored(Process process) throws IOException {
        var status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (Files.exists(status)) {
            var ignored =
                    Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("SigIgn:"))
                            .map(line -> Long.parseUnsignedLong(line.split("\\s+", -1)[1], 16))
                            .findFirst()
                            .orElse(0L);
            Assumptions.assumeTrue((ignored & INTERRUPT) == 0, "this build ignores Ctrl-C");
        }
    }
}
