package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.run;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.spi.VirtualTime;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.logging.Level;

class DebugModeTest {
    private final VirtualTime time = new VirtualTime();
    private final LoopOptions options = LoopOptions.defaults().withVirtualTime(time);

    @Test
    void aSlowStepIsLoggedWithTheNameOfItsTask() {
        try (CapturedLog log = new CapturedLog()) {
            run(options.withDebug(), () -> slowTask("tortoise"));
            assertThat(log.messages(Level.WARNING))
                    .singleElement()
                    .asString()
                    .contains("Task[tortoise")
                    .contains("0.200 seconds");
        }
    }

    @Test
    void theLimitCanBeMovedWhileTheLoopRuns() {
        try (CapturedLog log = new CapturedLog()) {
            run(
                    options.withDebug(),
                    () -> {
                        getRunningLoop().setSlowCallbackDuration(Duration.ofSeconds(1));
                        assertThat(getRunningLoop().slowCallbackDuration())
                                .isEqualTo(Duration.ofSeconds(1));
                        sleep(Duration.ZERO);
                        slowTask("tortoise");
                    });
            assertThat(log.messages(Level.WARNING)).isEmpty();
        }
    }

    @Test
    void withoutDebugModeNothingIsMeasured() {
        try (CapturedLog log = new CapturedLog()) {
            run(options, () -> slowTask("tortoise"));
            assertThat(log.messages(Level.WARNING)).isEmpty();
        }
    }

    @Test
    void debugModeIsTurnedOnAndOffWhileTheLoopRuns() {
        try (CapturedLog log = new CapturedLog()) {
            run(
                    options,
                    () -> {
                        getRunningLoop().setDebug(true);
                        assertThat(getRunningLoop().isDebug()).isTrue();
                        sleep(Duration.ZERO);
                        slowTask("measured");
                        getRunningLoop().setDebug(false);
                        sleep(Duration.ZERO);
                        slowTask("free");
                    });
            assertThat(log.messages(Level.WARNING)).singleElement().asString().contains("measured");
        }
    }

    @Test
    void aFailureThatNobodySeesTellsWhereItsTaskWasMade() {
        Reports reports = new Reports();
        run(
                options.withDebug(),
                () -> {
                    getRunningLoop().setExceptionHandler(reports);
                    makeFailingTask();
                    sleep(Duration.ofSeconds(1));
                });
        assertThat(reports.only().keys()).contains("source_traceback");
        assertThat(reports.only().details().get("source_traceback"))
                .asString()
                .contains("makeFailingTask");
    }

    @Test
    void aTaskThatEndsNormallyAfterACancellationIsNamed() {
        try (CapturedLog log = new CapturedLog()) {
            run(
                    options.withDebug(),
                    () -> {
                        Task<?> deaf = createTask(TaskOptions.named("deaf"), DebugModeTest::doze);
                        sleep(Duration.ZERO);
                        deaf.cancel();
                        deaf.await();
                    });
            assertThat(log.messages(Level.WARNING))
                    .singleElement()
                    .asString()
                    .contains("deaf")
                    .contains("was cancelled, but ended normally");
        }
    }

    private void slowTask(String name) {
        createTask(TaskOptions.named(name), () -> time.advance(Duration.ofMillis(200))).await();
    }

    private static void makeFailingTask() {
        createTask(
                () -> {
                    throw new IllegalStateException("nobody looks");
                });
    }

    private static void doze() {
        try {
            sleep(Duration.ofHours(1));
        } catch (CancelledError swallowed) {
            assertThat(swallowed.reason()).isEmpty();
        }
    }
}
