package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.currentTask;
import static io.asyncio4j.Asyncio.sleep;
import static io.asyncio4j.UsageErrors.thrownIn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Cancelling a task: when it is delivered, how it is counted, what wins over what. */
final class TaskCancelTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Sequence sequence = new Sequence();

    private static void pass() {
        sleep(Duration.ZERO);
    }

    private static <T> Promise<T> promise() {
        return Asyncio.getRunningLoop().createFuture();
    }

    @Test
    void cancelWhileWaitingRaisesAtTheUsersAwait() {
        Virtually.run(
                () -> {
                    Promise<String> promise = promise();
                    Task<?> task =
                            createTask(
                                    () -> {
                                        assertThatThrownBy(() -> promise.await())
                                                .isInstanceOf(CancelledError.class)
                                                .hasMessage("enough")
                                                .satisfies(thrownIn("cancelWhileWaiting"));
                                        sequence.at(2);
                                        throw new CancelledError();
                                    });
                    pass();
                    assertThat(task.cancel("enough")).isTrue();
                    sequence.at(1);
                    assertThat(task.isCancelled()).as("right after cancel").isFalse();
                    assertThat(promise.isCancelled()).as("what it awaits").isTrue();
                    pass();
                    assertThat(task.isCancelled()).isTrue();
                    sequence.at(3);
                });
        sequence.end(3);
    }

    @Test
    void aTaskThatIsCancelledBeforeItsStartNeverRuns() {
        Virtually.run(
                () -> {
                    Task<?> task = createTask(() -> sequence.at(9));
                    assertThat(task.cancel("early")).isTrue();
                    assertThatThrownBy(() -> task.await())
                            .isInstanceOf(CancelledError.class)
                            .hasMessage("early");
                    assertThat(task.isCancelled()).isTrue();
                    assertThat(task.cancelling()).isEqualTo(1);
                });
        sequence.end(0);
    }

    @Test
    void cancelOfADoneTaskAnswersFalseAndDoesNotCount() {
        Virtually.run(
                () -> {
                    Task<Integer> task = createTask(() -> 1);
                    task.await();
                    assertThat(task.cancel()).isFalse();
                    assertThat(task.cancelling()).isZero();
                    assertThat(task.result()).isEqualTo(1);
                });
    }

    @Test
    void twoRequestsBeforeTheTaskRunsAreDeliveredAsOneWithTheFirstReason() {
        Virtually.run(
                () -> {
                    List<String> delivered = new ArrayList<>();
                    Task<?> task =
                            createTask(
                                    () -> {
                                        try {
                                            sleep(SECOND);
                                        } catch (CancelledError cancelled) {
                                            delivered.add(cancelled.reason().orElse("none"));
                                        }
                                        sleep(SECOND);
                                    });
                    pass();
                    assertThat(task.cancel("first")).isTrue();
                    assertThat(task.cancel("second")).isTrue();
                    task.await();
                    assertThat(delivered).containsExactly("first");
                    assertThat(task.cancelling()).isEqualTo(2);
                    assertThat(task.isCancelled()).isFalse();
                });
    }

    @Test
    void aTaskMayCatchItsCancellationAndGoOn() {
        Virtually.run(
                () -> {
                    Task<String> task =
                            createTask(
                                    () -> {
                                        try {
                                            sleep(SECOND);
                                        } catch (CancelledError cancelled) {
                                            sleep(SECOND); // cleaning up may take its time
                                        }
                                        return "survived";
                                    });
                    pass();
                    task.cancel();
                    assertThat(task.await()).isEqualTo("survived");
                    assertThat(task.isCancelled()).isFalse();
                    assertThat(task.cancelling()).as("catching takes nothing back").isEqualTo(1);
                });
    }

    @Test
    void catchingExceptionsDoesNotSwallowACancellation() {
        Virtually.run(
                () -> {
                    Task<?> task =
                            createTask(
                                    () -> {
                                        try {
                                            sleep(SECOND);
                                        } catch (Exception everything) {
                                            sequence.at(9);
                                        }
                                    });
                    pass();
                    task.cancel();
                    pass();
                    assertThat(task.isCancelled()).isTrue();
                });
        sequence.end(0);
    }

    @Test
    void finallyBlocksMayAwaitDuringACancellation() {
        Virtually.run(
                () -> {
                    Task<?> task =
                            createTask(
                                    () -> {
                                        try {
                                            sleep(Duration.ofHours(1));
                                        } finally {
                                            sleep(SECOND);
                                            sequence.at(1);
                                        }
                                    });
                    pass();
                    task.cancel();
                    assertThatThrownBy(() -> task.await()).isInstanceOf(CancelledError.class);
                    assertThat(Asyncio.getRunningLoop().time())
                            .isEqualTo(Instant.EPOCH.plusSeconds(1));
                });
        sequence.end(1);
    }

    @Test
    void aTaskThatCancelsItselfHearsOfItAtItsNextAwait() {
        Virtually.run(
                () -> {
                    Task<?> task =
                            createTask(
                                    () -> {
                                        currentTask().orElseThrow().cancel("me");
                                        sequence.at(1);
                                        assertThatThrownBy(() -> sleep(SECOND))
                                                .isInstanceOf(CancelledError.class)
                                                .hasMessage("me");
                                        sequence.at(2);
                                        throw new CancelledError("again");
                                    });
                    assertThatThrownBy(() -> task.await()).hasMessage("again");
                    assertThat(Asyncio.getRunningLoop().time()).isEqualTo(Instant.EPOCH);
                });
        sequence.end(2);
    }

    @Test
    void returningWithAPendingCancellationEndsCancelledAndDropsTheResult() {
        Virtually.run(
                () -> {
                    Task<String> task =
                            createTask(
                                    () -> {
                                        currentTask().orElseThrow().cancel("pending");
                                        return "dropped";
                                    });
                    assertThatThrownBy(() -> task.await())
                            .isInstanceOf(CancelledError.class)
                            .hasMessage("pending");
                    assertThat(task.isCancelled()).isTrue();
                });
    }

    @Test
    void failingWithAPendingCancellationFails() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("real");
                    Task<?> task =
                            createTask(
                                    () -> {
                                        currentTask().orElseThrow().cancel();
                                        throw failure;
                                    });
                    assertThatThrownBy(() -> task.await()).isSameAs(failure);
                    assertThat(task.isCancelled()).isFalse();
                });
    }

    @Test
    void throwingCancelledErrorEndsCancelledThoughNobodyAsked() {
        Virtually.run(
                () -> {
                    Task<?> task =
                            createTask(
                                    () -> {
                                        throw new CancelledError("own idea");
                                    });
                    assertThatThrownBy(() -> task.await()).hasMessage("own idea");
                    assertThat(task.isCancelled()).isTrue();
                    assertThat(task.cancelling()).isZero();
                });
    }

    @Test
    void aFailureDuringCleanUpReplacesTheCancellation() {
        Virtually.run(
                () -> {
                    Task<?> task =
                            createTask(
                                    () -> {
                                        try {
                                            sleep(SECOND);
                                        } catch (CancelledError cancelled) {
                                            throw new IOException("unclean", cancelled);
                                        }
                                    });
                    pass();
                    task.cancel();
                    assertThatThrownBy(() -> task.await())
                            .isInstanceOf(IOException.class)
                            .hasCauseInstanceOf(CancelledError.class);
                    assertThat(task.isCancelled()).isFalse();
                });
    }

    // ---- counting

    @Test
    void uncancelTakesOneRequestBackAndNeverGoesBelowZero() {
        Virtually.run(
                () -> {
                    Task<?> me = currentTask().orElseThrow();
                    assertThat(me.uncancel()).isZero();
                    me.cancel();
                    me.cancel();
                    assertThat(me.cancelling()).isEqualTo(2);
                    assertThat(me.uncancel()).isEqualTo(1);
                    assertThat(me.uncancel()).isZero();
                    assertThat(me.uncancel()).isZero();
                    pass(); // nothing is pending any more
                });
    }

    @Test
    void uncancelToZeroDropsWhatWasNotDelivered() {
        Virtually.run(
                () -> {
                    Task<?> me = currentTask().orElseThrow();
                    me.cancel();
                    me.uncancel();
                    pass();
                    assertThat(me.cancelling()).isZero();
                });
    }

    @Test
    void uncancelToMoreThanZeroStillDelivers() {
        Virtually.run(
                () -> {
                    Task<?> me = currentTask().orElseThrow();
                    me.cancel("one");
                    me.cancel("two");
                    assertThat(me.uncancel()).isEqualTo(1);
                    assertThatThrownBy(TaskCancelTest::pass).isInstanceOf(CancelledError.class);
                    assertThat(me.uncancel()).isZero();
                });
    }

    @Test
    void ownCancellationIsToldFromThatOfTheThingAwaited() {
        Virtually.run(
                () -> {
                    Promise<String> promise = promise();
                    Task<?> task =
                            createTask(
                                    () -> {
                                        Task<?> me = currentTask().orElseThrow();
                                        assertThatThrownBy(() -> promise.await())
                                                .isInstanceOf(CancelledError.class);
                                        assertThat(me.cancelling()).as("it was not I").isZero();
                                        assertThatThrownBy(() -> sleep(SECOND))
                                                .isInstanceOf(CancelledError.class);
                                        assertThat(me.cancelling()).as("it was I").isEqualTo(1);
                                        sequence.at(1);
                                    });
                    pass();
                    promise.cancel();
                    pass();
                    task.cancel();
                    pass();
                });
        sequence.end(1);
    }

    // ---- chains

    @Test
    void aCancelAfterTheResultButBeforeTheTaskRunsWins() {
        Virtually.run(
                () -> {
                    Promise<String> promise = promise();
                    Task<String> task = createTask(() -> promise.await());
                    pass();
                    promise.setResult("too late");
                    assertThat(task.cancel("now")).isTrue();
                    assertThatThrownBy(() -> task.await()).hasMessage("now");
                });
    }

    @Test
    void aCancelThatWinsOverAFailureCarriesIt() {
        Virtually.run(
                () -> {
                    Promise<String> promise = promise();
                    IOException failure = new IOException("also happened");
                    Task<?> task =
                            createTask(
                                    () -> {
                                        assertThatThrownBy(() -> promise.await())
                                                .isInstanceOf(CancelledError.class)
                                                .hasSuppressedException(failure);
                                        sequence.at(1);
                                    });
                    pass();
                    promise.setException(failure);
                    task.cancel();
                    pass();
                });
        sequence.end(1);
    }

    @Test
    void aCancelAfterTheAwaitedThingWasCancelledKeepsTheFirstReason() {
        Virtually.run(
                () -> {
                    Promise<String> promise = promise();
                    Task<String> task = createTask(() -> promise.await());
                    pass();
                    promise.cancel("first");
                    assertThat(task.cancel("second")).isTrue();
                    assertThatThrownBy(() -> task.await()).hasMessage("first");
                    assertThat(task.cancelling()).isEqualTo(1);
                });
    }

    @Test
    void aCancelDuringSleepOfZeroIsDeliveredThere() {
        Virtually.run(
                () -> {
                    Task<?> task =
                            createTask(
                                    () -> {
                                        assertThatThrownBy(TaskCancelTest::pass)
                                                .isInstanceOf(CancelledError.class)
                                                .hasMessage("now");
                                        sequence.at(1);
                                    });
                    pass();
                    task.cancel("now");
                    pass();
                });
        sequence.end(1);
    }
}
