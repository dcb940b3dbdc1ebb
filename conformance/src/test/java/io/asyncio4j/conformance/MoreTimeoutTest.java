package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.conformance.Virtual.at;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.seconds;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.Timeout;
import io.asyncio4j.TimeoutException;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Instant;
import java.util.List;

/** Twins of more/timeouts.py: deadlines, nested, moved and met together with something else. */
class MoreTimeoutTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("timeout_nested_with_equal_deadlines")
    void outerOfTwoEqualDeadlinesWins() {
        Virtual.run(
                () -> {
                    Timeout outer = Timeout.after(seconds(1));
                    Timeout inner = Timeout.after(seconds(1));
                    try {
                        outer.run(
                                () -> {
                                    try {
                                        inner.run(() -> sleepSeconds(9));
                                    } catch (TimeoutException late) {
                                        trace.log("inner TO");
                                    } finally {
                                        trace.log("between", me().cancelling());
                                    }
                                });
                    } catch (TimeoutException late) {
                        trace.log("outer TO", now());
                    }
                    trace.log(outer.isExpired(), inner.isExpired(), me().cancelling());
                });
    }

    @Scenario("timeout_of_a_body_that_fails_when_cancelled")
    void failureOfTheBodyIsKept() {
        Virtual.run(
                () -> {
                    Timeout limit = Timeout.after(seconds(1));
                    try {
                        limit.call(Bodies.failingCleanup("cleanup"));
                    } catch (IllegalArgumentException failed) {
                        trace.log(
                                Python.name(failed), failed, limit.isExpired(), me().cancelling());
                    }
                    tick();
                    trace.log("fine");
                });
    }

    @Scenario("timeout_of_a_body_that_swallows_it")
    void bodyThatSwallowsTheCancellationEndsNormally() {
        Virtual.run(
                () -> {
                    Timeout limit = Timeout.after(seconds(1));
                    limit.run(
                            () -> {
                                try {
                                    sleepSeconds(9);
                                } catch (CancelledError cancelled) {
                                    trace.log("swallowed", me().cancelling());
                                }
                                sleepSeconds(2);
                                trace.log("goes on", now());
                            });
                    trace.log(limit.isExpired(), me().cancelling());
                    tick();
                    trace.log("fine");
                });
    }

    @Scenario("timeout_moved")
    void deadlineMoves() {
        Virtual.run(
                () -> {
                    Timeout limit = Timeout.after(seconds(1));
                    limit.run(
                            () -> {
                                trace.log(limit.when(), limit.isExpired());
                                limit.reschedule(at(4));
                                sleepSeconds(3);
                                limit.reschedule(Instant.MAX);
                                trace.log(limit.when());
                                sleepSeconds(3);
                                trace.log(now());
                            });
                    trace.log(limit.isExpired());
                    for (Instant when : List.of(at(7), at(6), at(5))) {
                        moveTo(when);
                    }
                });
    }

    private void moveTo(Instant when) {
        Timeout limit = Timeout.after(seconds(60));
        try {
            limit.run(
                    () -> {
                        limit.reschedule(when);
                        trace.log("until", limit.when());
                        sleepSeconds(9);
                    });
        } catch (TimeoutException late) {
            trace.log("TO", now(), limit.when(), limit.isExpired());
        }
    }

    @Scenario("timeout_moved_by_another_task_and_by_a_timer")
    void othersMayMoveTheDeadline() {
        Virtual.run(
                () -> {
                    Timeout limit = Timeout.after(seconds(10));
                    try {
                        limit.run(
                                () -> {
                                    loop().callLater(
                                                    seconds(1),
                                                    () -> limit.reschedule(now().plusSeconds(1)));
                                    loop().callLater(seconds(1.5), () -> limit.reschedule(at(5)));
                                    sleepSeconds(9);
                                });
                    } catch (TimeoutException late) {
                        trace.log("TO", now());
                    }
                });
    }

    @Scenario("timeout_used_wrongly")
    void timeoutServesOnce() {
        Virtual.run(
                () -> {
                    Timeout limit = Timeout.after(seconds(1));
                    trace.log(attempt(() -> limit.reschedule(at(5))));
                    limit.run(() -> {});
                    trace.log(limit.isExpired(), attempt(() -> limit.reschedule(at(5))));
                    trace.log(attempt(() -> limit.run(() -> trace.log("not reached"))));
                });
    }

    @Scenario("timeout_in_the_past")
    void deadlineInThePastActsAtTheFirstWait() {
        Virtual.run(
                () -> {
                    sleepSeconds(5);
                    sleepUnder(Timeout.at(at(1)));
                    sleepUnder(Timeout.after(seconds(-1)));
                    sleepUnder(Timeout.at(at(5)));
                });
    }

    private void sleepUnder(Timeout limit) {
        loop().callSoon(() -> trace.log("soon"));
        try {
            limit.run(
                    () -> {
                        trace.log(limit.when(), limit.isExpired());
                        sleepSeconds(1);
                        trace.log("not reached");
                    });
        } catch (TimeoutException late) {
            trace.log("TO", now(), limit.isExpired());
        }
    }

    @Scenario("timeout_passes_during_the_cleanup_of_a_cancellation")
    void deadlineThatPassesDuringACleanupIsNoTimeout() {
        Virtual.run(
                () -> {
                    Task<Void> task = createTask(this::cleanUpBeyondTheDeadline);
                    sleepSeconds(1);
                    task.cancel();
                    trace.log(attempt(() -> task.await()), task.cancelling(), now());
                });
    }

    private void cleanUpBeyondTheDeadline() {
        Timeout limit = Timeout.after(seconds(2));
        try {
            limit.run(
                    () -> {
                        try {
                            sleepSeconds(9);
                        } finally {
                            trace.log("cleanup", now(), me().cancelling());
                            try {
                                sleepSeconds(9);
                            } finally {
                                int count = me().cancelling();
                                trace.log("interrupted", now(), count, limit.isExpired());
                            }
                        }
                    });
        } catch (TimeoutException late) {
            trace.log("TO");
        }
    }

    @Scenario("timeout_in_a_task_that_is_being_cancelled")
    void deadlinesWorkInsideACleanup() {
        Virtual.run(
                () -> {
                    Task<Void> task = createTask(this::cleanUpWithDeadlines);
                    sleepSeconds(1);
                    task.cancel();
                    trace.log(attempt(() -> task.await()), task.cancelling());
                });
    }

    private void cleanUpWithDeadlines() {
        try {
            sleepSeconds(9);
        } catch (CancelledError cancelled) {
            try {
                Asyncio.timeout(seconds(1), () -> sleepSeconds(9));
            } catch (TimeoutException late) {
                trace.log("TO", now(), me().cancelling());
            }
            Asyncio.timeout(
                    seconds(1),
                    () -> {
                        tick();
                        trace.log("in time");
                    });
            throw cancelled;
        }
    }
}
