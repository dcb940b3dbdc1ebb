package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.currentTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;
import static io.asyncio4j.Asyncio.waitFor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

final class WaitForTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Sequence sequence = new Sequence();

    private static void assertTime(int seconds) {
        assertThat(getRunningLoop().time()).isEqualTo(Instant.EPOCH.plusSeconds(seconds));
    }

    @Test
    void answersTheResultThatComesInTime() {
        Virtually.run(
                () -> {
                    assertThat(
                                    Asyncio.<String>waitFor(
                                            () -> {
                                                sleep(SECOND);
                                                return "in time";
                                            },
                                            HOUR))
                            .isEqualTo("in time");
                    assertTime(1);
                });
    }

    @Test
    void timeoutCancelsTheCodeAndSaysSo() {
        Virtually.run(
                () -> {
                    assertThatThrownBy(() -> waitFor(() -> sleep(HOUR), SECOND))
                            .isInstanceOf(TimeoutException.class)
                            .hasMessageContaining("1 s")
                            .hasCauseInstanceOf(CancelledError.class);
                    assertTime(1);
                    assertThat(currentTask().orElseThrow().cancelling()).isZero();
                });
    }

    @Test
    void aCoroutineRunsInTheCallersTask() {
        Virtually.run(
                () -> {
                    Task<?> me = currentTask().orElseThrow();
                    assertThat(Asyncio.<Task<?>>waitFor(() -> currentTask().orElseThrow(), HOUR))
                            .isSameAs(me);
                });
    }

    @Test
    void aFutureIsCancelledAndAwaitedBeforeTheTimeoutIsThrown() {
        Virtually.run(
                () -> {
                    Task<String> slow =
                            createTask(
                                    () -> {
                                        try {
                                            sleep(HOUR);
                                        } finally {
                                            sleep(Duration.ofSeconds(5));
                                            sequence.at(1);
                                        }
                                        return "never";
                                    });
                    assertThatThrownBy(() -> waitFor(slow, SECOND))
                            .isInstanceOf(TimeoutException.class);
                    sequence.at(2);
                    assertTime(6);
                    assertThat(slow.isCancelled()).isTrue();
                });
        sequence.end(2);
    }

    @Test
    void aResultThatTheCancelledCodeStillGivesWins() {
        Virtually.run(
                () -> {
                    String result =
                            waitFor(
                                    () -> {
                                        try {
                                            sleep(HOUR);
                                        } catch (CancelledError swallowed) {
                                            sequence.at(1);
                                        }
                                        return "after all";
                                    },
                                    SECOND);
                    assertThat(result).isEqualTo("after all");
                    assertThat(currentTask().orElseThrow().cancelling()).isZero();
                });
        sequence.end(1);
    }

    @Test
    void aFailureOfTheCancelledCodeWinsAndNamesTheTimeout() {
        Virtually.run(
                () ->
                        assertThatThrownBy(
                                        () ->
                                                waitFor(
                                                        () -> {
                                                            try {
                                                                sleep(HOUR);
                                                            } catch (CancelledError cancelled) {
                                                                throw new IOException("unclean");
                                                            }
                                                        },
                                                        SECOND))
                                .isInstanceOf(IOException.class)
                                .satisfies(
                                        failure ->
                                                assertThat(failure.getSuppressed())
                                                        .hasOnlyElementsOfType(
                                                                TimeoutException.class)));
    }

    @Test
    void aLimitOfZeroDoesNotBeginACoroutine() {
        Virtually.run(
                () -> {
                    assertThatThrownBy(() -> waitFor(() -> sequence.at(9), Duration.ZERO))
                            .isInstanceOf(TimeoutException.class);
                    assertThatThrownBy(() -> waitFor(() -> sequence.at(9), SECOND.negated()))
                            .isInstanceOf(TimeoutException.class);
                });
        sequence.end(0);
    }

    @Test
    void aLimitOfZeroAnswersWhatIsDone() {
        Virtually.run(
                () -> {
                    Promise<String> done = getRunningLoop().createFuture();
                    done.setResult("there");
                    assertThat(waitFor(done, Duration.ZERO)).isEqualTo("there");
                });
    }

    @Test
    void aLimitOfZeroThrowsTheFailureOfWhatIsDone() {
        Virtually.run(
                () -> {
                    Promise<String> failed = getRunningLoop().createFuture();
                    failed.setException(new IOException("down"));
                    assertThatThrownBy(() -> waitFor(failed, Duration.ZERO)).hasMessage("down");
                });
    }

    @Test
    void aLimitOfZeroCancelsWhatIsNotDoneAndAwaitsItsEnd() {
        Virtually.run(
                () -> {
                    Task<String> slow =
                            createTask(
                                    () -> {
                                        try {
                                            sleep(HOUR);
                                        } finally {
                                            sleep(SECOND);
                                        }
                                        return "never";
                                    });
                    sleep(Duration.ZERO);
                    assertThatThrownBy(() -> waitFor(slow, Duration.ZERO))
                            .isInstanceOf(TimeoutException.class);
                    assertTime(1);
                    assertThat(slow.isCancelled()).isTrue();
                });
    }

    @Test
    void aDoneFutureIsAnsweredWithoutASwitch() {
        Virtually.run(
                () -> {
                    Promise<String> done = getRunningLoop().createFuture();
                    done.setResult("there");
                    getRunningLoop().callSoon(sequence.callbackAt(2));
                    assertThat(waitFor(done, HOUR)).isEqualTo("there");
                    sequence.at(1);
                    sleep(Duration.ZERO);
                });
        sequence.end(2);
    }

    @Test
    void aCancellationFromOutsideIsNoTimeout() {
        Virtually.run(
                () -> {
                    Task<?> task = createTask(() -> waitFor(() -> sleep(HOUR), SECOND));
                    sleep(Duration.ZERO);
                    task.cancel("outside");
                    assertThatThrownBy(() -> task.await())
                            .isInstanceOf(CancelledError.class)
                            .hasMessage("outside");
                    assertThat(task.cancelling()).isEqualTo(1);
                });
    }

    @Test
    void aCancellationInTheMomentOfTheTimeoutIsNotSwallowed() {
        Virtually.run(
                () -> {
                    Task<?> task = createTask(() -> waitFor(() -> sleep(HOUR), SECOND));
                    sleep(Duration.ZERO);
                    getRunningLoop().callLater(SECOND, () -> task.cancel("same moment"));
                    assertThatThrownBy(() -> task.await()).isInstanceOf(CancelledError.class);
                    assertThat(task.isCancelled()).isTrue();
                    assertThat(task.cancelling()).isEqualTo(1);
                });
    }

    @Test
    void theCancellationOfTheFutureByOthersIsNoTimeout() {
        Virtually.run(
                () -> {
                    Task<?> inner = createTask(() -> sleep(HOUR));
                    getRunningLoop().callLater(SECOND, () -> inner.cancel("other"));
                    assertThatThrownBy(() -> waitFor(inner, HOUR))
                            .isInstanceOf(CancelledError.class)
                            .hasMessage("other");
                    assertThat(currentTask().orElseThrow().cancelling()).isZero();
                });
    }
}
