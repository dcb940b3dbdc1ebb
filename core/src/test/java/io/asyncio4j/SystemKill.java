package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

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
}
