package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.gatherSettled;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.shield;
import static io.asyncio4j.Asyncio.sleep;
import static io.asyncio4j.Asyncio.timeout;
import static io.asyncio4j.Asyncio.waitFor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Everything that waits, cancelled in each of its passes: never lose a cancellation, never invent
 * one, count it right, leave nothing behind.
 */
final class CancelAtEveryStepTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** The programs: small, and with every kind of end at the same moment as others. */
    private enum Program {
        SLEEPS(
                () -> {
                    sleep(SECOND);
                    sleep(Duration.ZERO);
                    sleep(SECOND);
                }),
        AWAITS_A_PROMISE(
                () -> {
                    Promise<String> promise = getRunningLoop().createFuture();
                    createTask(() -> completeLater(promise));
                    promise.await();
                }),
        AWAITS_A_TASK(() -> task(1).await()),
        AWAITS_A_CHAIN_OF_TASKS(
                () -> {
                    Task<?> inner = task(1);
                    createTask(() -> createTask(() -> inner.await()).await()).await();
                }),
        CLEANS_UP_AWAITING(
                () -> {
                    try {
                        sleep(SECOND);
                    } finally {
                        cleanUp();
                    }
                }),
        GATHERS(() -> gather(List.of(task(1), task(2), task(0))).await()),
        GATHERS_WHAT_CLEANS_UP(() -> gather(List.of(slowlyEndingTask(), task(1))).await()),
        GATHERS_OUTCOMES(() -> gatherSettled(List.of(slowlyEndingTask(), task(1))).await()),
        GATHERS_GATHERS(() -> gather(List.of(gather(List.of(task(1))), task(1))).await()),
        WAITS_FOR_ALL(() -> Asyncio.wait(List.of(task(1), task(2)))),
        WAITS_FOR_THE_FIRST(
                () -> Asyncio.wait(List.of(task(1), task(2)), ReturnWhen.FIRST_COMPLETED)),
        WAITS_IN_VAIN(() -> Asyncio.wait(List.of(task(3)), ReturnWhen.ALL_COMPLETED, SECOND)),
        WAITS_WITH_A_DISTANT_LIMIT(
                () -> Asyncio.wait(List.of(task(1)), ReturnWhen.ALL_COMPLETED, HOUR)),
        TAKES_THEM_AS_THEY_COME(
                () -> {
                    for (Future<?> ended : Asyncio.asCompleted(List.of(task(2), task(1)))) {
                        ended.await();
                    }
                }),
        TAKES_THEM_IN_TIME(
                () -> {
                    List<Task<String>> tasks = List.of(task(1), task(2));
                    for (Future<?> ended : Asyncio.asCompleted(tasks, SECOND.multipliedBy(3))) {
                        ended.await();
                    }
                }),
        SHIELDS(() -> shield(task(1)).await()),
        WAITS_FOR_A_FUTURE(() -> waitFor(task(1), HOUR)),
        WAITS_FOR_CODE(() -> waitFor(() -> sleep(SECOND), HOUR)),
        TIMES_OUT(() -> expect(TimeoutException.class, () -> timeout(SECOND, () -> sleep(HOUR)))),
        TIMES_OUT_WITH_A_FUTURE(
                () ->
                        expect(
                                TimeoutException.class,
                                () -> waitFor(slowlyEndingTask(), SECOND.dividedBy(2)))),
        TIMES_OUT_AS_THE_RESULT_COMES(
                () -> expect(TimeoutException.class, () -> timeout(SECOND, () -> sleep(SECOND)))),
        TIMES_OUT_TWICE_AT_ONCE(
                () ->
                        expect(
                                TimeoutException.class,
                                () -> timeout(SECOND, () -> timeout(SECOND, () -> sleep(HOUR))))),
        RUNS_A_GROUP(
                () ->
                        TaskGroup.run(
                                group -> {
                                    group.createTask(() -> sleep(SECOND));
                                    group.createTask(CancelAtEveryStepTest::endSlowly);
                                    sleep(SECOND);
                                })),
        CLOSES_A_GROUP(
                () ->
                        TaskGroup.run(
                                group -> {
                                    group.createTask(() -> sleep(SECOND));
                                    group.createTask(CancelAtEveryStepTest::endSlowly);
                                })),
        RUNS_GROUPS_IN_GROUPS(
                () ->
                        TaskGroup.run(
                                outer -> {
                                    outer.createTask(() -> sleep(SECOND));
                                    TaskGroup.run(inner -> inner.createTask(() -> sleep(SECOND)));
                                })),
        RUNS_A_GROUP_THAT_FAILS(
                () -> {
                    expect(ExceptionGroup.class, CancelAtEveryStepTest::failInAGroup);
                    sleep(Duration.ZERO); // where a cancellation that lost to a failure comes
                }),
        CANCELS_ITS_GROUP_FROM_A_CHILD(
                () ->
                        TaskGroup.run(
                                group -> {
                                    group.createTask(
                                            () -> {
                                                sleep(SECOND);
                                                group.cancel();
                                            });
                                    sleep(HOUR);
                                })),
        CANCELS_ITS_CLOSING_GROUP(
                () ->
                        TaskGroup.run(
                                group -> {
                                    group.createTask(() -> sleep(HOUR));
                                    group.createTask(
                                            () -> {
                                                sleep(SECOND);
                                                group.cancel();
                                            });
                                })),
        TIMES_OUT_AROUND_A_GROUP(
                () ->
                        expect(
                                TimeoutException.class,
                                () -> timeout(SECOND, CancelAtEveryStepTest::waitInAGroup))),
        AWAITS_A_STAGE(
                () -> {
                    CompletableFuture<String> stage = new CompletableFuture<>();
                    createTask(() -> completeSoon(stage));
                    Asyncio.await(stage);
                }),
        RUNS_IN_AN_EXECUTOR(() -> getRunningLoop().runInExecutor(Runnable::run, () -> 1).await());

        private final Coroutine<?> code;

        Program(Action code) {
            this.code = Coroutine.of(code);
        }
    }

    // ---- the pieces

    private static void completeLater(Promise<String> promise) {
        sleep(SECOND);
        if (!promise.isDone()) {
            promise.setResult("done");
        }
    }

    private static Task<String> task(int seconds) {
        return createTask(
                () -> {
                    sleep(Duration.ofSeconds(seconds));
                    return "done";
                });
    }

    private static Task<String> slowlyEndingTask() {
        return createTask(
                () -> {
                    endSlowly();
                    return "done";
                });
    }

    private static void endSlowly() {
        try {
            sleep(SECOND);
        } finally {
            cleanUp();
        }
    }

    private static void cleanUp() {
        for (int i = 0; i < 3; i++) {
            sleep(Duration.ZERO);
        }
    }

    private static void failInAGroup() {
        TaskGroup.run(
                group -> {
                    group.createTask(() -> sleep(HOUR));
                    group.createTask(() -> fail(SECOND));
                });
    }

    private static void waitInAGroup() {
        TaskGroup.run(group -> group.createTask(() -> sleep(HOUR)));
    }

    private static void fail(Duration after) throws IOException {
        sleep(after);
        throw new IOException("on purpose");
    }

    private static void completeSoon(CompletableFuture<String> stage) {
        sleep(Duration.ZERO);
        stage.complete("done");
    }

    /** The code ends with this failure, unless a cancellation comes before. */
    private static void expect(Class<? extends Throwable> failure, Action code) {
        try {
            code.run();
        } catch (Throwable thrown) {
            if (failure.isInstance(thrown)) {
                return;
            }
            throw Sneaky.rethrow(thrown);
        }
        throw new AssertionError("it did not end with " + failure);
    }

    // ---- the tests

    @ParameterizedTest
    @EnumSource(Program.class)
    void aLazyProgramKeepsTheRules(Program program) {
        assertThat(CancelAtEveryStep.check(program.code, TaskFactory.LAZY)).isGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void anEagerProgramKeepsTheRules(Program program) {
        assertThat(CancelAtEveryStep.check(program.code, TaskFactory.EAGER)).isGreaterThan(10);
    }

    @Test
    void aProgramThatSwallowsItsCancellationIsFound() {
        Coroutine<?> swallowing =
                () -> {
                    try {
                        sleep(SECOND);
                    } catch (CancelledError swallowed) {
                        return "swallowed";
                    }
                    return "done";
                };
        assertThatThrownBy(() -> CancelAtEveryStep.check(swallowing, TaskFactory.LAZY))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the end of a cancelled task");
    }
}
