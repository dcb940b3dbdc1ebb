package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.currentTask;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tasks that begin inside createTask, and the factories that make them. */
final class EagerTaskTest {
    private static final TaskOptions EAGER = TaskOptions.DEFAULT.withStart(TaskOptions.Start.EAGER);

    private final Sequence sequence = new Sequence();

    private static void pass() {
        sleep(Duration.ZERO);
    }

    @Test
    void anEagerTaskRunsToItsFirstWaitInsideCreateTask() {
        Virtually.run(
                () -> {
                    Task<?> task =
                            createTask(
                                    EAGER,
                                    () -> {
                                        sequence.at(1);
                                        pass();
                                        sequence.at(3);
                                    });
                    sequence.at(2);
                    assertThat(task.isDone()).isFalse();
                    task.await();
                });
        sequence.end(3);
    }

    @Test
    void anEagerTaskThatNeverWaitsIsDoneWhenCreateTaskReturns() {
        Virtually.run(
                () -> {
                    Asyncio.getRunningLoop().callSoon(sequence.callbackAt(1));
                    Task<String> task = createTask(EAGER, () -> "at once");
                    assertThat(task.isDone()).isTrue();
                    assertThat(task.await()).isEqualTo("at once");
                    sequence.end(0); // no pass was used
                    pass();
                });
        sequence.end(1);
    }

    @Test
    void nothingElseRunsWhileAnEagerTaskStarts() {
        Virtually.run(
                () -> {
                    createTask(() -> sequence.at(3));
                    createTask(EAGER, () -> sequence.at(1));
                    sequence.at(2);
                    pass();
                });
        sequence.end(3);
    }

    @Test
    void theCurrentTaskIsSwappedForTheStart() {
        Virtually.run(
                () -> {
                    Task<?> main = currentTask().orElseThrow();
                    Task<Task<?>> child = createTask(EAGER, () -> currentTask().orElseThrow());
                    assertThat(child.result()).isSameAs(child);
                    assertThat(currentTask()).containsSame(main);
                });
    }

    @Test
    void theNameIsThereFromTheFirstInstruction() {
        Virtually.run(
                () -> {
                    Task<String> task =
                            createTask(
                                    EAGER.withName("mine"),
                                    () -> currentTask().orElseThrow().name());
                    assertThat(task.result()).isEqualTo("mine");
                });
    }

    @Test
    void anEagerTaskIsAmongAllTasksWhileItStarts() {
        Virtually.run(
                () -> {
                    Task<Integer> task = createTask(EAGER, () -> Asyncio.allTasks().size());
                    assertThat(task.result()).isEqualTo(2);
                    assertThat(Asyncio.allTasks()).hasSize(1);
                });
    }

    @Test
    void eagerTasksNest() {
        Virtually.run(
                () -> {
                    Task<?> outer =
                            createTask(
                                    EAGER,
                                    () -> {
                                        sequence.at(1);
                                        Task<?> inner =
                                                createTask(
                                                        EAGER,
                                                        () -> {
                                                            sequence.at(2);
                                                            createTask(EAGER, () -> sequence.at(3));
                                                            sequence.at(4);
                                                            pass();
                                                            sequence.at(7);
                                                        });
                                        sequence.at(5);
                                        inner.await();
                                        sequence.at(8);
                                    });
                    sequence.at(6);
                    outer.await();
                });
        sequence.end(8);
    }

    @Test
    void aThousandNestedStartsFitOnTheStack() {
        Virtually.run(() -> assertThat(nest(1_000)).isEqualTo(1_000));
    }

    private static int nest(int depth) {
        return depth == 0 ? 0 : 1 + createTask(EAGER, () -> nest(depth - 1)).result();
    }

    @Test
    void anEagerTaskMayBeStartedInACallback() {
        Virtually.run(
                () -> {
                    EventLoop loop = Asyncio.getRunningLoop();
                    loop.callSoon(
                            () -> {
                                Task<String> task =
                                        loop.createTask(
                                                EAGER,
                                                () -> {
                                                    sequence.at(1);
                                                    return "done";
                                                });
                                sequence.at(2);
                                assertThat(task.result()).isEqualTo("done");
                                assertThat(currentTask()).isEmpty();
                            });
                    pass();
                });
        sequence.end(2);
    }

    @Test
    void aLoopThatDoesNotRunStartsItWhenItDoes() {
        try (EventLoop loop = Virtually.loop()) {
            Task<Integer> task =
                    loop.createTask(
                            EAGER,
                            () -> {
                                sequence.at(1);
                                return 1;
                            });
            sequence.end(0);
            assertThat(loop.runUntilComplete(task)).isEqualTo(1);
        }
        sequence.end(1);
    }

    @Test
    void aFailureIsKeptForTheAwaiter() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("at once");
                    Task<?> task =
                            createTask(
                                    EAGER,
                                    () -> {
                                        throw failure;
                                    });
                    assertThat(task.isDone()).isTrue();
                    assertThatThrownBy(() -> task.await()).isSameAs(failure);
                });
    }

    @Test
    void anExitRequestOfTheStartLeavesCreateTask() {
        SystemExit exit = new SystemExit(3);
        assertThatThrownBy(
                        () ->
                                Virtually.run(
                                        () -> {
                                            try {
                                                createTask(
                                                        EAGER,
                                                        () -> {
                                                            throw exit;
                                                        });
                                            } catch (SystemExit thrown) {
                                                sequence.at(1);
                                                throw thrown;
                                            }
                                        }))
                .isSameAs(exit);
        sequence.end(1);
    }

    @Test
    void anExitRequestThatTheStarterCatchesIsNotThrownAgain() {
        Virtually.run(
                () -> {
                    assertThatThrownBy(
                                    () ->
                                            createTask(
                                                    EAGER,
                                                    () -> {
                                                        throw new SystemExit(3);
                                                    }))
                            .isInstanceOf(SystemExit.class);
                    createTask(EAGER, () -> sequence.at(1));
                    pass();
                });
        sequence.end(1);
    }

    @Test
    void theContextIsCopiedAndLeftAlone() {
        ContextVar<String> variable = ContextVar.of("v");
        Virtually.run(
                () -> {
                    variable.set("main");
                    Task<String> task =
                            createTask(
                                    EAGER,
                                    () -> {
                                        String seen = variable.get();
                                        variable.set("child");
                                        return seen;
                                    });
                    assertThat(task.result()).isEqualTo("main");
                    assertThat(variable.get()).isEqualTo("main");
                });
    }

    @Test
    void anEagerTaskThatCancelsItsStarterIsHeardAtTheNextAwait() {
        Virtually.run(
                () -> {
                    Task<?> main = currentTask().orElseThrow();
                    createTask(EAGER, () -> main.cancel("from below"));
                    sequence.at(1);
                    assertThatThrownBy(EagerTaskTest::pass).hasMessage("from below");
                    assertThat(main.uncancel()).isZero();
                });
        sequence.end(1);
    }

    @Test
    void awaitingTheStarterFromAnEagerTaskIsNoShortCut() {
        Virtually.run(
                () -> {
                    Promise<String> promise = Asyncio.getRunningLoop().createFuture();
                    Task<String> starter =
                            createTask(
                                    () -> {
                                        Task<?> me = currentTask().orElseThrow();
                                        createTask(
                                                EAGER,
                                                () -> {
                                                    me.await();
                                                    sequence.at(2);
                                                });
                                        sequence.at(1);
                                        return promise.await();
                                    });
                    pass();
                    promise.setResult("r");
                    assertThat(starter.await()).isEqualTo("r");
                    pass();
                });
        sequence.end(2);
    }

    // ---- factories

    @Test
    void theEagerFactoryMakesAllTasksEagerUnlessToldOtherwise() {
        Virtually.run(
                () -> {
                    Asyncio.getRunningLoop().setTaskFactory(TaskFactory.EAGER);
                    assertThat(Asyncio.getRunningLoop().taskFactory()).isSameAs(TaskFactory.EAGER);
                    createTask(() -> sequence.at(1));
                    createTask(
                            TaskOptions.DEFAULT.withStart(TaskOptions.Start.LAZY),
                            () -> sequence.at(3));
                    sequence.at(2);
                    pass();
                });
        sequence.end(3);
    }

    @Test
    void theLazyFactoryIsTheRule() {
        try (EventLoop loop = Virtually.loop()) {
            assertThat(loop.taskFactory()).isSameAs(TaskFactory.LAZY);
        }
    }

    @Test
    void aFactoryGetsEverythingTheCallerAskedForAndMayChangeIt() {
        List<TaskOptions> seen = new ArrayList<>();
        TaskFactory naming =
                new TaskFactory() {
                    @Override
                    public <T extends @Nullable Object> Task<T> createTask(
                            EventLoop loop, Coroutine<T> body, TaskOptions options) {
                        seen.add(options);
                        return Task.create(loop, body, options.withName("made here"));
                    }
                };
        Virtually.run(
                () -> {
                    Asyncio.getRunningLoop().setTaskFactory(naming);
                    Context context = Context.copy();
                    TaskOptions options = EAGER.withName("asked").withContext(context);
                    Task<?> task = createTask(options, () -> {});
                    assertThat(task.name()).isEqualTo("made here");
                    assertThat(task.context()).isSameAs(context);
                    TaskGroup.run(group -> group.createTask(() -> {}));
                    assertThat(seen).containsExactly(options, TaskOptions.DEFAULT);
                });
    }

    @Test
    void aFailingFactoryFailsTheCallThatNeedsIt() {
        UnsupportedOperationException failure = new UnsupportedOperationException("no tasks");
        TaskFactory failing =
                new TaskFactory() {
                    @Override
                    public <T extends @Nullable Object> Task<T> createTask(
                            EventLoop loop, Coroutine<T> body, TaskOptions options) {
                        throw failure;
                    }
                };
        Virtually.run(
                () -> {
                    EventLoop loop = Asyncio.getRunningLoop();
                    loop.setTaskFactory(failing);
                    assertThatThrownBy(() -> createTask(() -> {})).isSameAs(failure);
                    assertThat(loop.allTasks()).hasSize(1);
                    loop.setTaskFactory(TaskFactory.LAZY);
                });
    }

    @Test
    void optionsAreCheckedAndImmutable() {
        TaskOptions named = TaskOptions.named("n");
        assertThat(named.withStart(TaskOptions.Start.LAZY))
                .isEqualTo(
                        new TaskOptions(
                                Optional.of("n"),
                                Optional.empty(),
                                Optional.of(TaskOptions.Start.LAZY)));
        assertThat(named.start()).isEmpty();
        assertThat(TaskOptions.DEFAULT.name()).isEmpty();
    }
}
