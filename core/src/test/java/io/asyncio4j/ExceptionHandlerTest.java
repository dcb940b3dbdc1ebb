package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Where failures go that no caller receives. */
final class ExceptionHandlerTest {
    private final EventLoop loop = Virtually.loop();
    private final Sequence sequence = new Sequence();
    private final IllegalArgumentException failure = new IllegalArgumentException("boom");

    @AfterEach
    void close() {
        loop.close();
    }

    private void runPass() {
        loop.stop();
        loop.runForever();
    }

    private void boom() {
        throw failure;
    }

    // ---- who is told what

    @Test
    void aFailingCallbackIsReportedAndTheLoopGoesOn() {
        Reports reports = new Reports();
        loop.setExceptionHandler(reports);
        assertThat(loop.exceptionHandler()).isSameAs(reports);
        Handle handle = loop.callSoon(this::boom);
        loop.callSoon(sequence.callbackAt(1));
        runPass();
        sequence.end(1);
        ExceptionContext report = reports.only();
        assertThat(report.message()).startsWith("Exception in callback ");
        assertThat(report.exception()).containsSame(failure);
        assertThat(report.details()).containsExactly(Map.entry("handle", handle));
    }

    @Test
    void anErrorInACallbackIsReportedToo() {
        Reports reports = new Reports();
        loop.setExceptionHandler(reports);
        loop.callSoon(
                () -> {
                    throw new CancelledError("nobody's");
                });
        loop.callSoon(
                () -> {
                    throw new StackOverflowError("deep");
                });
        runPass();
        assertThat(reports.failures())
                .hasExactlyElementsOfTypes(CancelledError.class, StackOverflowError.class);
    }

    @Test
    void aFailingTimerIsReported() {
        Reports reports = new Reports();
        loop.setExceptionHandler(reports);
        loop.callLater(Duration.ofSeconds(1), this::boom);
        loop.callLater(Duration.ofSeconds(1), loop::stop);
        loop.runForever();
        assertThat(reports.only().exception()).containsSame(failure);
    }

    @Test
    void theHandlerRunsInTheContextOfTheCallback() {
        ContextVar<String> variable = ContextVar.of("v");
        loop.setExceptionHandler(
                (told, report) -> {
                    assertThat(told).isSameAs(loop);
                    assertThat(variable.getOr("none")).isEqualTo("of the callback");
                    sequence.at(1);
                });
        Context context = Context.empty();
        context.run(() -> variable.set("of the callback"));
        loop.callSoon(this::boom, context);
        runPass();
        sequence.end(1);
    }

    @Test
    void theHandlerIsToldOfAnUnseenFailureInTheContextOfTheTask() {
        ContextVar<String> variable = ContextVar.of("v");
        loop.setExceptionHandler(
                (told, report) -> {
                    assertThat(variable.getOr("none")).isEqualTo("of the task");
                    sequence.at(1);
                });
        loop.createTask(
                () -> {
                    variable.set("of the task");
                    throw failure;
                });
        for (int pass = 0; pass < 4; pass++) {
            loop.callSoon(() -> variable.set("of another"));
            runPass();
        }
        sequence.end(1);
    }

    // ---- the default handler

    @Test
    void theDefaultHandlerLogsAnErrorWithTheStackTrace() {
        try (CapturedLog log = new CapturedLog()) {
            loop.callSoon(this::boom);
            runPass();
            LogRecord record = log.records().getFirst();
            assertThat(record.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(record.getLoggerName()).isEqualTo("io.asyncio4j");
            assertThat(record.getThrown()).isSameAs(failure);
            assertThat(record.getMessage()).contains("Exception in callback");
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void theLogNamesTheCallbackOnce() {
        Runnable named =
                new Runnable() {
                    @Override
                    public void run() {
                        boom();
                    }

                    @Override
                    public String toString() {
                        return "tick";
                    }
                };
        try (CapturedLog log = new CapturedLog()) {
            loop.callSoon(named);
            loop.callExceptionHandler(
                    ExceptionContext.of("Exception in callback Handle[tick] at port 8080")
                            .with("port", 80));
            runPass();
            assertThat(log.records())
                    .extracting(LogRecord::getMessage)
                    .containsExactly(
                            "Exception in callback Handle[tick] at port 8080\n  port: 80",
                            "Exception in callback tick");
        }
    }

    @Test
    void theDefaultHandlerCanBePutBack() {
        loop.setExceptionHandler((told, report) -> sequence.at(9));
        loop.setExceptionHandler(ExceptionHandler.DEFAULT);
        try (CapturedLog log = new CapturedLog()) {
            loop.callSoon(this::boom);
            runPass();
            assertThat(log.records()).hasSize(1);
        }
        sequence.end(0);
    }

    @Test
    void aReportWithoutExceptionIsLoggedAsWell() {
        try (CapturedLog log = new CapturedLog()) {
            loop.callExceptionHandler(ExceptionContext.of("something odd").with("transport", "t1"));
            assertThat(log.records())
                    .singleElement()
                    .satisfies(
                            record -> {
                                assertThat(record.getThrown()).isNull();
                                assertThat(record.getMessage())
                                        .isEqualTo("something odd\n  transport: t1");
                            });
        }
    }

    @Test
    void aHandlerMayPassOnToTheDefaultOne() {
        loop.setExceptionHandler(EventLoop::defaultExceptionHandler);
        try (CapturedLog log = new CapturedLog()) {
            loop.callSoon(this::boom);
            runPass();
            assertThat(log.records()).hasSize(1);
        }
    }

    // ---- broken handlers

    @Test
    void aHandlerThatFailsIsLoggedWithWhatItWasTold() {
        IllegalStateException broken = new IllegalStateException("handler is broken");
        loop.setExceptionHandler(
                (told, report) -> {
                    throw broken;
                });
        try (CapturedLog log = new CapturedLog()) {
            loop.callSoon(this::boom);
            loop.callSoon(sequence.callbackAt(1));
            runPass();
            assertThat(log.records())
                    .singleElement()
                    .satisfies(
                            record -> {
                                assertThat(record.getThrown())
                                        .isSameAs(broken)
                                        .hasSuppressedException(failure);
                                assertThat(record.getMessage())
                                        .contains("Unhandled error in exception handler")
                                        .contains("Exception in callback");
                            });
        }
        sequence.end(1);
    }

    @Test
    void aHandlerThatThrowsWhatItWasToldDoesNotEndTheLoop() {
        loop.setExceptionHandler(
                (told, report) -> {
                    throw Sneaky.rethrow(report.exception().orElseThrow());
                });
        try (CapturedLog log = new CapturedLog()) {
            loop.callSoon(this::boom);
            loop.callSoon(sequence.callbackAt(1));
            runPass();
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getThrown()).isSameAs(failure));
        }
        sequence.end(1);
    }

    @Test
    void aLogThatFailsDoesNotEndTheLoop() {
        java.util.logging.Logger logger = java.util.logging.Logger.getLogger("io.asyncio4j");
        java.util.logging.Filter before = logger.getFilter();
        try (CapturedLog log = new CapturedLog()) {
            logger.setFilter(
                    record -> {
                        throw new IllegalStateException("no log today");
                    });
            loop.callSoon(this::boom);
            loop.callSoon(sequence.callbackAt(1));
            runPass();
            assertThat(log.records()).isEmpty();
        } finally {
            logger.setFilter(before);
        }
        sequence.end(1);
    }

    // ---- exit requests

    @Test
    void anExitRequestOfACallbackLeavesRunForeverAndKeepsTheRestOfTheBatch() {
        SystemExit exit = new SystemExit(3);
        loop.setExceptionHandler((told, report) -> sequence.at(9));
        loop.callSoon(sequence.callbackAt(1));
        loop.callSoon(
                () -> {
                    throw exit;
                });
        loop.callSoon(sequence.callbackAt(3));
        assertThatThrownBy(this::runPass).isSameAs(exit);
        sequence.at(2);
        assertThat(loop.isRunning()).isFalse();
        runPass();
        sequence.end(3);
    }

    @Test
    void anExitRequestOfATimerKeepsTheOtherTimers() {
        loop.callLater(
                Duration.ofSeconds(1),
                () -> {
                    throw new KeyboardInterrupt();
                });
        loop.callLater(Duration.ofSeconds(1), sequence.callbackAt(1));
        assertThatThrownBy(loop::runForever).isInstanceOf(KeyboardInterrupt.class);
        loop.callLater(Duration.ofSeconds(1), loop::stop);
        loop.runForever();
        sequence.end(1);
    }

    @Test
    void anExitRequestOfATaskIsKeptAsItsFailureAndLeavesTheLoop() {
        SystemExit exit = new SystemExit(3);
        Task<?> task =
                loop.createTask(
                        () -> {
                            throw exit;
                        });
        assertThatThrownBy(loop::runForever).isSameAs(exit);
        assertThat(task.exception()).containsSame(exit);
        assertThat(exit.status()).isEqualTo(3);
    }

    @Test
    void aTaskThatAwaitsTheOneThatExitsGetsTheRequestToo() {
        SystemExit exit = new SystemExit(3);
        Task<?> exiting =
                loop.createTask(
                        () -> {
                            throw exit;
                        });
        Task<?> awaiting =
                loop.createTask(
                        () ->
                                assertThatThrownBy(() -> exiting.await())
                                        .isSameAs(exit)
                                        .satisfies(e -> sequence.at(1)));
        assertThatThrownBy(loop::runForever).isSameAs(exit);
        loop.runUntilComplete(awaiting);
        sequence.end(1);
    }

    @Test
    void anExitRequestOfTheHandlerPasses() {
        loop.setExceptionHandler(
                (told, report) -> {
                    throw new SystemExit(4);
                });
        loop.callSoon(this::boom);
        assertThatThrownBy(this::runPass).isInstanceOf(SystemExit.class);
    }

    @Test
    void anExitRequestOfTheHandlerDuringCloseStillClosesTheLoop() {
        PollerThatNotesItsClose poller = new PollerThatNotesItsClose();
        EventLoop other = Asyncio.newEventLoop(LoopOptions.defaults().withPoller(poller));
        other.setExceptionHandler(
                (told, report) -> {
                    throw new SystemExit(4);
                });
        other.createTask(() -> {});
        other.createTask(() -> {});
        assertThatThrownBy(other::close).isInstanceOf(SystemExit.class);
        assertThat(other.isClosed()).isTrue();
        assertThat(poller.isClosed).isTrue();
        assertThat(other.allTasks()).isEmpty();
    }

    private static final class PollerThatNotesItsClose
            implements io.asyncio4j.spi.PollerProvider, io.asyncio4j.spi.Poller {
        private boolean isClosed;

        @Override
        public String name() {
            return "noting";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public io.asyncio4j.spi.Poller open(EventLoop forLoop) {
            return this;
        }

        @Override
        public void poll(long timeoutNanos) {}

        @Override
        public void wakeup() {}

        @Override
        public void close() {
            isClosed = true;
        }
    }

    // ---- the report itself

    @Test
    void aReportIsAValueWithSortedKeys() {
        ExceptionContext report = ExceptionContext.of("m").with("transport", 1).with("future", 2);
        assertThat(report.keys()).containsExactly("future", "message", "transport");
        assertThat(report.withException(failure).keys())
                .containsExactly("exception", "future", "message", "transport");
        assertThat(report.exception()).isEmpty();
        assertThat(report)
                .isEqualTo(
                        new ExceptionContext(
                                "m", Optional.empty(), Map.of("future", 2, "transport", 1)));
        assertThatThrownBy(() -> report.details().put("x", 1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aHandlerMayScheduleMoreWork() {
        Reports reports = new Reports();
        Virtually.run(
                Virtually.options(),
                (told, report) -> {
                    reports.handle(told, report);
                    told.callSoon(sequence.callbackAt(1));
                },
                () -> {
                    getRunningLoop().callSoon(this::boom);
                    createTask(() -> sleep(Duration.ofSeconds(1))).await();
                    return 0;
                });
        assertThat(reports.failures()).containsExactly(failure);
        sequence.end(1);
    }
}
