package io.asyncio4j.process;

import static io.asyncio4j.process.Programs.children;
import static io.asyncio4j.process.Programs.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What becomes of children that outlive the main task or the loop. */
class LoopEndTest {
    private final List<String> reports = new ArrayList<>();

    @BeforeEach
    void needPrograms() {
        Programs.require("cat");
    }

    private void collectReports() {
        Asyncio.getRunningLoop()
                .setExceptionHandler((loop, report) -> reports.add(report.message()));
    }

    @Test
    void childrenThatAreLeftAreKilledAndReported() {
        List<ChildProcess> left = new ArrayList<>();
        Programs.run(
                () -> {
                    collectReports();
                    left.add(exec("cat"));
                    left.add(exec("cat"));
                });
        assertThat(reports)
                .hasSize(2)
                .allMatch(
                        report -> report.contains("still ran when its loop ended, and was killed"))
                .anyMatch(report -> report.contains("process " + left.get(0).pid() + " (cat)"));
        assertThat(left).allMatch(child -> child.returncode().getAsInt() == -9);
        assertThat(children()).isZero();
    }

    @Test
    void tasksThatAreLeftMayEndTheirChildrenThemselves() {
        List<Integer> codes = new ArrayList<>();
        Programs.run(
                () -> {
                    collectReports();
                    var child = exec("cat");
                    Asyncio.createTask(
                            () -> {
                                try {
                                    Asyncio.sleep(Duration.ofHours(1));
                                } finally {
                                    Programs.passes(10);
                                    child.stdin().close();
                                    codes.add(child.await());
                                }
                            });
                    Programs.passes(2);
                });
        assertThat(reports).isEmpty();
        assertThat(codes).containsExactly(0);
    }

    @Test
    void childrenThatHaveEndedAreNotReported() {
        Programs.run(
                () -> {
                    collectReports();
                    exec("cat").communicate("x");
                });
        assertThat(reports).isEmpty();
        assertThat(children()).isZero();
    }

    @Test
    void aLoopThatIsClosedWithoutARunnerNamesItsChildren() throws Exception {
        EventLoop loop = Asyncio.newEventLoop();
        ChildProcess child =
                loop.runUntilComplete(
                        () -> {
                            collectReports();
                            return exec("cat");
                        });
        var process = ProcessHandle.of(child.pid()).orElseThrow();
        loop.close();
        assertThat(reports).anyMatch(report -> report.contains("guard of process " + child.pid()));
        process.destroyForcibly();
        process.onExit().join();
    }
}
