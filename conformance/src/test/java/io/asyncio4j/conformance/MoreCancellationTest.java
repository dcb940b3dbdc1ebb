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
import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;

/** Twins of more/cancellation.py: when a request to cancel is delivered, and what it says. */
class MoreCancellationTest {
    @RegisterExtension final Trace trace = new Trace();
    private final Bodies bodies = new Bodies(trace);

    @Scenario("cancel_messages")
    void messagesReachTheAwait() {
        Virtual.run(
                () -> {
                    Task<Void> sleeping = createTask(() -> awaitTelling(() -> sleepSeconds(9)));
                    tick();
                    sleeping.cancel("waiting");
                    Asyncio.wait(List.of(sleeping));

                    Task<Void> unborn = createTask(() -> sleepSeconds(9));
                    unborn.cancel("first");
                    unborn.cancel("second");
                    attempt(() -> awaitTelling(() -> unborn.await()));

                    Promise<Integer> set = loop().createFuture();
                    Task<Void> awaiting = createTask(() -> awaitTelling(() -> set.await()));
                    tick();
                    set.setResult(1);
                    awaiting.cancel("result was there");
                    Asyncio.wait(List.of(awaiting));

                    Promise<Integer> gone = loop().createFuture();
                    Task<Void> other = createTask(() -> awaitTelling(() -> gone.await()));
                    tick();
                    gone.cancel("future");
                    Asyncio.wait(List.of(other));

                    Task<Void> ticking = createTask(() -> awaitTelling(Virtual::tick));
                    tick();
                    ticking.cancel("tick");
                    Asyncio.wait(List.of(ticking));
                });
    }

    private void awaitTelling(Action wait) throws Exception {
        try {
            wait.run();
        } catch (CancelledError cancelled) {
            trace.log(cancelled.reason());
            throw cancelled;
        }
    }

    @Scenario("cancel_goes_down_a_chain_of_tasks")
    void cancellationGoesDownAChainOfTasks() {
        Virtual.run(
                () -> {
                    Task<Void> c = createTask(() -> awaitAndCleanUp("c", () -> sleepSeconds(9)));
                    Task<Void> b = createTask(() -> awaitAndCleanUp("b", () -> c.await()));
                    Task<Void> a = createTask(() -> awaitAndCleanUp("a", () -> b.await()));
                    ticks(3);
                    trace.log(a.cancel(), a.cancelling(), b.cancelling(), c.cancelling());
                    Asyncio.wait(List.of(a));
                    trace.log(
                            a.isCancelled(),
                            b.isCancelled(),
                            c.isCancelled(),
                            a.cancel(),
                            c.cancelling());
                });
    }

    private void awaitAndCleanUp(String name, Action wait) throws Exception {
        try {
            wait.run();
        } finally {
            trace.log("fin", name);
            sleepSeconds(1);
            trace.log("end", name, now());
        }
    }

    @Scenario("cancel_thrown_by_the_task_itself")
    void taskThatThrowsCancelledErrorIsCancelled() {
        Virtual.run(
                () -> {
                    Task<Object> task =
                            createTask(
                                    () -> {
                                        throw new CancelledError("own");
                                    });
                    try {
                        task.await();
                    } catch (CancelledError cancelled) {
                        trace.log(
                                "CE",
                                cancelled.reason(),
                                task.isCancelled(),
                                task.cancelling(),
                                me().cancelling());
                    }
                    trace.log(attempt(() -> task.result()), attempt(() -> task.exception()));
                });
    }

    @Scenario("cancel_of_one_waiter_reaches_the_other_through_the_task")
    void cancellationOfOneWaiterReachesTheOtherThroughTheTask() {
        Virtual.run(
                () -> {
                    Task<String> task = createTask(bodies.sleeper("t"));
                    Task<Void> a = createTask(() -> awaitCounting("a", task));
                    Task<Void> b = createTask(() -> awaitCounting("b", task));
                    ticks(2);
                    a.cancel();
                    Asyncio.wait(List.of(a, b));
                    trace.log(
                            a.isCancelled(),
                            b.isCancelled(),
                            task.isCancelled(),
                            task.cancelling());
                });
    }

    private void awaitCounting(String name, Future<?> future) {
        try {
            future.await();
        } catch (CancelledError cancelled) {
            trace.log(name, me().cancelling());
            throw cancelled;
        }
    }

    @Scenario("cancel_beats_a_failure_that_was_there")
    void cancellationBeatsAFailureThatWasThere() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    Task<Integer> task = createTask(() -> promise.await());
                    tick();
                    promise.setException(new IllegalArgumentException("lost"));
                    task.cancel();
                    trace.log(
                            attempt(() -> task.await()),
                            task.isCancelled(),
                            Python.name(promise.exception().orElseThrow()));
                });
    }

    @Scenario("cancel_at_the_first_wait_does_not_wait")
    void cancelledTaskIsToldAtItsFirstWait() {
        Virtual.run(
                () -> {
                    createTask(() -> cancelOneselfAnd(() -> sleepSeconds(5))).await();
                    createTask(() -> cancelOneselfAnd(Virtual::tick)).await();
                    createTask(() -> cancelOneselfAnd(() -> loop().createFuture().await())).await();
                    Task<String> task = createTask(bodies.sleeper("t"));
                    createTask(() -> cancelOneselfAnd(() -> task.await())).await();
                    trace.log(task.isCancelled());
                });
    }

    private void cancelOneselfAnd(Action wait) throws Exception {
        me().cancel();
        loop().callSoon(() -> trace.log("soon"));
        try {
            wait.run();
        } catch (CancelledError cancelled) {
            trace.log("CE", now());
        }
    }

    @Scenario("cancel_of_a_task_in_the_same_batch")
    void taskIsCancelledInTheBatchInWhichItWouldRun() {
        Virtual.run(
                () -> {
                    Task<Void> a = createTask(() -> count("a"));
                    Task<Void> b = createTask(() -> count("b"));
                    loop().callSoon(() -> trace.log("cancel b", b.cancel()));
                    a.await();
                    trace.log(a.isCancelled(), b.isCancelled(), b.isDone());
                });
    }

    private void count(String name) {
        for (int i = 0; i < 3; i++) {
            trace.log(name, i);
            tick();
        }
    }

    @Scenario("cancel_of_a_promise_that_tasks_await")
    void cancelledPromiseTellsItsWaiters() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    promise.addDoneCallback(done -> trace.log("callback", done.isCancelled()));
                    Task<Void> a = createTask(() -> awaitCounting("a", promise));
                    Task<Void> b =
                            createTask(
                                    () -> {
                                        try {
                                            awaitCounting("b", promise);
                                        } catch (CancelledError swallowed) {
                                            return null;
                                        }
                                        return null;
                                    });
                    tick();
                    trace.log(promise.cancel(), promise.cancel());
                    Asyncio.wait(List.of(a, b));
                    trace.log(a.isCancelled(), b.isCancelled());
                });
    }

    @Scenario("cancel_from_a_done_callback")
    void doneCallbackMayCancel() {
        Virtual.run(
                () -> {
                    Task<String> task = createTask(bodies.sleeper("t"));
                    Task<Void> first = createTask(() -> sleepSeconds(1));
                    first.addDoneCallback(
                            done -> trace.log("callback", task.cancel(), first.cancel()));
                    Asyncio.wait(List.of(task));
                    trace.log(now(), task.isCancelled(), first.isCancelled());
                });
    }

    @Scenario("cancel_of_a_task_that_is_done_does_nothing")
    void cancellingWhatIsDoneDoesNothing() {
        Virtual.run(
                () -> {
                    Task<String> task =
                            createTask(
                                    () -> {
                                        tick();
                                        return "r";
                                    });
                    trace.log(
                            task.await(),
                            task.cancel(),
                            task.cancelling(),
                            task.isCancelled(),
                            task.result());
                    Task<String> failed = createTask(Bodies.failing(0, "x"));
                    trace.log(
                            attempt(() -> failed.await()),
                            failed.cancel(),
                            failed.cancelling(),
                            failed.uncancel());
                });
    }

    @Scenario("cancel_of_a_task_that_awaits_a_cancelled_task")
    void awaitingACancelledTaskIsNoCancellationOfOneself() {
        Virtual.run(
                () -> {
                    Task<String> task = createTask(bodies.sleeper("t"));
                    task.cancel();
                    Task<Object> a = createTask(() -> attempt(() -> task.await()));
                    Task<String> b = createTask(bodies.sleeper("b"));
                    tick();
                    b.cancel();
                    trace.log(task.isDone(), a.isDone(), b.isDone());
                    Object seen = a.await();
                    trace.log(seen, a.cancelling(), attempt(() -> b.await()), b.cancelling());
                });
    }

    @Scenario("cancel_set_as_the_exception_of_a_promise")
    void cancelledErrorSetAsAnExceptionIsOne() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    promise.setException(new CancelledError("set"));
                    trace.log(promise.isCancelled(), promise.isDone());
                    Task<Integer> task = createTask(() -> promise.await());
                    trace.log(attempt(() -> task.await()), task.isCancelled(), task.cancelling());
                });
    }

    @Scenario("cancel_while_waiting_leaves_the_awaited_set_alone")
    void cancelledWaitLeavesTheOthersAlone() {
        Virtual.run(
                () -> {
                    List<Task<String>> tasks = new ArrayList<>();
                    tasks.add(createTask(bodies.sleeper("a", 2, "a")));
                    tasks.add(createTask(bodies.sleeper("b", 3, "b")));
                    Task<Void> waiter = createTask(() -> waitTelling(tasks));
                    sleepSeconds(1);
                    waiter.cancel();
                    Asyncio.wait(List.of(waiter));
                    trace.log(waiter.isCancelled(), Asyncio.gather(tasks).await(), now());
                });
    }

    private void waitTelling(List<Task<String>> tasks) {
        try {
            Asyncio.wait(tasks);
        } catch (CancelledError cancelled) {
            trace.log("CE", tasks.get(0).isDone(), tasks.get(1).isDone());
            throw cancelled;
        }
    }
}
