package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.currentTask;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Making, running and looking at tasks. Their cancellation has a test of its own. */
final class TaskTest {
    private final Sequence sequence = new Sequence();

    @Test
    void aTaskBeginsInTheNextPass() {
        Virtually.run(
                () -> {
                    createTask(() -> sequence.at(2));
                    sequence.at(1);
                    sleep(Duration.ZERO);
                    sequence.at(3);
                });
        sequence.end(3);
    }

    @Test
    void betweenTwoAwaitsNothingElseRuns() {
        Virtually.run(
                () -> {
                    for (int i = 0; i < 3; i++) {
                        int first = 2 * i + 1;
                        createTask(
                                () -> {
                                    sequence.at(first);
                                    sequence.at(first + 1);
                                    sleep(Duration.ZERO);
                                    sequence.at(first + 6);
                                    sequence.at(first + 7);
                                });
                    }
                    sleep(Duration.ofSeconds(1));
                });
        sequence.end(12);
    }

    @Test
    void tasksSleepSideBySide() {
        Instant end =
                Virtually.call(
                        () -> {
                            var hello = createTask(() -> sleep(Duration.ofSeconds(1)));
                            var world = createTask(() -> sleep(Duration.ofSeconds(2)));
                            hello.await();
                            world.await();
                            return Asyncio.getRunningLoop().time();
                        });
        assertThat(end).isEqualTo(Instant.EPOCH.plusSeconds(2));
    }

    @Test
    void aTaskGivesItsResultOrItsFailure() {
        Virtually.run(
                () -> {
                    Task<Integer> good = createTask(() -> 42);
                    Task<Void> bad =
                            createTask(
                                    () -> {
                                        throw new IOException("down");
                                    });
                    assertThat(good.await()).isEqualTo(42);
                    assertThatThrownBy(() -> bad.await())
                            .isInstanceOf(IOException.class)
                            .hasMessage("down");
                    assertThat(good.isDone()).isTrue();
                    assertThat(bad.exception()).isPresent();
                });
    }

    @Test
    void anErrorIsAFailureLikeAnyOther() {
        Virtually.run(
                () -> {
                    AssertionError error = new AssertionError("wrong");
                    Task<Void> task =
                            createTask(
                                    () -> {
                                        throw error;
                                    });
                    assertThatThrownBy(() -> task.await()).isSameAs(error);
                });
    }

    @Test
    void aTaskThatNobodyKeepsRunsToItsEnd() {
        Virtually.run(
                () -> {
                    createTask(
                            () -> {
                                sleep(Duration.ofSeconds(1));
                                System.gc(); // the loop alone keeps it
                                sleep(Duration.ofSeconds(1));
                                sequence.at(1);
                            });
                    sleep(Duration.ofSeconds(3));
                });
        sequence.end(1);
    }

    @Test
    void tasksAreNumberedUnlessTheyAreNamed() {
        Virtually.run(
                () -> {
                    Task<?> first = createTask(() -> {});
                    Task<?> second = createTask(() -> {});
                    Task<?> named = createTask(TaskOptions.named("fetch"), () -> {});
                    assertThat(first.name()).matches("Task-\\d+");
                    assertThat(number(second)).isEqualTo(number(first) + 1);
                    assertThat(named.name()).isEqualTo("fetch");
                    assertThat(named.describe()).isEqualTo("fetch");
                    named.setName("parse");
                    assertThat(named.name()).isEqualTo("parse");
                });
    }

    private static int number(Task<?> task) {
        return Integer.parseInt(task.name().substring("Task-".length()));
    }

    @Test
    void theThreadOfATaskBearsItsName() {
        Virtually.run(
                () -> {
                    Task<String> task =
                            createTask(
                                    TaskOptions.named("fetch"),
                                    () -> Thread.currentThread().getName());
                    assertThat(task.await()).isEqualTo("fetch");
                });
    }

    @Test
    void toStringTellsTheStateAndWhatItAwaits() {
        Virtually.run(
                () -> {
                    Promise<String> promise = Asyncio.getRunningLoop().createFuture("the door");
                    Task<?> task =
                            createTask(
                                    TaskOptions.named("t"),
                                    () -> {
                                        assertThat(currentTask().orElseThrow())
                                                .hasToString("Task[t, running]");
                                        promise.await();
                                    });
                    assertThat(task).hasToString("Task[t, scheduled]");
                    sleep(Duration.ZERO);
                    assertThat(task).hasToString("Task[t, waiting, awaiting the door]");
                    task.cancel();
                    assertThat(task.toString()).contains(", cancelling 1]");
                    sleep(Duration.ZERO);
                    assertThat(task).hasToString("Task[t, cancelled, cancelling 1]");
                    assertThat(createTask(TaskOptions.named("u"), () -> {}))
                            .satisfies(
                                    done -> {
                                        done.await();
                                        assertThat(done).hasToString("Task[u, finished]");
                                    });
                });
    }

    @Test
    void currentTaskIsTheOneThatRuns() {
        Virtually.run(
                () -> {
                    Task<?> main = currentTask().orElseThrow();
                    Task<Task<?>> child = createTask(() -> currentTask().orElseThrow());
                    assertThat(child.await()).isSameAs(child);
                    assertThat(currentTask()).containsSame(main);
                    Asyncio.getRunningLoop()
                            .callSoon(
                                    () -> {
                                        assertThat(currentTask()).isEmpty();
                                        sequence.at(1);
                                    });
                    sleep(Duration.ZERO);
                });
        sequence.end(1);
    }

    @Test
    void allTasksAreThoseThatAreNotDoneInTheOrderOfTheirMaking() {
        Virtually.run(
                () -> {
                    Task<?> main = currentTask().orElseThrow();
                    Task<?> slow = createTask(() -> sleep(Duration.ofSeconds(2)));
                    Task<?> quick = createTask(() -> {});
                    assertThat(Asyncio.allTasks()).containsExactly(main, slow, quick);
                    quick.await();
                    assertThat(Asyncio.allTasks()).containsExactly(main, slow);
                    slow.await();
                    assertThat(Asyncio.allTasks()).containsExactly(main);
                });
    }

    @Test
    void theStackOfAWaitingTaskIsTheUsersCode() {
        Virtually.run(
                () -> {
                    Promise<String> promise = Asyncio.getRunningLoop().createFuture();
                    Task<?> task = createTask(() -> outerCall(promise));
                    assertThat(task.stackTrace()).as("before its first step").isEmpty();
                    sleep(Duration.ZERO);
                    assertThat(task.stackTrace().stream().map(StackTraceElement::getMethodName))
                            .startsWith("innerCall", "outerCall")
                            .doesNotContain("suspend", "waitFor", "await", "runBody");
                    promise.setResult("go");
                    task.await();
                    assertThat(task.stackTrace()).as("after its end").isEmpty();
                });
    }

    private static void outerCall(Promise<String> promise) {
        innerCall(promise);
    }

    private static void innerCall(Promise<String> promise) {
        promise.await();
    }

    @Test
    void theStackOfASleepingTaskBeginsWithTheSleep() {
        Virtually.run(
                () -> {
                    Task<?> task = createTask(() -> sleep(Duration.ofSeconds(1)));
                    sleep(Duration.ZERO);
                    assertThat(task.stackTrace().getFirst().getMethodName()).isEqualTo("sleep");
                    task.await();
                });
    }

    @Test
    void sleepOfZeroLetsEverythingReadyRunOnce() {
        Virtually.run(
                () -> {
                    List<Integer> rounds = new ArrayList<>();
                    Task<?> other =
                            createTask(
                                    () -> {
                                        for (int i = 0; i < 3; i++) {
                                            rounds.add(i);
                                            sleep(Duration.ZERO);
                                        }
                                    });
                    for (int i = 0; i < 3; i++) {
                        sleep(Duration.ofSeconds(-1));
                        assertThat(rounds).hasSize(i + 1);
                    }
                    other.await();
                });
    }

    @Test
    void sleepTakesExactlyItsTimeAndLeavesNoTimer() {
        try (EventLoop loop = Virtually.loop()) {
            loop.runUntilComplete(() -> sleep(Duration.ofNanos(123_456_789)));
            assertThat(loop.time()).isEqualTo(Instant.EPOCH.plusNanos(123_456_789));
            Virtually.assertNothingLeft(loop);
        }
    }

    @Test
    void sleepBelongsInATask() {
        try (EventLoop loop = Virtually.loop()) {
            loop.callSoon(
                    () -> {
                        assertThatThrownBy(() -> sleep(Duration.ZERO))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("sleep must be used in a task");
                        sequence.at(1);
                        loop.stop();
                    });
            loop.runForever();
        }
        sequence.end(1);
    }

    @Test
    void aTaskMayBeMadeBeforeTheLoopRuns() {
        try (EventLoop loop = Virtually.loop()) {
            Task<Integer> early = loop.createTask(() -> 1);
            assertThat(early.isDone()).isFalse();
            assertThat(loop.runUntilComplete(early)).isEqualTo(1);
        }
    }

    @Test
    void aCoroutineMayBeAMethodReference() {
        Virtually.run(
                () -> {
                    assertThat(createTask(TaskTest::answer).await()).isEqualTo(42);
                    createTask(this::reachOne).await();
                });
        sequence.end(1);
    }

    private static int answer() throws IOException {
        sleep(Duration.ofSeconds(1));
        return 42;
    }

    private void reachOne() {
        sequence.at(1);
    }
}
