package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.Action;
import io.asyncio4j.CancelledError;
import io.asyncio4j.ExceptionGroup;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.TaskGroup.GroupAction;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** Twins of more/groups.py: cancellations from outside, and cancel() of the group itself. */
class MoreGroupCancelTest {
    @RegisterExtension final Trace trace = new Trace();
    private final Bodies bodies = new Bodies(trace);

    /** Runs a group, logs its failures, and then how a further tick ends. */
    private void logFailuresAndTick(GroupAction body, Action afterwards) throws Exception {
        try {
            TaskGroup.run(body);
        } catch (ExceptionGroup failures) {
            trace.log(Python.show(failures), me().cancelling());
        }
        afterwards.run();
    }

    private void logTick() {
        trace.log(attempt(Virtual::tick));
    }

    private void logTickAndCount() {
        trace.log(attempt(Virtual::tick), me().cancelling());
    }

    @Scenario("group_body_fails_and_then_comes_a_cancellation")
    void failureOfTheBodyBeatsALaterCancellation() {
        Virtual.run(
                () -> {
                    Task<Void> task =
                            createTask(
                                    () ->
                                            logFailuresAndTick(
                                                    group -> {
                                                        group.createTask(bodies.stubborn("a", 2));
                                                        tick();
                                                        throw new IllegalArgumentException("body");
                                                    },
                                                    this::logTick));
                    sleepSeconds(1);
                    task.cancel();
                    trace.log(attempt(() -> task.await()), task.cancelling(), now());
                });
    }

    @Scenario("group_in_a_task_that_is_being_cancelled")
    void failureInACleanupDeliversTheCancellationAgain() {
        Virtual.run(
                () -> {
                    Task<Void> task = createTask(this::cleanUpWithGroups);
                    sleepSeconds(1);
                    task.cancel();
                    trace.log(attempt(() -> task.await()), task.cancelling());
                });
    }

    private void cleanUpWithGroups() {
        try {
            sleepSeconds(9);
        } catch (CancelledError cancelled) {
            try {
                TaskGroup.run(
                        group -> {
                            group.createTask(bodies.sleeper("a", 1));
                        });
                trace.log("cleanup", now(), me().cancelling());
                TaskGroup.run(
                        group -> {
                            group.createTask(Bodies.failing(1, "x"));
                        });
            } catch (ExceptionGroup failures) {
                trace.log(Python.show(failures), me().cancelling(), now());
            }
            trace.log(attempt(() -> sleepSeconds(1)), now());
            throw cancelled;
        }
    }

    @Scenario("group_turns_a_cancellation_into_a_failure")
    void cancellationTurnedIntoAFailureIsDeliveredAgain() {
        Virtual.run(
                () -> {
                    Task<Void> task =
                            createTask(
                                    () ->
                                            logFailuresAndTick(
                                                    group -> {
                                                        group.createTask(bodies.sleeper("a"));
                                                        Bodies.failingCleanup("turned").run();
                                                    },
                                                    this::logTick));
                    sleepSeconds(1);
                    task.cancel();
                    trace.log(attempt(() -> task.await()), task.cancelling());
                });
    }

    @Scenario("group_cancelled_while_it_closes")
    void groupCancelledTwiceWhileItClosesWaits() {
        Virtual.run(
                () -> {
                    Task<Void> task =
                            createTask(
                                    () -> {
                                        TaskGroup.run(
                                                group -> {
                                                    group.createTask(bodies.stubborn("a", 3));
                                                });
                                        trace.log("not reached");
                                    });
                    sleepSeconds(1);
                    task.cancel();
                    sleepSeconds(1);
                    task.cancel();
                    trace.log(attempt(() -> task.await()), task.cancelling(), now());
                });
    }

    @Scenario("group_failure_and_cancellation_in_one_pass")
    void failureAndCancellationInOnePass() {
        Virtual.run(
                () -> {
                    for (String order : List.of("cancel first", "failure first")) {
                        Promise<Integer> promise = loop().createFuture();
                        Task<Void> task = createTask(() -> groupFailingWith(promise));
                        ticks(2);
                        trace.log(order);
                        if (order.equals("cancel first")) {
                            task.cancel();
                            promise.setResult(1);
                        } else {
                            promise.setResult(1);
                            ticks(2);
                            task.cancel();
                        }
                        trace.log(
                                attempt(() -> task.await()), task.isCancelled(), task.cancelling());
                    }
                });
    }

    private void groupFailingWith(Future<Integer> future) throws Exception {
        logFailuresAndTick(
                group -> {
                    group.createTask(
                            () -> {
                                future.await();
                                throw new IllegalArgumentException("x");
                            });
                    sleepSeconds(9);
                },
                this::logTickAndCount);
    }

    @Scenario("group_failure_while_it_closes_and_then_a_cancellation")
    void cancellationAfterAFailureIsKept() {
        Virtual.run(
                () -> {
                    Task<Void> task = createTask(this::failWhileClosing);
                    sleepSeconds(2);
                    task.cancel();
                    trace.log(
                            attempt(() -> task.await()),
                            task.isCancelled(),
                            task.cancelling(),
                            now());
                });
    }

    private void failWhileClosing() {
        try {
            TaskGroup.run(
                    group -> {
                        group.createTask(bodies.stubborn("a", 3));
                        group.createTask(Bodies.failing(1, "x"));
                    });
        } catch (ExceptionGroup failures) {
            trace.log(Python.show(failures), me().cancelling(), now());
        }
        logTickAndCount();
    }

    @Scenario("group_cancel_from_a_child")
    void childMayCancelTheGroup() {
        Virtual.run(
                () -> {
                    TaskGroup.run(
                            group -> {
                                group.createTask(() -> cancelFromWithin(group));
                                group.createTask(bodies.stubborn("a", 2));
                                bodies.sleeper("body").run();
                            });
                    trace.log("out", now(), me().cancelling());
                    TaskGroup.run(
                            group -> {
                                group.createTask(() -> cancelFromWithin(group));
                            });
                    trace.log("out", now(), me().cancelling());
                });
    }

    private void cancelFromWithin(TaskGroup group) throws Exception {
        sleepSeconds(1);
        group.cancel();
        trace.log("called", me().cancelling());
        bodies.sleeper("caller").run();
    }

    @Scenario("group_cancel_with_a_failing_cleanup")
    void failureDuringTheEndIsThrown() {
        Virtual.run(
                () -> {
                    try {
                        TaskGroup.run(
                                group -> {
                                    group.createTask(Bodies.failingCleanup("cleanup"));
                                    sleepSeconds(1);
                                    group.cancel();
                                    sleepSeconds(9);
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures), me().cancelling(), now());
                    }
                });
    }

    @Scenario("group_cancel_and_a_cancellation_from_outside")
    void cancellationFromOutsideLeavesACancelledGroup() {
        Virtual.run(
                () -> {
                    Task<Void> task =
                            createTask(
                                    () -> {
                                        TaskGroup.run(
                                                group -> {
                                                    group.createTask(bodies.stubborn("a", 2));
                                                    sleepSeconds(1);
                                                    group.cancel();
                                                });
                                        trace.log("not reached");
                                    });
                    sleepSeconds(2);
                    task.cancel();
                    trace.log(
                            attempt(() -> task.await()),
                            task.isCancelled(),
                            task.cancelling(),
                            now());
                });
    }

    @Scenario("group_cancel_in_a_task_that_is_being_cancelled")
    void groupCancelledInACleanupEndsWithoutAnError() { // not as in CPython, see deliberate.txt
        Virtual.run(
                () -> {
                    Task<Void> task = createTask(this::cleanUpWithACancelledGroup);
                    sleepSeconds(1);
                    task.cancel();
                    trace.log(attempt(() -> task.await()), task.cancelling(), now());
                });
    }

    private void cleanUpWithACancelledGroup() {
        try {
            sleepSeconds(9);
        } catch (CancelledError cancelled) {
            trace.log(attempt(this::groupThatCancelsItself), me().cancelling());
            trace.log(attempt(() -> sleepSeconds(1)));
            throw cancelled;
        }
    }

    private String groupThatCancelsItself() {
        TaskGroup.run(
                group -> {
                    group.createTask(bodies.sleeper("a"));
                    sleepSeconds(1);
                    group.cancel();
                });
        return "out";
    }
}
