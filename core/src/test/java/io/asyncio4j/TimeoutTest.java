package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.currentTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;
import static io.asyncio4j.Asyncio.timeout;
import static io.asyncio4j.Asyncio.timeoutAt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

final class TimeoutTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Sequence sequence = new Sequence();

    private static Instant at(long seconds) {
        return Instant.EPOCH.plusSeconds(seconds);
    }

    private static void assertTime(long seconds) {
        assertThat(getRunningLoop().time()).isEqualTo(at(seconds));
    }

    private static int cancelling() {
        return currentTask().orElseThrow().cancelling();
    }

    @Test
    void aBodyThatEndsInTimeIsLeftAlone() {
        try (EventLoop loop = Virtually.loop()) {
            String result =
                    loop.runUntilComplete(
                            () ->
                                    timeout(
                                            HOUR,
                                            () -> {
                                                sleep(SECOND);
                                                return "in time";
                                            }));
            assertThat(result).isEqualTo("in time");
            Virtually.assertNothingLeft(loop);
        }
    }

    @Test
    void theDeadlineEndsTheBodyWhereItWaits() {
        Virtually.run(
                () -> {
                    assertThatThrownBy(
                                    () ->
                                            timeout(
                                                    SECOND,
                                                    () -> {
                                                        try {
                                                            sleep(HOUR);
                                                        } finally {
                                                            sequence.at(1);
                                                        }
                                                    }))
                            .isInstanceOf(TimeoutException.class)
                            .hasMessage("deadline passed after 1 s")
                            .satisfies(
                                    error ->
                                            assertThat(error.getCause().getStackTrace())
                                                    .anySatisfy(
                                                            frame ->
                                                                    assertThat(
                                                                                    frame
                                                                                            .getMethodName())
                                                                            .contains(
                                                                                    "theDeadlineEnds")));
                    assertTime(1);
                    assertThat(cancelling()).isZero();
                });
        sequence.end(1);
    }

    @Test
    void aDeadlineIsAnInstantOfTheLoop() {
        Virtually.run(
                () -> {
                    sleep(SECOND);
                    assertThatThrownBy(() -> timeoutAt(at(3), () -> sleep(HOUR)))
                            .isInstanceOf(TimeoutException.class)
                            .hasMessage("deadline passed at 1970-01-01T00:00:03Z");
                    assertTime(3);
                    assertThat(timeoutAt(at(9), () -> "in time")).isEqualTo("in time");
                });
    }

    @Test
    void aDeadlineInThePastLetsTheBodyRunToItsFirstWait() {
        Virtually.run(
                () -> {
                    sleep(HOUR);
                    assertThatThrownBy(
                                    () ->
                                            timeoutAt(
                                                    at(1),
                                                    () -> {
                                                        sequence.at(1);
                                                        sleep(Duration.ZERO);
                                                        sequence.at(9);
                                                    }))
                            .isInstanceOf(TimeoutException.class);
                    assertThatThrownBy(() -> timeout(Duration.ZERO, () -> sleep(SECOND)))
                            .isInstanceOf(TimeoutException.class);
                    assertThat(timeout(Duration.ZERO, () -> "never waits"))
                            .isEqualTo("never waits");
                });
        sequence.end(1);
    }

    @Test
    void theBodyMayCleanUpForAsLongAsItLikes() {
        Virtually.run(
                () -> {
                    assertThatThrownBy(
                                    () ->
                                            timeout(
                                                    SECOND,
                                                    () -> {
                                                        try {
                                                            sleep(HOUR);
                                                        } finally {
                                                            sleep(Duration.ofSeconds(5));
                                                        }
                                                    }))
                            .isInstanceOf(TimeoutException.class);
                    assertTime(6);
                });
    }

    @Test
    void aBodyThatSwallowsTheCancellationEndsNormally() {
        Virtually.run(
                () -> {
                    Timeout scope = Timeout.after(SECOND);
                    scope.run(
                            () -> {
                                assertThatThrownBy(() -> sleep(HOUR))
                                        .isInstanceOf(CancelledError.class);
                                assertThat(scope.isExpired()).as("before its end").isTrue();
                            });
                    assertThat(scope.isExpired()).isTrue();
                    assertThat(cancelling()).isZero();
                    sleep(Duration.ZERO);
                });
    }

    @Test
    void anotherFailureOfTheBodyPassesAndNamesTheTimeout() {
        IOException failure = new IOException("unclean");
        Virtually.run(
                () ->
                        assertThatThrownBy(
                                        () ->
                                                timeout(
                                                        SECOND,
                                                        () -> {
                                                            try {
                                                                sleep(HOUR);
                                                            } catch (CancelledError cancelled) {
                                                                throw failure;
                                                            }
                                                        }))
                                .isSameAs(failure)
                                .satisfies(
                                        error ->
                                                assertThat(error.getSuppressed())
                                                        .hasOnlyElementsOfType(
                                                                TimeoutException.class)));
    }

    @Test
    void aFailureInTimeHasNothingToDoWithTheTimeout() {
        IOException failure = new IOException("own");
        Virtually.run(
                () -> {
                    assertThatThrownBy(
                                    () ->
                                            timeout(
                                                    SECOND,
                                                    () -> {
                                                        throw failure;
                                                    }))
                            .isSameAs(failure);
                    assertThat(failure.getSuppressed()).isEmpty();
                    sleep(HOUR);
                });
    }

    @Test
    void aCancellationFromOutsidePassesThroughWithItsReason() {
        Virtually.run(
                () -> {
                    Task<?> task = createTask(() -> timeout(HOUR, () -> sleep(HOUR)));
                    sleep(SECOND);
                    task.cancel("outside");
                    assertThatThrownBy(() -> task.await())
                            .isInstanceOf(CancelledError.class)
                            .hasMessage("outside");
                });
    }

    @Test
    void outsideCancellationAndDeadlineAtTheSameMomentIsACancellation() {
        for (boolean cancelFirst : new boolean[] {true, false}) {
            Virtually.run(
                    () -> {
                        Task<?>[] task = new Task<?>[1];
                        if (cancelFirst) {
                            getRunningLoop().callLater(SECOND, () -> task[0].cancel());
                        }
                        task[0] = createTask(() -> timeout(SECOND, () -> sleep(HOUR)));
                        sleep(Duration.ZERO);
                        if (!cancelFirst) {
                            getRunningLoop().callLater(SECOND, () -> task[0].cancel());
                        }
                        assertThatThrownBy(() -> task[0].await())
                                .isInstanceOf(CancelledError.class);
                        assertThat(task[0].cancelling()).isEqualTo(1);
                    });
        }
    }

    @Test
    void theResultAtTheMomentOfTheDeadlineIsATimeout() {
        Virtually.run(
                () -> {
                    Promise<String> promise = getRunningLoop().createFuture();
                    getRunningLoop().callLater(SECOND, () -> promise.setResult("just in time"));
                    assertThatThrownBy(() -> timeout(SECOND, () -> promise.await()))
                            .isInstanceOf(TimeoutException.class);
                    assertThat(cancelling()).isZero();
                    assertThat(promise.result()).isEqualTo("just in time");
                });
    }

    // ---- nesting

    @Test
    void theInnerDeadlineDoesNotEndTheOuterBlock() {
        Virtually.run(
                () ->
                        timeout(
                                HOUR,
                                () -> {
                                    assertThatThrownBy(() -> timeout(SECOND, () -> sleep(HOUR)))
                                            .isInstanceOf(TimeoutException.class);
                                    sleep(SECOND);
                                    assertTime(2);
                                }));
    }

    @Test
    void theOuterDeadlinePassesThroughTheInnerBlock() {
        Virtually.run(
                () -> {
                    Timeout inner = Timeout.after(HOUR);
                    assertThatThrownBy(() -> timeout(SECOND, () -> inner.run(() -> sleep(HOUR))))
                            .isInstanceOf(TimeoutException.class)
                            .hasMessageContaining("1 s");
                    assertThat(inner.isExpired()).isFalse();
                    assertThat(cancelling()).isZero();
                });
    }

    @Test
    void equalDeadlinesExpireBothAndTheOuterOneIsThrown() {
        Virtually.run(
                () -> {
                    Timeout outer = Timeout.after(SECOND);
                    Timeout inner = Timeout.after(SECOND);
                    assertThatThrownBy(() -> outer.run(() -> inner.run(() -> sleep(HOUR))))
                            .isInstanceOf(TimeoutException.class);
                    assertThat(outer.isExpired()).isTrue();
                    assertThat(inner.isExpired()).isTrue();
                    assertThat(cancelling()).isZero();
                    sleep(Duration.ZERO);
                });
    }

    @Test
    void aTimeoutInCleanUpAfterACancellationWorks() {
        Virtually.run(
                () -> {
                    Task<?> task =
                            createTask(
                                    () -> {
                                        try {
                                            sleep(HOUR);
                                        } finally {
                                            assertThatThrownBy(
                                                            () ->
                                                                    timeout(
                                                                            SECOND,
                                                                            () -> sleep(HOUR)))
                                                    .isInstanceOf(TimeoutException.class);
                                            sleep(SECOND); // no cancellation was invented
                                            sequence.at(1);
                                        }
                                    });
                    sleep(Duration.ZERO);
                    task.cancel();
                    assertThatThrownBy(() -> task.await()).isInstanceOf(CancelledError.class);
                    assertThat(task.cancelling()).isEqualTo(1);
                });
        sequence.end(1);
    }

    // ---- the scope object

    @Test
    void whenTellsTheDeadlineOnceTheBodyHasBegun() {
        Virtually.run(
                () -> {
                    sleep(SECOND);
                    Timeout scope = Timeout.after(Duration.ofSeconds(5));
                    assertThat(scope.when()).isEmpty();
                    scope.run(() -> assertThat(scope.when()).contains(at(6)));
                    assertThat(Timeout.at(at(8)).when()).contains(at(8));
                    assertThat(Timeout.never().when()).isEmpty();
                });
    }

    @Test
    void rescheduleMovesTheDeadline() {
        Virtually.run(
                () -> {
                    Timeout scope = Timeout.after(SECOND);
                    assertThatThrownBy(
                                    () ->
                                            scope.run(
                                                    () -> {
                                                        scope.reschedule(at(10));
                                                        assertThat(scope.when()).contains(at(10));
                                                        sleep(HOUR);
                                                    }))
                            .isInstanceOf(TimeoutException.class);
                    assertTime(10);
                });
    }

    @Test
    void rescheduleToThePastEndsTheBodyAtItsNextWait() {
        Virtually.run(
                () -> {
                    Timeout scope = Timeout.never();
                    assertThatThrownBy(
                                    () ->
                                            scope.run(
                                                    () -> {
                                                        sleep(SECOND);
                                                        scope.reschedule(at(0));
                                                        sleep(HOUR);
                                                    }))
                            .isInstanceOf(TimeoutException.class);
                    assertTime(1);
                });
    }

    @Test
    void rescheduleToNeverRemovesTheDeadline() {
        Virtually.run(
                () -> {
                    Timeout scope = Timeout.after(SECOND);
                    scope.run(
                            () -> {
                                scope.reschedule(Instant.MAX);
                                assertThat(scope.when()).isEmpty();
                                sleep(HOUR);
                            });
                    assertThat(scope.isExpired()).isFalse();
                });
    }

    @Test
    void anotherTaskMayRescheduleWhileTheBodyWaits() {
        Virtually.run(
                () -> {
                    Timeout scope = Timeout.after(SECOND);
                    createTask(() -> scope.reschedule(at(20)));
                    assertThatThrownBy(() -> scope.run(() -> sleep(HOUR)))
                            .isInstanceOf(TimeoutException.class);
                    assertTime(20);
                });
    }

    @Test
    void rescheduleIsRefusedOutsideTheBody() {
        Virtually.run(
                () -> {
                    Timeout scope = Timeout.after(SECOND);
                    assertThatThrownBy(() -> scope.reschedule(at(1)))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("has not been entered");
                    scope.run(() -> {});
                    assertThatThrownBy(() -> scope.reschedule(at(1)))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("Cannot change state of finished Timeout")
                            .satisfies(UsageErrors.thrownIn("rescheduleIsRefused"));
                });
    }

    @Test
    void rescheduleIsRefusedWhileTheBodyExpires() {
        Virtually.run(
                () -> {
                    Timeout scope = Timeout.after(SECOND);
                    assertThatThrownBy(
                                    () ->
                                            scope.run(
                                                    () -> {
                                                        try {
                                                            sleep(HOUR);
                                                        } finally {
                                                            assertThatThrownBy(
                                                                            () ->
                                                                                    scope
                                                                                            .reschedule(
                                                                                                    at(
                                                                                                            9)))
                                                                    .hasMessageContaining(
                                                                            "expiring");
                                                            sequence.at(1);
                                                        }
                                                    }))
                            .isInstanceOf(TimeoutException.class);
                });
        sequence.end(1);
    }

    @Test
    void aScopeServesOnce() {
        Virtually.run(
                () -> {
                    Timeout scope = Timeout.never();
                    scope.run(() -> {});
                    assertThatThrownBy(() -> scope.run(() -> sequence.at(9)))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("has been entered before; make another Timeout");
                });
        sequence.end(0);
    }

    @Test
    void aScopeBelongsInATask() {
        try (EventLoop loop = Virtually.loop()) {
            loop.callSoon(
                    () -> {
                        assertThatThrownBy(() -> timeout(SECOND, () -> sequence.at(9)))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("Timeout must be used in a task");
                        sequence.at(1);
                        loop.stop();
                    });
            loop.runForever();
        }
        sequence.end(1);
    }

    @Test
    void toStringTellsStateAndDeadline() {
        Virtually.run(
                () -> {
                    Timeout scope = Timeout.after(SECOND);
                    assertThat(scope).hasToString("Timeout[created]");
                    scope.run(
                            () ->
                                    assertThat(scope)
                                            .hasToString("Timeout[active, 1970-01-01T00:00:01Z]"));
                    assertThat(scope.toString()).startsWith("Timeout[finished");
                });
    }
}
