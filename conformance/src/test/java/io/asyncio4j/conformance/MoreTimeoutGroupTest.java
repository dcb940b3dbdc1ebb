package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.timeout;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.seconds;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.ExceptionGroup;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.Timeout;
import io.asyncio4j.TimeoutException;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Twins of more/timeouts.py: deadlines around groups and inside them. */
class MoreTimeoutGroupTest {
    @RegisterExtension final Trace trace = new Trace();
    private final Bodies bodies = new Bodies(trace);

    private static String names(ExceptionGroup group) {
        return group.exceptions().stream().map(Python::name).collect(Collectors.joining(" "));
    }

    @Scenario("timeout_around_a_group")
    void deadlineEndsAGroupAndWaitsForIt() {
        Virtual.run(
                () -> {
                    try {
                        timeout(
                                seconds(1),
                                () ->
                                        TaskGroup.run(
                                                group -> {
                                                    group.createTask(() -> cleanUp("a", 1));
                                                    group.createTask(() -> cleanUp("b", 3));
                                                    sleepSeconds(9);
                                                }));
                    } catch (TimeoutException late) {
                        String cause = Python.name(late.getCause());
                        trace.log("TO", now(), cause, me().cancelling());
                    }
                    try {
                        timeout(
                                seconds(1),
                                () ->
                                        TaskGroup.run(
                                                group -> {
                                                    group.createTask(() -> cleanUp("c", 1));
                                                }));
                    } catch (TimeoutException late) {
                        trace.log("TO", now(), me().cancelling());
                    }
                });
    }

    private void cleanUp(String name, double seconds) {
        try {
            sleepSeconds(9);
        } finally {
            sleepSeconds(seconds);
            trace.log("clean", name, now());
        }
    }

    @Scenario("timeout_inside_a_child_of_a_group")
    void deadlineOfAChildIsAFailureOfTheGroup() {
        Virtual.run(
                () -> {
                    try {
                        TaskGroup.run(
                                group -> {
                                    group.createTask(
                                            () -> timeout(seconds(1), () -> sleepSeconds(9)));
                                    group.createTask(bodies.sleeper("sibling"));
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(names(failures), now(), me().cancelling());
                    }
                });
    }

    @Scenario("timeout_and_failing_child_at_one_instant")
    void deadlineAndFailureMeetAtOneInstant() {
        Virtual.run(
                () -> {
                    Timeout limit = Timeout.after(seconds(1));
                    List<Task<?>> children = new ArrayList<>();
                    try {
                        limit.run(
                                () ->
                                        TaskGroup.run(
                                                group -> {
                                                    children.add(
                                                            group.createTask(
                                                                    Bodies.failing(1, "x")));
                                                }));
                    } catch (TimeoutException late) {
                        boolean cancelled = children.getFirst().isCancelled();
                        trace.log("TO", cancelled, limit.isExpired(), me().cancelling());
                    }
                    try {
                        TaskGroup.run(
                                group -> {
                                    group.createTask(Bodies.failing(1, "y"));
                                    tick();
                                    timeout(seconds(1), () -> sleepSeconds(9));
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(names(failures), me().cancelling(), now());
                    }
                });
    }

    @Scenario("timeout_around_a_group_that_fails_while_it_ends")
    void failureDuringTheEndBeatsTheDeadline() {
        Virtual.run(
                () -> {
                    Timeout limit = Timeout.after(seconds(1));
                    try {
                        limit.run(
                                () ->
                                        TaskGroup.run(
                                                group -> {
                                                    group.createTask(
                                                            Bodies.failingCleanup("cleanup"));
                                                    sleepSeconds(9);
                                                }));
                    } catch (ExceptionGroup failures) {
                        boolean expired = limit.isExpired();
                        trace.log(Python.show(failures), expired, me().cancelling(), now());
                    }
                    tick();
                    trace.log("fine");
                });
    }
}
