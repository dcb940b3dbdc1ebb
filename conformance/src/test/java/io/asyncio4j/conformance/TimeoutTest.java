package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.waitFor;
import static io.asyncio4j.conformance.Virtual.at;
import static io.asyncio4j.conformance.Virtual.done;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.seconds;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;
import io.asyncio4j.Timeout;
import io.asyncio4j.TimeoutException;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;

/** Deadlines, and waiting for a limited time. */
class TimeoutTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("s16_wait_for_same_task_cleanup_order")
    void waitForRunsInTheCallersTaskAndLetsItCleanUp() {
        Virtual.run(
                () -> {
                    Task<?> outer = me();
                    try {
                        waitFor(() -> cleanUp(outer), seconds(1));
                    } catch (TimeoutException late) {
                        String cause = Python.name(late.getCause());
                        trace.log("TO", now(), cause, outer.cancelling());
                    }
                });
    }

    private void cleanUp(Task<?> outer) {
        trace.log("same", me() == outer);
        try {
            sleepSeconds(10);
        } finally {
            trace.log("cleanup", now());
            sleepSeconds(1);
            trace.log("cleaned", now());
        }
    }

    @Scenario("s17_wait_for_zero")
    void waitingForNoTimeNeverBeginsTheBody() {
        Virtual.run(
                () -> {
                    try {
                        waitFor(() -> trace.log("ran"), Duration.ZERO);
                    } catch (TimeoutException late) {
                        trace.log("TO");
                    }
                    trace.log(waitFor(done(5), Duration.ZERO));
                });
    }

    @Scenario("s18_wait_for_suppressed_cancel")
    void bodyThatAnswersWhenItsTimeIsOverIsHeard() {
        Virtual.run(
                () -> {
                    String answer = waitFor(this::savesItself, seconds(1));
                    trace.log(answer, now(), me().cancelling());
                    tick();
                    trace.log("fine");
                });
    }

    private String savesItself() {
        try {
            sleepSeconds(10);
            return "slept";
        } catch (CancelledError cancelled) {
            return "saved";
        }
    }

    @Scenario("s19_wait_for_race_cancel_wins")
    void cancellationWinsOverAResultInWaitFor() {
        Virtual.run(
                () -> {
                    Promise<String> promise = loop().createFuture();
                    Task<Void> task =
                            createTask(
                                    () -> {
                                        try {
                                            trace.log("got", waitFor(promise, seconds(5)));
                                        } catch (CancelledError cancelled) {
                                            trace.log("CE");
                                            throw cancelled;
                                        }
                                    });
                    ticks(2);
                    promise.setResult("x");
                    task.cancel();
                    Asyncio.wait(List.of(task));
                    trace.log(task.isCancelled());
                });
    }

    @Scenario("s20_timeout_no_suspend_and_zero")
    void deadlineActsAtTheFirstSuspensionOnly() {
        Virtual.run(
                () -> {
                    Timeout unnoticed = Timeout.after(Duration.ZERO);
                    unnoticed.run(() -> trace.log("no await"));
                    trace.log("expired", unnoticed.isExpired());
                    zeroTimeoutWithTicks();
                    deadlineSetLater();
                });
    }

    private void zeroTimeoutWithTicks() {
        Timeout limit = Timeout.after(Duration.ZERO);
        try {
            limit.run(
                    () -> {
                        tick();
                        trace.log("one tick");
                        tick();
                        trace.log("two");
                    });
        } catch (TimeoutException late) {
            trace.log("TO", limit.isExpired());
        }
    }

    private void deadlineSetLater() {
        Timeout limit = Timeout.never();
        try {
            limit.run(
                    () -> {
                        trace.log(limit.when());
                        limit.reschedule(now().plusSeconds(2));
                        sleepSeconds(9);
                    });
        } catch (TimeoutException late) {
            trace.log("TO", now());
        }
        try {
            limit.reschedule(at(1));
        } catch (IllegalStateException refused) {
            trace.log("RT", refused);
        }
    }

    @Scenario("s21_nested_timeouts")
    void nestedDeadlinesEndTheirOwnBodies() {
        Virtual.run(
                () -> {
                    outerDeadlineFirst();
                    innerDeadlineFirst();
                    trace.log(me().cancelling());
                });
    }

    private void outerDeadlineFirst() {
        Timeout outer = Timeout.after(seconds(2));
        Timeout inner = Timeout.after(seconds(5));
        try {
            outer.run(
                    () -> {
                        try {
                            inner.run(() -> sleepSeconds(9));
                        } catch (TimeoutException late) {
                            trace.log("inner TO");
                        } finally {
                            trace.log("i", inner.isExpired());
                        }
                    });
        } catch (TimeoutException late) {
            trace.log("outer TO", outer.isExpired(), now());
        }
    }

    private void innerDeadlineFirst() {
        Timeout outer = Timeout.after(seconds(3));
        Timeout inner = Timeout.after(seconds(1));
        try {
            outer.run(
                    () -> {
                        try {
                            inner.run(() -> sleepSeconds(9));
                        } catch (TimeoutException late) {
                            trace.log("inner TO", now(), "o", outer.isExpired());
                        }
                        sleepSeconds(1);
                        trace.log("continues", now());
                    });
        } catch (TimeoutException late) {
            trace.log("outer TO?");
        }
    }

    @Scenario("s22_timeout_vs_external_cancel")
    void cancellationFromOutsideWinsOverTheDeadline() {
        Virtual.run(
                () -> {
                    Task<Void> task = createTask(this::sleepWithDeadline);
                    tick();
                    loop().callAt(at(1), task::cancel);
                    Asyncio.wait(List.of(task));
                    trace.log(task.isCancelled(), task.cancelling());
                });
    }

    private void sleepWithDeadline() {
        Timeout limit = Timeout.after(seconds(1));
        try {
            limit.run(
                    () -> {
                        try {
                            sleepSeconds(9);
                        } finally {
                            trace.log("expired", limit.isExpired(), "n", me().cancelling());
                        }
                    });
        } catch (TimeoutException late) {
            trace.log("TO");
        } catch (CancelledError cancelled) {
            trace.log("CE");
            throw cancelled;
        }
    }
}
