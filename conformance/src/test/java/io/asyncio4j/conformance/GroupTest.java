package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.ExceptionGroup;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** Groups of tasks. */
class GroupTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("s29_taskgroup_failure")
    void failingChildEndsSiblingsThenTheBody() {
        Virtual.run(
                () -> {
                    List<Task<?>> siblings = new ArrayList<>();
                    try {
                        TaskGroup.run(
                                group -> {
                                    siblings.add(group.createTask(() -> sibling("a")));
                                    group.createTask(this::failsAfterASecond);
                                    sleepAsBody();
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures));
                    }
                    trace.log(me().cancelling(), now(), siblings.getFirst().isCancelled());
                });
    }

    private void sibling(String name) {
        try {
            sleepSeconds(9);
        } catch (CancelledError cancelled) {
            trace.log("sib CE", name);
            throw cancelled;
        } finally {
            trace.log("sib fin", name);
        }
    }

    private void failsAfterASecond() {
        sleepSeconds(1);
        trace.log("bad");
        throw new IllegalArgumentException("bad");
    }

    private void sleepAsBody() {
        try {
            sleepSeconds(9);
        } catch (CancelledError cancelled) {
            trace.log("body CE", me().cancelling());
            throw cancelled;
        }
    }

    @Scenario("s30_taskgroup_multi_errors_order")
    void failuresAreKeptInOrderWithThatOfTheBodyLast() {
        Virtual.run(
                () -> {
                    try {
                        TaskGroup.run(
                                group -> {
                                    group.createTask(
                                            () -> sleepAndThrow(new NoSuchElementException("a")));
                                    group.createTask(
                                            () -> {
                                                throw new IllegalArgumentException("bad");
                                            });
                                    sleepAndThrow(new IOException("body"));
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures));
                    }
                });
    }

    private static void sleepAndThrow(Exception failure) throws Exception {
        try {
            sleepSeconds(9);
        } catch (CancelledError cancelled) {
            throw failure;
        }
    }

    @Scenario("s32_taskgroup_external_cancel")
    void failuresBeatACancellationFromOutside() {
        Virtual.run(
                () -> {
                    for (boolean withFailure : List.of(false, true)) {
                        Task<Void> task = createTask(() -> groupOfTwo(withFailure));
                        ticks(2);
                        task.cancel();
                        Asyncio.wait(List.of(task));
                        trace.log(
                                task.isCancelled()
                                        ? "cancelled"
                                        : Python.show(task.exception().orElseThrow()),
                                task.cancelling());
                    }
                });
    }

    private void groupOfTwo(boolean withFailure) {
        TaskGroup.run(
                group -> {
                    group.createTask(() -> sleepAndTell("1"));
                    if (withFailure) {
                        group.createTask(() -> sleepAndThrow(new IllegalArgumentException("x")));
                    }
                });
    }

    private void sleepAndTell(String name) {
        try {
            sleepSeconds(9);
        } finally {
            trace.log("fin", name);
        }
    }

    @Scenario("s34_nested_taskgroups")
    void nestedGroupsKeepTheirShape() {
        Virtual.run(
                () -> {
                    try {
                        TaskGroup.run(
                                outer -> {
                                    outer.createTask(GroupTest::groupOfTwoFailures);
                                    outer.createTask(() -> sleepSeconds(5));
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures), now());
                    }
                });
    }

    private static void groupOfTwoFailures() {
        TaskGroup.run(
                inner -> {
                    inner.createTask(() -> failAfterASecond("i1"));
                    inner.createTask(() -> failAfterASecond("i2"));
                });
    }

    private static void failAfterASecond(String message) {
        sleepSeconds(1);
        throw new IllegalArgumentException(message);
    }

    @Scenario("s65_taskgroup_cancel")
    void cancelledGroupEndsWithoutAnError() {
        Virtual.run(
                () -> {
                    TaskGroup.run(
                            group -> {
                                group.createTask(() -> sleepAndTell("a"));
                                sleepSeconds(1);
                                group.cancel();
                                trace.log("after cancel call");
                                sleepSeconds(5);
                                trace.log("unreached");
                            });
                    trace.log("exit", now(), me().cancelling());

                    TaskGroup cancelledBefore = new TaskGroup();
                    cancelledBefore.cancel();
                    cancelledBefore.enter(
                            () -> {
                                trace.log("entered");
                                sleepSeconds(5);
                                trace.log("unreached");
                                return null;
                            });
                    trace.log("out", now());
                    cancelledBefore.cancel();
                    trace.log("idempotent");
                    tick();
                });
    }
}
