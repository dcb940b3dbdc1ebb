package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Coroutine;
import io.asyncio4j.ExceptionGroup;
import io.asyncio4j.Task;
import io.asyncio4j.TaskFactory;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.TaskOptions;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;

/** Twins of more/eager.py: tasks that begin inside createTask. */
class MoreEagerTest {
    private static final TaskOptions EAGER = TaskOptions.DEFAULT.withStart(TaskOptions.Start.EAGER);

    @RegisterExtension final Trace trace = new Trace();
    private final Bodies bodies = new Bodies(trace);

    private static <T> Task<T> eager(Coroutine<T> body) {
        return createTask(EAGER, body);
    }

    private static <T> Task<T> eager(String name, Coroutine<T> body) {
        return createTask(EAGER.withName(name), body);
    }

    private static <T> Coroutine<T> bad(String message) {
        return () -> {
            throw new IllegalArgumentException(message);
        };
    }

    @Scenario("eager_current_task_when_nested")
    void currentTaskFollowsNestedEagerTasks() {
        Virtual.run(
                () -> {
                    me().setName("M");
                    Task<Object> task = eager("O", this::outer);
                    trace.log("main", me().name(), task.isDone());
                    task.await();
                });
    }

    private Object outer() {
        trace.log("outer", me().name());
        Task<Object> inner =
                eager(
                        "I",
                        () -> {
                            trace.log("inner", me().name());
                            tick();
                            trace.log("inner again", me().name());
                            return null;
                        });
        trace.log("back in", me().name(), inner.isDone());
        inner.await();
        trace.log("outer again", me().name());
        return null;
    }

    @Scenario("eager_task_that_never_waits")
    void eagerTaskThatNeverWaitsIsDoneAtOnce() {
        Virtual.run(
                () -> {
                    loop().callSoon(() -> trace.log("soon"));
                    Task<Integer> task =
                            eager(
                                    () -> {
                                        trace.log("runs");
                                        return 7;
                                    });
                    trace.log(
                            task.isDone(),
                            task.result(),
                            task.cancel(),
                            loop().allTasks().contains(task));
                    task.addDoneCallback(done -> trace.log("callback"));
                    trace.log(task.await());
                    tick();
                });
    }

    @Scenario("eager_task_that_fails_at_once")
    void eagerTaskThatFailsAtOnceThrowsWhenAwaited() {
        Virtual.run(
                () -> {
                    Task<String> task = eager(bad("x"));
                    trace.log("created", task.isDone());
                    trace.log(attempt(() -> task.await()));
                    Task<String> failing = eager(bad("x"));
                    Task<String> sleeping = eager(bodies.sleeper("s", 1));
                    trace.log(attempt(() -> gather(List.of(failing, sleeping)).await()));
                    sleepSeconds(2);
                });
    }

    @Scenario("eager_task_cancelled_at_its_first_wait")
    void eagerTaskIsCancelledAtItsFirstWait() {
        Virtual.run(
                () -> {
                    Task<String> task = eager(bodies.sleeper("t"));
                    trace.log(task.cancel(), task.isDone());
                    trace.log(attempt(() -> task.await()), task.isCancelled());
                    Task<String> self =
                            eager(
                                    () -> {
                                        trace.log(me().cancel());
                                        return bodies.sleeper("self").run();
                                    });
                    trace.log(self.isDone(), self.cancelling());
                    trace.log(attempt(() -> self.await()), self.isCancelled());
                });
    }

    @Scenario("eager_task_that_cancels_its_maker")
    void eagerTaskMayCancelItsMaker() {
        Virtual.run(
                () -> {
                    Task<Void> parent = createTask(this::makeChildThatCancels);
                    trace.log(attempt(() -> parent.await()), now());
                });
    }

    private void makeChildThatCancels() {
        Task<?> parent = me();
        Task<Object> child =
                eager(
                        () -> {
                            parent.cancel();
                            trace.log("child", parent.cancelling());
                            sleepSeconds(1);
                            trace.log("child ends", now());
                            return null;
                        });
        trace.log("parent goes on", me().cancelling(), child.isDone());
        try {
            sleepSeconds(5);
        } catch (CancelledError cancelled) {
            trace.log("CE", now());
            child.await();
            throw cancelled;
        }
    }

    @Scenario("eager_task_made_in_a_callback")
    void callbackMayMakeAnEagerTask() {
        Virtual.run(
                () -> {
                    List<Task<Object>> made = new ArrayList<>();
                    loop().callSoon(
                                    () -> {
                                        logCurrent("callback");
                                        made.add(eager("W", this::tickAndTell));
                                        trace.log(
                                                "back",
                                                Asyncio.currentTask(),
                                                made.getFirst().isDone());
                                    });
                    loop().callSoon(() -> trace.log("soon"));
                    tick();
                    made.getFirst().await();
                });
    }

    private void logCurrent(String where) {
        trace.log(where, Asyncio.currentTask());
    }

    private Object tickAndTell() {
        trace.log("begins", Asyncio.currentTask().isPresent());
        tick();
        trace.log("goes on", me().name());
        return null;
    }

    @Scenario("eager_steps_keep_their_place")
    void laterStepsOfEagerTasksKeepTheirPlace() {
        Virtual.run(
                () -> {
                    loop().callSoon(() -> trace.log("before"));
                    Task<Object> a = eager(() -> count("a"));
                    Task<Object> lazy = createTask(() -> count("lazy"));
                    Task<Object> b = eager(() -> count("b"));
                    loop().callSoon(() -> trace.log("after"));
                    Asyncio.wait(List.of(a, lazy, b));
                });
    }

    private Object count(String name) {
        for (int i = 0; i < 3; i++) {
            trace.log(name, i);
            tick();
        }
        return null;
    }

    @Scenario("eager_gather_of_quick_tasks_does_not_wait")
    void gatherOfQuickEagerTasksDoesNotWait() {
        Virtual.run(
                () -> {
                    loop().setTaskFactory(TaskFactory.EAGER);
                    loop().callSoon(() -> trace.log("soon"));
                    trace.log(gather(() -> quick("a"), () -> quick("b")).await());
                    trace.log(
                            gather(
                                            () -> quick("c"),
                                            () -> {
                                                tick();
                                                return "d";
                                            })
                                    .await());
                });
    }

    private String quick(String name) {
        trace.log(name);
        return name;
    }

    @Scenario("eager_children_of_a_group")
    void eagerChildrenOfAGroup() {
        Virtual.run(
                () -> {
                    loop().setTaskFactory(TaskFactory.EAGER);
                    List<Task<String>> children = new ArrayList<>();
                    TaskGroup.run(
                            group -> {
                                children.add(group.createTask(bodies.sleeper("a", 1, "A")));
                                children.add(
                                        group.createTask(
                                                () -> {
                                                    tick();
                                                    return "B";
                                                }));
                                trace.log(
                                        "body", children.get(0).isDone(), children.get(1).isDone());
                            });
                    trace.log(children.get(0).result(), children.get(1).result(), now());
                    try {
                        TaskGroup.run(
                                group -> {
                                    group.createTask(bodies.sleeper("c"));
                                    group.createTask(bad("x"));
                                    group.createTask(bad("y"));
                                    trace.log("body goes on", me().cancelling());
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures), now(), me().cancelling());
                    }
                });
    }

    @Scenario("eager_tasks_are_registered")
    void eagerTasksAreRegisteredFromTheirFirstStep() {
        Virtual.run(
                () -> {
                    Task<Object> task =
                            eager(
                                    () -> {
                                        trace.log(loop().allTasks().size());
                                        tick();
                                        return null;
                                    });
                    trace.log(loop().allTasks().size(), loop().allTasks().contains(task));
                    task.await();
                    trace.log(loop().allTasks().size());
                });
    }

    @Scenario("eager_chain_of_makers")
    void eagerTasksMakeEagerTasks() {
        Virtual.run(() -> eager(() -> makeChain(1)).await());
    }

    private Object makeChain(int depth) {
        trace.log("in", depth);
        if (depth < 3) {
            Task<Object> next = eager(() -> makeChain(depth + 1));
            trace.log("made", depth + 1, next.isDone());
            next.await();
        } else {
            sleepSeconds(1);
        }
        trace.log("out", depth, now());
        return null;
    }
}
