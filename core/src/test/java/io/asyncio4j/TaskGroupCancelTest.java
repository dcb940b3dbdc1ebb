package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.currentTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** TaskGroup.cancel, eager children, and groups in a program that ends. */
final class TaskGroupCancelTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final TaskOptions EAGER = TaskOptions.DEFAULT.withStart(TaskOptions.Start.EAGER);

    private final Sequence sequence = new Sequence();

    private static int cancelling() {
        return currentTask().orElseThrow().cancelling();
    }

    /** The group ended without a trace: nothing is left of its own cancellation. */
    private static void assertNoTrace() {
        assertThat(cancelling()).isZero();
        assertThat(Asyncio.allTasks()).hasSize(1);
        sleep(Duration.ZERO); // nothing is delivered late
    }

    /** Waits for an hour, and does something when that ends. */
    private static void waitAnd(Action atTheEnd) throws Exception {
        try {
            sleep(HOUR);
        } finally {
            atTheEnd.run();
        }
    }

    private static void fail(Exception failure) throws Exception {
        throw failure;
    }

    @Test
    void cancelFromTheBodyEndsTheBlockWithoutAnError() {
        Virtually.run(
                () -> {
                    String result =
                            TaskGroup.call(
                                    group -> {
                                        group.createTask(() -> sleep(HOUR));
                                        group.cancel();
                                        sequence.at(1);
                                        sleep(HOUR);
                                        return "not reached";
                                    });
                    assertThat(result).isNull();
                    assertNoTrace();
                });
        sequence.end(1);
    }

    @Test
    void cancelFromAChildEndsSiblingsAndBody() {
        Virtually.run(
                () -> {
                    TaskGroup.run(
                            group -> {
                                group.createTask(
                                        () -> {
                                            sleep(SECOND);
                                            group.cancel();
                                            group.cancel();
                                        });
                                group.createTask(() -> sleep(HOUR));
                                sleep(HOUR);
                            });
                    assertThat(getRunningLoop().time()).isEqualTo(Instant.EPOCH.plusSeconds(1));
                    assertNoTrace();
                });
    }

    @Test
    void cancelFromAChildWhileTheGroupClosesKeepsTheResultOfTheBody() {
        Virtually.run(
                () -> {
                    String result =
                            TaskGroup.call(
                                    group -> {
                                        group.createTask(
                                                () -> {
                                                    sleep(SECOND);
                                                    group.cancel();
                                                });
                                        group.createTask(() -> sleep(HOUR));
                                        return "kept";
                                    });
                    assertThat(result).isEqualTo("kept");
                    assertNoTrace();
                });
    }

    @Test
    void theChildThatCancelsItsGroupIsCancelledToo() {
        Virtually.run(
                () -> {
                    TaskGroup.run(
                            group ->
                                    group.createTask(
                                            () -> {
                                                group.cancel();
                                                sequence.at(1);
                                                sleep(Duration.ZERO);
                                                sequence.at(9);
                                            }));
                    assertNoTrace();
                });
        sequence.end(1);
    }

    @Test
    void cancelBeforeEntryEndsTheBodyAtItsFirstWait() {
        Virtually.run(
                () -> {
                    TaskGroup group = new TaskGroup();
                    group.cancel();
                    group.enter(
                            () -> {
                                sequence.at(1);
                                assertThatThrownBy(() -> group.createTask(() -> {}))
                                        .hasMessageContaining("is shutting down");
                                sleep(HOUR);
                                sequence.at(9);
                                return "not reached";
                            });
                    assertNoTrace();
                });
        sequence.end(1);
    }

    @Test
    void cancelBeforeEntryOfABodyThatNeverWaitsLeavesNoTrace() {
        Virtually.run(
                () -> {
                    TaskGroup group = new TaskGroup();
                    group.cancel();
                    assertThat(group.<String>enter(() -> "body")).isEqualTo("body");
                    assertNoTrace();
                });
    }

    @Test
    void cancelOfAFinishedGroupDoesNothing() {
        Virtually.run(
                () -> {
                    TaskGroup group = new TaskGroup();
                    group.enter(() -> "body");
                    group.cancel();
                    assertNoTrace();
                });
    }

    @Test
    void cancelFromAnotherThreadTakesEffect() {
        try (EventLoop loop = Asyncio.newEventLoop()) {
            CountDownLatch isOpen = new CountDownLatch(1);
            TaskGroup group = new TaskGroup();
            Thread other =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        await(isOpen);
                                        group.cancel();
                                    });
            loop.runUntilComplete(
                    () -> {
                        group.enter(
                                () -> {
                                    group.createTask(() -> sleep(HOUR));
                                    isOpen.countDown();
                                    sleep(HOUR);
                                    return "not reached";
                                });
                        assertNoTrace();
                        sequence.at(1);
                    });
            join(other);
            group.cancel(); // the loop does not run any more; nothing happens
        }
        sequence.end(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void aSimultaneousCancellationFromOutsideIsNotDropped() {
        for (boolean outsideFirst : new boolean[] {true, false}) {
            Virtually.run(
                    () -> {
                        TaskGroup group = new TaskGroup();
                        Task<?> task =
                                createTask(
                                        () ->
                                                group.enter(
                                                        () -> {
                                                            group.createTask(() -> sleep(HOUR));
                                                            sleep(HOUR);
                                                            return "not reached";
                                                        }));
                        sleep(SECOND);
                        if (outsideFirst) {
                            task.cancel();
                            group.cancel();
                        } else {
                            group.cancel();
                            task.cancel();
                        }
                        assertThatThrownBy(() -> task.await()).isInstanceOf(CancelledError.class);
                        assertThat(task.isCancelled()).isTrue();
                        assertThat(task.cancelling()).isEqualTo(1);
                    });
        }
    }

    @Test
    void aCancellationFromOutsideAfterTheGroupsOwnIsNotDropped() {
        Virtually.run(
                () -> {
                    TaskGroup group = new TaskGroup();
                    Task<?> task =
                            createTask(
                                    () ->
                                            group.enter(
                                                    () -> {
                                                        group.createTask(
                                                                () -> {
                                                                    waitAnd(() -> sleep(HOUR));
                                                                });
                                                        return "body";
                                                    }));
                    sleep(SECOND);
                    group.cancel();
                    sleep(SECOND);
                    task.cancel("outside");
                    assertThatThrownBy(() -> task.await()).isInstanceOf(CancelledError.class);
                    assertThat(task.cancelling()).isEqualTo(1);
                });
    }

    @Test
    void failuresAfterCancelAreStillThrown() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("unclean");
                    assertThatThrownBy(
                                    () ->
                                            TaskGroup.run(
                                                    group -> {
                                                        group.createTask(
                                                                () -> {
                                                                    waitAnd(() -> fail(failure));
                                                                });
                                                        sleep(SECOND);
                                                        group.cancel();
                                                    }))
                            .isInstanceOf(ExceptionGroup.class)
                            .hasCause(failure);
                    assertNoTrace();
                });
    }

    @Test
    void anInnerGroupsCancelStopsAtTheInnerGroup() {
        Virtually.run(
                () -> {
                    TaskGroup.run(
                            outer -> {
                                outer.createTask(
                                        () -> {
                                            sleep(Duration.ofSeconds(3));
                                            sequence.at(2);
                                        });
                                TaskGroup.run(
                                        inner -> {
                                            inner.createTask(() -> sleep(HOUR));
                                            inner.cancel();
                                            sleep(HOUR);
                                        });
                                sequence.at(1);
                            });
                    assertNoTrace();
                });
        sequence.end(2);
    }

    @Test
    void theOuterGroupsCancelEndsTheInnerOneToo() {
        Virtually.run(
                () -> {
                    TaskGroup.run(
                            outer -> {
                                outer.createTask(
                                        () -> {
                                            sleep(SECOND);
                                            outer.cancel();
                                        });
                                TaskGroup.run(
                                        inner -> {
                                            inner.createTask(() -> sleep(HOUR));
                                            sleep(HOUR);
                                        });
                                sequence.at(9);
                            });
                    assertNoTrace();
                });
        sequence.end(0);
    }

    // ---- eager children

    @Test
    void anEagerChildThatFailsAtOnceLetsTheBodyGoOnToItsNextWait() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("at once");
                    assertThatThrownBy(
                                    () ->
                                            TaskGroup.run(
                                                    group -> {
                                                        group.createTask(
                                                                EAGER,
                                                                () -> {
                                                                    throw failure;
                                                                });
                                                        group.createTask(() -> sleep(HOUR));
                                                        sequence.at(1);
                                                        sleep(HOUR);
                                                        sequence.at(9);
                                                    }))
                            .isInstanceOf(ExceptionGroup.class)
                            .hasCause(failure);
                    assertNoTrace();
                });
        sequence.end(1);
    }

    @Test
    void anEagerChildThatCancelsTheGroupIsCancelledItself() {
        Virtually.run(
                () -> {
                    TaskGroup.run(
                            group -> {
                                group.createTask(
                                        EAGER,
                                        () -> {
                                            group.cancel();
                                            sequence.at(1);
                                            sleep(HOUR);
                                            sequence.at(9);
                                        });
                                sequence.at(2);
                                sleep(HOUR);
                                sequence.at(9);
                            });
                    assertNoTrace();
                });
        sequence.end(2);
    }

    @Test
    void anEagerChildThatIsDoneAtOnceLeavesNothingToWaitFor() {
        Virtually.run(
                () -> {
                    TaskGroup.run(group -> group.createTask(EAGER, () -> sequence.at(1)));
                    sequence.at(2);
                });
        sequence.end(2);
    }

    // ---- the program ends

    @Test
    void anExitRequestOfAChildEndsTheProgramAsItIs() {
        SystemExit exit = new SystemExit(3);
        assertThatThrownBy(
                        () ->
                                Virtually.run(
                                        () ->
                                                TaskGroup.run(
                                                        group -> {
                                                            group.createTask(
                                                                    () -> {
                                                                        waitAnd(
                                                                                () ->
                                                                                        sequence.at(
                                                                                                1));
                                                                    });
                                                            group.createTask(
                                                                    () -> {
                                                                        sleep(SECOND);
                                                                        throw exit;
                                                                    });
                                                            sleep(HOUR);
                                                        })))
                .isSameAs(exit);
        sequence.end(1);
    }

    @Test
    void anExitRequestOfTheBodyEndsTheProgramAsItIs() {
        SystemExit exit = new SystemExit(3);
        assertThatThrownBy(
                        () ->
                                Virtually.run(
                                        () ->
                                                TaskGroup.run(
                                                        group -> {
                                                            group.createTask(
                                                                    () -> {
                                                                        waitAnd(
                                                                                () ->
                                                                                        sequence.at(
                                                                                                1));
                                                                    });
                                                            sleep(SECOND);
                                                            throw exit;
                                                        })))
                .isSameAs(exit);
        sequence.end(1);
    }

    @Test
    void otherFailuresOfAGroupThatExitsAreReported() {
        IOException failure = new IOException("beside");
        Reports reports = new Reports();
        assertThatThrownBy(
                        () ->
                                Virtually.run(
                                        Virtually.options(),
                                        reports,
                                        () ->
                                                TaskGroup.call(
                                                        group -> {
                                                            group.createTask(
                                                                    () -> {
                                                                        waitAnd(
                                                                                () ->
                                                                                        fail(
                                                                                                failure));
                                                                    });
                                                            sleep(SECOND);
                                                            throw new SystemExit(3);
                                                        })))
                .isInstanceOf(SystemExit.class);
        assertThat(reports.failures()).containsExactly(failure);
    }
}
