package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gatherSettled;
import static io.asyncio4j.conformance.Virtual.done;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Future;
import io.asyncio4j.Outcome;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** Requests to cancel: when they are delivered, and how they are counted. */
class CancellationTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("s10_cancel_before_start")
    void taskCancelledBeforeItBeganNeverRuns() {
        Virtual.run(
                () -> {
                    Task<Void> task =
                            createTask(
                                    () -> {
                                        try {
                                            trace.log("body");
                                        } finally {
                                            trace.log("finally");
                                        }
                                    });
                    trace.log(task.cancel(), task.isCancelled(), task.cancelling());
                    try {
                        task.await();
                    } catch (CancelledError cancelled) {
                        trace.log("CE");
                    }
                    trace.log(task.isCancelled(), task.cancel(), task.cancelling());
                });
    }

    @Scenario("s11_double_cancel_one_delivery")
    void twoRequestsInARowAreDeliveredAsOne() {
        Virtual.run(
                () -> {
                    Task<String> task = createTask(this::survivor);
                    tick();
                    task.cancel("one");
                    task.cancel("two");
                    trace.log(task.cancelling());
                    trace.log(task.await(), task.isCancelled());
                });
    }

    private String survivor() {
        try {
            sleepSeconds(10);
        } catch (CancelledError cancelled) {
            trace.log("caught", Python.tuple(cancelled.reason().orElseThrow()));
        }
        tick();
        trace.log("survived", me().cancelling());
        return "ok";
    }

    @Scenario("s12_self_cancel_delivery_points")
    void requestIsDeliveredAtTheNextSuspensionOnly() {
        Virtual.run(
                () -> {
                    createTask(this::cancelsItselfAndAwaits).await();
                    Task<String> task =
                            createTask(
                                    () -> {
                                        me().cancel();
                                        return "value";
                                    });
                    List<Outcome<String>> outcomes = gatherSettled(List.of(task)).await();
                    Throwable failure = ((Outcome.Failure<?>) outcomes.getFirst()).exception();
                    trace.log(Python.name(failure), task.isCancelled());
                });
    }

    private void cancelsItselfAndAwaits() {
        me().cancel();
        trace.log("done-future", done(1).await());
        try {
            tick();
        } catch (CancelledError cancelled) {
            trace.log("at sleep(0)");
        }
    }

    @Scenario("s13_uncancel_clears_pending")
    void uncancelDropsARequestThatWasNotDelivered() {
        Virtual.run(
                () -> {
                    me().cancel();
                    trace.log(me().cancelling(), me().uncancel());
                    try {
                        tick();
                        trace.log("no CE");
                    } catch (CancelledError cancelled) {
                        trace.log("CE");
                    }
                });
    }

    @Scenario("s14_cancel_propagates_to_inner_task")
    void cancellingAWaiterCancelsTheTaskItAwaits() {
        Virtual.run(
                () -> {
                    Task<Void> inner =
                            createTask(
                                    () -> {
                                        try {
                                            sleepSeconds(10);
                                        } finally {
                                            trace.log("inner finally");
                                        }
                                    });
                    Task<Void> outer =
                            createTask(
                                    () -> {
                                        try {
                                            inner.await();
                                        } finally {
                                            trace.log("outer finally");
                                        }
                                    });
                    ticks(2);
                    outer.cancel();
                    trace.log("i", inner.isCancelled(), "o", outer.isCancelled());
                    Asyncio.wait(List.of(inner, outer));
                    trace.log("i", inner.isCancelled(), "o", outer.isCancelled());
                });
    }

    @Scenario("s15_future_done_then_cancel")
    void cancellationIsNotLostToAResult() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    Task<Void> task =
                            createTask(
                                    () -> {
                                        try {
                                            trace.log("got", promise.await());
                                        } catch (CancelledError cancelled) {
                                            trace.log("CE");
                                        }
                                    });
                    tick();
                    promise.setResult(1);
                    trace.log(task.cancel());
                    Asyncio.wait(List.of(task));
                    trace.log(task.isCancelled(), task.cancelling());
                });
    }

    @Scenario("s52_cancelled_other_vs_self")
    void countTellsOwnCancellationFromThatOfTheAwaited() {
        Virtual.run(
                () -> {
                    Task<Void> slow = createTask(() -> sleepSeconds(9));
                    Task<Void> waiter = createTask(() -> awaitCounting(slow));
                    ticks(2);
                    slow.cancel();
                    waiter.await();
                    trace.log(waiter.isCancelled());

                    Task<Void> other = createTask(() -> sleepSeconds(9));
                    Task<Void> cancelled = createTask(() -> awaitCounting(other));
                    ticks(2);
                    cancelled.cancel();
                    cancelled.await();
                    trace.log(cancelled.isCancelled(), other.isCancelled());
                });
    }

    private void awaitCounting(Future<?> future) {
        try {
            future.await();
        } catch (CancelledError cancelled) {
            trace.log("CE me.cancelling", me().cancelling());
        }
    }

    @Scenario("s70_edge_triggered_cleanup_may_await")
    void cleanupMayAwaitAfterTheCancellation() {
        Virtual.run(
                () -> {
                    Task<Void> task =
                            createTask(
                                    () -> {
                                        try {
                                            sleepSeconds(9);
                                        } finally {
                                            sleepSeconds(1);
                                            trace.log("cleanup 1", now());
                                            sleepSeconds(1);
                                            trace.log("cleanup 2", now());
                                        }
                                    });
                    sleepSeconds(1);
                    task.cancel();
                    sleepSeconds(0.5);
                    trace.log("done", task.isDone());
                    Asyncio.wait(List.of(task));
                    trace.log(task.isCancelled(), now());
                });
    }
}
