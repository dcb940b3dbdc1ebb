package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.shield;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Coroutine;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** Twins of more/cancellation.py: repeated, counted, swallowed and held off requests. */
class MoreCancelCountTest {
    @RegisterExtension final Trace trace = new Trace();
    private final Bodies bodies = new Bodies(trace);

    @Scenario("cancel_again_during_cleanup")
    void secondRequestInterruptsTheCleanup() {
        Virtual.run(
                () -> {
                    Task<Void> task = createTask(this::cleanUpForLong);
                    sleepSeconds(1);
                    trace.log(task.cancel());
                    sleepSeconds(1);
                    trace.log(task.cancel(), task.isCancelled());
                    Asyncio.wait(List.of(task));
                    trace.log(task.isCancelled(), task.cancelling());
                });
    }

    private void cleanUpForLong() {
        try {
            sleepSeconds(9);
        } finally {
            try {
                trace.log("cleanup", me().cancelling());
                sleepSeconds(5);
                trace.log("not reached");
            } finally {
                trace.log("interrupted", now(), me().cancelling());
                sleepSeconds(1);
                trace.log("done", now());
            }
        }
    }

    @Scenario("cancel_swallowed_once_and_heeded_later")
    void swallowedRequestsStayCounted() {
        Virtual.run(
                () -> {
                    Task<String> task = createTask(this::swallow);
                    for (int i = 0; i < 2; i++) {
                        sleepSeconds(1);
                        task.cancel();
                    }
                    trace.log(
                            task.await(),
                            task.isCancelled(),
                            task.cancelling(),
                            now(),
                            task.cancel());
                });
    }

    private String swallow() {
        for (int i = 0; i < 3; i++) {
            try {
                sleepSeconds(10);
            } catch (CancelledError cancelled) {
                trace.log("swallowed", i, me().cancelling(), now());
            }
        }
        return "end";
    }

    @Scenario("cancel_is_uncancelled_too_often")
    void uncancelStopsAtZero() {
        Virtual.run(
                () -> {
                    trace.log(me().uncancel(), me().cancelling());
                    me().cancel();
                    me().cancel();
                    trace.log(me().uncancel());
                    trace.log(attempt(Virtual::tick));
                    trace.log(me().cancelling(), me().uncancel(), me().uncancel());
                    tick();
                    trace.log("fine");
                });
    }

    @Scenario("cancel_uncancelled_after_it_reached_the_awaited_future")
    void uncancelComesTooLateForACancelledFuture() {
        Virtual.run(
                () -> {
                    Promise<String> pending = loop().createFuture();
                    Task<Void> waiter = createTask(() -> awaitCounting(pending));
                    tick();
                    waiter.cancel();
                    trace.log(waiter.uncancel(), pending.isCancelled());
                    waiter.await();

                    Promise<String> set = loop().createFuture();
                    Task<Void> other = createTask(() -> awaitCounting(set));
                    tick();
                    set.setResult("kept");
                    other.cancel();
                    trace.log(other.uncancel(), set.isCancelled());
                    other.await();
                });
    }

    private void awaitCounting(Future<String> future) {
        try {
            trace.log(future.await());
        } catch (CancelledError cancelled) {
            trace.log("CE", me().cancelling());
        }
    }

    @Scenario("cancel_turned_into_another_outcome")
    void cancelledTaskMayEndOtherwise() {
        Virtual.run(
                () -> {
                    cancelAndLog(Bodies.failingCleanup("cleanup"));
                    cancelAndLog(() -> answerWhenCancelled(0));
                    cancelAndLog(() -> answerWhenCancelled(3));
                });
    }

    private Object answerWhenCancelled(double seconds) {
        try {
            sleepSeconds(9);
        } catch (CancelledError cancelled) {
            if (seconds == 0) {
                return "answer";
            }
            sleepSeconds(seconds);
        }
        return now();
    }

    private void cancelAndLog(Coroutine<?> body) {
        Task<?> task = createTask(body);
        tick();
        task.cancel();
        trace.log(
                attempt(() -> task.await()), task.isCancelled(), task.cancelling(), task.cancel());
    }

    @Scenario("cancel_of_a_task_that_gathers")
    void cancelledGatheringWaitsForItsParts() {
        Virtual.run(
                () -> {
                    Task<Void> task = createTask(this::gatherThree);
                    sleepSeconds(2);
                    task.cancel();
                    Asyncio.wait(List.of(task));
                    trace.log(task.isCancelled(), now());

                    Task<List<String>> two =
                            createTask(() -> gather(() -> stubborn(), () -> stubborn()).await());
                    ticks(2);
                    two.cancel();
                    trace.log(attempt(() -> two.await()), now());
                });
    }

    private void gatherThree() {
        try {
            gather(bodies.sleeper("a"), this::stubborn, bodies.sleeper("b", 1, "B")).await();
        } catch (CancelledError cancelled) {
            trace.log("CE gather", now(), me().cancelling());
            throw cancelled;
        }
    }

    private String stubborn() {
        try {
            sleepSeconds(9);
        } catch (CancelledError cancelled) {
            trace.log("stubborn");
            sleepSeconds(1);
        }
        return "S";
    }

    @Scenario("cancel_held_off_by_a_shielded_cleanup")
    void shieldedCleanupHoldsOffFurtherRequests() {
        Virtual.run(
                () -> {
                    Task<Void> task = createTask(this::cleanUpShielded);
                    for (int i = 0; i < 3; i++) {
                        sleepSeconds(1);
                        trace.log(task.cancel());
                    }
                    trace.log(
                            attempt(() -> task.await()),
                            task.isCancelled(),
                            task.cancelling(),
                            now());
                });
    }

    private void cleanUpShielded() {
        try {
            sleepSeconds(9);
        } catch (CancelledError cancelled) {
            Task<Void> cleanup =
                    createTask(
                            () -> {
                                sleepSeconds(2);
                                trace.log("cleaned", now());
                            });
            while (!cleanup.isDone()) {
                try {
                    shield(cleanup).await();
                } catch (CancelledError again) {
                    trace.log("again", now(), me().cancelling());
                }
            }
            throw cancelled;
        }
    }
}
