package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.currentTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Groups whose body and children end by themselves, fail, or are cancelled from outside. */
final class TaskGroupTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Sequence sequence = new Sequence();

    private static void fail(int afterSeconds, Throwable failure) {
        sleep(Duration.ofSeconds(afterSeconds));
        throw Sneaky.rethrow(failure);
    }

    /** Waits for an hour, and does something when that ends. */
    private static void waitAnd(Action atTheEnd) throws Exception {
        try {
            sleep(HOUR);
        } finally {
            atTheEnd.run();
        }
    }

    private static List<Throwable> failuresOf(TaskGroup.GroupAction body) {
        ExceptionGroup group =
                catchThrowableOfType(ExceptionGroup.class, () -> TaskGroup.run(body));
        assertThat(group).as("the ExceptionGroup").isNotNull();
        return group.exceptions();
    }

    private static int cancelling() {
        return currentTask().orElseThrow().cancelling();
    }

    @Test
    void theBlockEndsWhenAllChildrenHaveEnded() {
        Virtually.run(
                () -> {
                    TaskGroup.run(
                            group -> {
                                group.createTask(
                                        () -> {
                                            sleep(Duration.ofSeconds(2));
                                            sequence.at(3);
                                        });
                                group.createTask(
                                        () -> {
                                            sleep(SECOND);
                                            sequence.at(2);
                                        });
                                sequence.at(1);
                            });
                    sequence.at(4);
                    assertThat(getRunningLoop().time()).isEqualTo(Instant.EPOCH.plusSeconds(2));
                });
        sequence.end(4);
    }

    @Test
    void callAnswersTheResultOfTheBody() {
        Virtually.run(
                () -> {
                    int sum =
                            TaskGroup.call(
                                    group -> {
                                        Task<Integer> one = group.createTask(() -> 1);
                                        Task<Integer> two = group.createTask(() -> 2);
                                        return one.await() + two.await();
                                    });
                    assertThat(sum).isEqualTo(3);
                });
    }

    @Test
    void anEmptyGroupEndsWithoutASwitch() {
        Virtually.run(
                () -> {
                    getRunningLoop().callSoon(sequence.callbackAt(2));
                    TaskGroup.run(group -> {});
                    sequence.at(1);
                    sleep(Duration.ZERO);
                });
        sequence.end(2);
    }

    @Test
    void childrenMayStartFurtherChildrenAlsoWhileTheGroupCloses() {
        Virtually.run(
                () -> {
                    TaskGroup.run(
                            group ->
                                    group.createTask(
                                            () -> {
                                                sleep(SECOND);
                                                group.createTask(
                                                        () -> {
                                                            sleep(SECOND);
                                                            sequence.at(1);
                                                        });
                                            }));
                    sequence.at(2);
                });
        sequence.end(2);
    }

    // ---- failures

    @Test
    void aFailingChildCancelsItsSiblingsInTheOrderOfTheirMakingAndTheBody() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("down");
                    assertThat(
                                    failuresOf(
                                            group -> {
                                                for (int i = 1; i <= 3; i++) {
                                                    int place = i;
                                                    group.createTask(
                                                            () -> {
                                                                waitAnd(() -> sequence.at(place));
                                                            });
                                                }
                                                group.createTask(() -> fail(1, failure));
                                                waitAnd(() -> sequence.at(4));
                                            }))
                            .containsExactly(failure);
                    assertThat(cancelling()).isZero();
                    assertThat(getRunningLoop().time()).isEqualTo(Instant.EPOCH.plusSeconds(1));
                    assertThat(Asyncio.allTasks()).hasSize(1);
                });
        sequence.end(4);
    }

    @Test
    void failuresComeInTheOrderOfTheEndsWithThatOfTheBodyLast() {
        Virtually.run(
                () -> {
                    IOException first = new IOException("first");
                    IOException second = new IOException("second");
                    IOException body = new IOException("body");
                    assertThat(
                                    failuresOf(
                                            group -> {
                                                group.createTask(
                                                        () -> {
                                                            failWhenCancelled(second);
                                                        });
                                                group.createTask(() -> fail(1, first));
                                                failWhenCancelled(body);
                                            }))
                            .containsExactly(first, second, body);
                });
    }

    @Test
    void aFailingBodyCancelsTheChildren() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("body");
                    assertThat(
                                    failuresOf(
                                            group -> {
                                                group.createTask(
                                                        () -> {
                                                            waitAnd(() -> sequence.at(1));
                                                        });
                                                sleep(SECOND);
                                                throw failure;
                                            }))
                            .containsExactly(failure);
                });
        sequence.end(1);
    }

    @Test
    void anErrorIsAFailureLikeAnyOther() {
        Virtually.run(
                () -> {
                    AssertionError error = new AssertionError("wrong");
                    assertThat(failuresOf(group -> group.createTask(() -> fail(1, error))))
                            .containsExactly(error);
                });
    }

    @Test
    void aCancelledChildIsNoFailure() {
        Virtually.run(
                () -> {
                    TaskGroup.run(
                            group -> {
                                Task<?> child = group.createTask(() -> sleep(HOUR));
                                group.createTask(
                                        () -> {
                                            sleep(SECOND);
                                            sequence.at(1);
                                        });
                                sleep(Duration.ZERO);
                                child.cancel();
                            });
                    sequence.at(2);
                });
        sequence.end(2);
    }

    @Test
    void aChildThatFailsWhileTheGroupClosesEndsTheOthers() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("down");
                    assertThat(
                                    failuresOf(
                                            group -> {
                                                group.createTask(() -> sleep(HOUR));
                                                group.createTask(() -> fail(1, failure));
                                            }))
                            .containsExactly(failure);
                    assertThat(cancelling()).isZero();
                    sleep(Duration.ZERO);
                });
    }

    @Test
    void anInnerGroupFailsTheOuterOneAsOneFailure() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("deep");
                    List<Throwable> outer =
                            failuresOf(
                                    group -> {
                                        group.createTask(() -> sleep(HOUR));
                                        TaskGroup.run(
                                                inner -> inner.createTask(() -> fail(1, failure)));
                                    });
                    assertThat(outer).hasSize(1);
                    assertThat(((ExceptionGroup) outer.getFirst()).exceptions())
                            .containsExactly(failure);
                });
    }

    @Test
    void theGroupShowsItsFailuresAsCauseAndSuppressed() {
        Virtually.run(
                () -> {
                    IOException first = new IOException("first");
                    IOException body = new IOException("body");
                    assertThatThrownBy(
                                    () ->
                                            TaskGroup.run(
                                                    group -> {
                                                        group.createTask(() -> fail(1, first));
                                                        waitAnd(() -> throwIt(body));
                                                    }))
                            .isInstanceOf(ExceptionGroup.class)
                            .hasMessageContaining("unhandled errors in a TaskGroup")
                            .hasMessageContaining("first")
                            .hasCause(first)
                            .hasSuppressedException(body);
                });
    }

    private static void throwIt(Exception failure) throws Exception {
        throw failure;
    }

    // ---- cancellation from outside

    @Test
    void aCancellationFromOutsideEndsBodyAndChildrenAndPassesOn() {
        Virtually.run(
                () -> {
                    Task<?> task =
                            createTask(
                                    () ->
                                            TaskGroup.run(
                                                    group -> {
                                                        group.createTask(
                                                                () -> {
                                                                    try {
                                                                        sleep(HOUR);
                                                                    } finally {
                                                                        sleep(SECOND);
                                                                        sequence.at(2);
                                                                    }
                                                                });
                                                        waitAnd(() -> sequence.at(1));
                                                    }));
                    sleep(SECOND);
                    task.cancel("outside");
                    assertThatThrownBy(() -> task.await())
                            .isInstanceOf(CancelledError.class)
                            .hasMessage("outside");
                    assertThat(task.cancelling()).isEqualTo(1);
                    assertThat(Asyncio.allTasks()).hasSize(1);
                });
        sequence.end(2);
    }

    @Test
    void theBlockWaitsForAllEvenIfItIsCancelledAgainAndAgain() {
        Virtually.run(
                () -> {
                    Task<?> task =
                            createTask(
                                    () ->
                                            TaskGroup.run(
                                                    group ->
                                                            group.createTask(
                                                                    () -> {
                                                                        try {
                                                                            sleep(HOUR);
                                                                        } finally {
                                                                            sleep(HOUR);
                                                                            sequence.at(1);
                                                                        }
                                                                    })));
                    sleep(SECOND);
                    for (int i = 0; i < 3; i++) {
                        task.cancel();
                        sleep(SECOND);
                        assertThat(task.isDone()).isFalse();
                    }
                    assertThatThrownBy(() -> task.await()).isInstanceOf(CancelledError.class);
                    assertThat(task.cancelling()).isEqualTo(3);
                });
        sequence.end(1);
    }

    @Test
    void failuresBeatACancellationFromOutsideWhichComesAtTheNextAwait() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("unclean");
                    Task<?> task =
                            createTask(
                                    () -> {
                                        assertThat(
                                                        failuresOf(
                                                                group ->
                                                                        group.createTask(
                                                                                () ->
                                                                                        failWhenCancelled(
                                                                                                failure))))
                                                .containsExactly(failure);
                                        assertThat(cancelling()).isEqualTo(1);
                                        sequence.at(1);
                                        sleep(HOUR);
                                    });
                    sleep(SECOND);
                    task.cancel();
                    assertThatThrownBy(() -> task.await()).isInstanceOf(CancelledError.class);
                    assertThat(task.cancelling()).isEqualTo(1);
                });
        sequence.end(1);
    }

    private static void failWhenCancelled(Exception failure) throws Exception {
        try {
            sleep(HOUR);
        } catch (CancelledError cancelled) {
            throw failure;
        }
    }

    @Test
    void aBodyThatTurnsItsCancellationIntoAFailureIsCancelledAtTheNextAwait() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("unclean");
                    Task<?> task =
                            createTask(
                                    () -> {
                                        assertThat(failuresOf(group -> failWhenCancelled(failure)))
                                                .containsExactly(failure);
                                        sequence.at(1);
                                        sleep(HOUR);
                                    });
                    sleep(SECOND);
                    task.cancel();
                    assertThatThrownBy(() -> task.await()).isInstanceOf(CancelledError.class);
                    assertThat(task.cancelling()).isEqualTo(1);
                });
        sequence.end(1);
    }

    @Test
    void aGroupThatFailsInCleanUpHasTheCancellationDeliveredAgain() {
        Virtually.run(
                () -> {
                    Task<?> task =
                            createTask(
                                    () -> {
                                        try {
                                            sleep(HOUR);
                                        } finally {
                                            IOException failure = new IOException("in clean-up");
                                            assertThat(
                                                            failuresOf(
                                                                    group ->
                                                                            group.createTask(
                                                                                    () ->
                                                                                            fail(
                                                                                                    1,
                                                                                                    failure))))
                                                    .containsExactly(failure);
                                            assertThatThrownBy(() -> sleep(SECOND))
                                                    .isInstanceOf(CancelledError.class);
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

    @Test
    void aTimeoutAroundAFailingGroupKeepsTheCount() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("unclean");
                    assertThatThrownBy(
                                    () ->
                                            Asyncio.timeout(
                                                    SECOND,
                                                    () ->
                                                            TaskGroup.run(
                                                                    group ->
                                                                            group.createTask(
                                                                                    () ->
                                                                                            failWhenCancelled(
                                                                                                    failure)))))
                            .isInstanceOf(ExceptionGroup.class)
                            .hasCause(failure);
                    assertThat(cancelling()).isZero();
                    sleep(SECOND);
                });
    }

    // ---- use
}
