package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class CpuClockTest {
    /** Counts so far, answers, and so on. */
    private static final String COUNTING =
            "echo ready; while read n; do i=0; while [ $i -lt $n ]; do i=$((i+1)); done; echo done;"
                    + " done";

    private static final long TICK_NANOS = 10_000_000;

    @Test
    void agreesWithProcToATick() throws Exception {
        var process = new ProcessBuilder("sh", "-c", COUNTING).start();
        try (var answers = process.inputReader();
                var questions = process.outputWriter()) {
            answers.readLine();
            questions.write("300000\n");
            questions.flush();
            answers.readLine();
            var stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            var ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            assertThat(CpuClock.nanos(process.pid()))
                    .isPositive()
                    // User and system time are each cut to a tick.
                    .isCloseTo(ticks * TICK_NANOS, within(2 * TICK_NANOS));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void tellsTimeFinerThanInTicks() throws Exception {
        var command = List.of("sh", "-c", COUNTING);
        try (var program = Conversation.start(command, Duration.ofMinutes(1))) {
            var before = program.cpuNanos();
            program.ask(1);
            var nanos = program.cpuNanos() - before;
            assertThat(nanos).isPositive();
            assertThat(nanos % TICK_NANOS).isNotZero();
        }
    }

    @Test
    void endedProcessHasNoClock() throws Exception {
        var process = new ProcessBuilder("true").start();
        process.waitFor();
        assertThatThrownBy(() -> CpuClock.nanos(process.pid()))
                .isInstanceOf(IOException.class)
                .hasMessage("process %d has ended, and its CPU clock with it", process.pid());
    }

    @Test
    void timeOfEndedChildrenCountsForTheConversationAndForUs() throws Exception {
        var parent =
                "echo ready; while read n; do sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1));"
                        + " done'; echo done; done";
        var ours = CpuClock.childrenNanos();
        try (var program = Conversation.start(List.of("sh", "-c", parent), Duration.ofMinutes(1))) {
            var before = program.cpuNanos();
            program.ask(1);
            assertThat(program.cpuNanos() - before).isGreaterThan(2 * TICK_NANOS);
        }
        assertThat(CpuClock.childrenNanos() - ours).isGreaterThan(2 * TICK_NANOS);
    }
}
