package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.named;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.seconds;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.CancelledError;
import io.asyncio4j.ExceptionGroup;
import io.asyncio4j.Promise;
import io.asyncio4j.SystemExit;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.TaskOptions;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** Twins of more/groups.py: failures, of children and of the body. */
class MoreGroupTest {
    @RegisterExtension final Trace trace = new Trace();
    private final Bodies bodies = new Bodies(trace);

    @Scenario("group_body_fails_alone")
    void failureOfTheBodyIsAGroupToo() {
        Virtual.run(
                () -> {
                    try {
                        TaskGroup.run(
                                group -> {
                                    throw new IllegalArgumentException("body");
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures), me().cancelling());
                    }
                    try {
                        TaskGroup.run(
                                group -> {
                                    group.createTask(bodies.sleeper("a"));
                                    sleepSeconds(1);
                                    throw new NoSuchElementException("k");
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures), now());
                    }
                });
    }

    @Scenario("group_body_awaits_its_failing_child")
    void failureOfAnAwaitedChildIsGroupedOnce() {
        Virtual.run(
                () -> {
                    try {
                        TaskGroup.run(
                                group -> {
                                    Task<String> child = group.createTask(Bodies.failing(1, "x"));
                                    trace.log(attempt(() -> child.await()), me().cancelling());
                                    tick();
                                    trace.log("goes on");
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures), now(), me().cancelling());
                    }
                    try {
                        TaskGroup.run(
                                group -> {
                                    Promise<String> promise = loop().createFuture();
                                    group.createTask(() -> promise.await());
                                    group.createTask(() -> promise.await());
                                    sleepSeconds(1);
                                    promise.setException(new IllegalArgumentException("shared"));
                                });
                    } catch (ExceptionGroup failures) {
                        List<Throwable> both = failures.exceptions();
                        trace.log(Python.show(failures), both.get(0) == both.get(1));
                    }
                });
    }

    @Scenario("group_child_cancelled_alone_is_no_failure")
    void childCancelledAloneIsNoFailure() {
        Virtual.run(
                () -> {
                    List<Task<String>> children = new ArrayList<>();
                    TaskGroup.run(
                            group -> {
                                children.add(group.createTask(bodies.sleeper("a")));
                                children.add(group.createTask(bodies.sleeper("b", 2, "B")));
                                sleepSeconds(1);
                                children.getFirst().cancel();
                            });
                    trace.log(
                            children.get(0).isCancelled(),
                            children.get(1).result(),
                            now(),
                            me().cancelling());
                });
    }

    @Scenario("group_children_start_children")
    void childrenStartChildrenWhileTheGroupCloses() {
        Virtual.run(
                () -> {
                    TaskGroup.run(
                            group -> {
                                group.createTask(() -> grow(group, 1));
                            });
                    trace.log("end", now());
                });
    }

    private void grow(TaskGroup group, int depth) {
        sleepSeconds(1);
        trace.log("depth", depth, now());
        if (depth < 3) {
            group.createTask(() -> grow(group, depth + 1));
        }
    }

    @Scenario("group_refuses_tasks")
    void groupRefusesTasksBeforeAndAfterItsTime() {
        Virtual.run(
                () -> {
                    TaskGroup group = new TaskGroup();
                    trace.log(attempt(() -> group.createTask(bodies.sleeper("never"))));
                    try {
                        group.enter(
                                () -> {
                                    group.createTask(() -> addWhenCancelled(group));
                                    sleepSeconds(1);
                                    throw new IllegalArgumentException("body");
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures));
                    }
                    trace.log(attempt(() -> group.createTask(bodies.sleeper("never"))));
                    trace.log(attempt(() -> group.enter(() -> null)));
                });
    }

    private void addWhenCancelled(TaskGroup group) {
        try {
            sleepSeconds(9);
        } finally {
            trace.log(attempt(() -> group.createTask(bodies.sleeper("never"))));
        }
    }

    @Scenario("group_body_that_swallows_the_cancellation")
    void failureWaitsForABodyThatGoesOn() {
        Virtual.run(
                () -> {
                    try {
                        TaskGroup.run(
                                group -> {
                                    group.createTask(Bodies.failing(1, "x"));
                                    try {
                                        sleepSeconds(9);
                                    } catch (CancelledError cancelled) {
                                        trace.log("swallowed", now(), me().cancelling());
                                    }
                                    sleepSeconds(3);
                                    trace.log("body ends", now());
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures), now(), me().cancelling());
                    }
                });
    }

    @Scenario("group_waits_for_stubborn_children")
    void groupWaitsForStubbornChildren() {
        Virtual.run(
                () -> {
                    try {
                        TaskGroup.run(
                                group -> {
                                    group.createTask(bodies.stubborn("a", 3));
                                    group.createTask(Bodies.failing(1, "x"));
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures), now(), me().cancelling());
                    }
                });
    }

    @Scenario("group_inside_a_group_that_fails")
    void failureEndsTheGroupsInsideToo() {
        Virtual.run(
                () -> {
                    List<Task<?>> inner = new ArrayList<>();
                    try {
                        TaskGroup.run(
                                group -> {
                                    inner.add(group.createTask(this::innerGroup));
                                    group.createTask(Bodies.failing(1, "x"));
                                });
                    } catch (ExceptionGroup failures) {
                        boolean cancelled = inner.getFirst().isCancelled();
                        trace.log(Python.show(failures), cancelled, me().cancelling());
                    }
                });
    }

    private void innerGroup() {
        try {
            TaskGroup.run(
                    group -> {
                        group.createTask(bodies.sleeper("grandchild"));
                        bodies.sleeper("inner body").run();
                    });
        } finally {
            trace.log("inner", me().cancelling());
        }
    }

    @Scenario("group_inside_the_body_of_a_group")
    void groupsNestInOneTask() {
        Virtual.run(
                () -> {
                    try {
                        TaskGroup.run(
                                outer -> {
                                    outer.createTask(Bodies.failing(1, "outer"));
                                    TaskGroup.run(
                                            inner -> {
                                                inner.createTask(bodies.sleeper("inner"));
                                            });
                                    trace.log("not reached");
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures), now(), me().cancelling());
                    }
                    try {
                        TaskGroup.run(
                                outer -> {
                                    outer.createTask(bodies.sleeper("outer"));
                                    TaskGroup.run(
                                            inner -> {
                                                inner.createTask(Bodies.failing(1, "inner"));
                                            });
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures), now(), me().cancelling());
                    }
                });
    }

    @Scenario("group_whose_both_levels_fail_at_once")
    void bothLevelsFailAtOnce() {
        Virtual.run(
                () -> {
                    try {
                        TaskGroup.run(
                                outer -> {
                                    outer.createTask(Bodies.failing(1, "outer"));
                                    TaskGroup.run(
                                            inner -> {
                                                inner.createTask(Bodies.failing(1, "inner"));
                                            });
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures), now(), me().cancelling());
                    }
                    tick();
                    trace.log("fine");
                });
    }

    @Scenario("group_failures_in_the_order_of_their_ends")
    void failuresComeInTheOrderOfTheirEnds() {
        Virtual.run(
                () -> {
                    try {
                        TaskGroup.run(
                                group -> {
                                    group.createTask(() -> failAfterCleanup("slow", 3));
                                    group.createTask(() -> failAfterCleanup("quick", 1));
                                    group.createTask(Bodies.failing(1, "first"));
                                    try {
                                        sleepSeconds(9);
                                    } catch (CancelledError cancelled) {
                                        throw new NoSuchElementException("body");
                                    }
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures), now());
                    }
                });
    }

    private static void failAfterCleanup(String message, double seconds) {
        try {
            sleepSeconds(9);
        } catch (CancelledError cancelled) {
            sleepSeconds(seconds);
            throw new IllegalArgumentException(message);
        }
    }

    @Scenario("group_of_a_program_that_exits")
    void exitRequestLeavesTheGroupAsItIs() {
        try {
            Virtual.run(
                    () -> {
                        try {
                            TaskGroup.run(
                                    group -> {
                                        group.createTask(MoreGroupTest::leave);
                                        group.createTask(bodies.sleeper("a"));
                                        sleepSeconds(9);
                                    });
                        } catch (Throwable failure) {
                            trace.log("main", Python.name(failure), now());
                            throw failure;
                        }
                    });
        } catch (SystemExit exit) {
            trace.log("exit", exit.status());
        }
    }

    private static void leave() {
        sleepSeconds(1);
        throw new SystemExit(3);
    }

    @Scenario("group_children_have_names_and_results")
    void childrenHaveNamesAndResults() {
        Virtual.run(
                () -> {
                    List<Task<String>> children = new ArrayList<>();
                    TaskGroup.run(
                            group -> {
                                for (String name : List.of("a", "b")) {
                                    double seconds = name.equals("a") ? 2 : 1;
                                    children.add(
                                            group.createTask(
                                                    TaskOptions.named(name),
                                                    bodies.sleeper(name, seconds, name)));
                                }
                            });
                    trace.log(
                            Python.tuple(children.get(0).name(), children.get(0).result()),
                            Python.tuple(children.get(1).name(), children.get(1).result()),
                            now());
                });
    }

    @Scenario("group_cancelled_by_what_its_body_awaits")
    void cancellationOfTheAwaitedEndsTheGroup() {
        Virtual.run(
                () -> {
                    Task<Void> task =
                            createTask(
                                    () ->
                                            TaskGroup.run(
                                                    group -> {
                                                        group.createTask(bodies.sleeper("child"));
                                                        Task<String> other =
                                                                named(
                                                                        "other",
                                                                        bodies.sleeper("other"));
                                                        loop().callLater(seconds(1), other::cancel);
                                                        other.await();
                                                    }));
                    trace.log(
                            attempt(() -> task.await()),
                            task.isCancelled(),
                            task.cancelling(),
                            now());
                });
    }
}
