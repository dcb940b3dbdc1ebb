package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.cancelled;
import static io.asyncio4j.conformance.Virtual.done;
import static io.asyncio4j.conformance.Virtual.failed;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.tick;
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Twins of more/loop.py: promises, their states and their callbacks. */
class MoreFutureTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("future_callbacks_that_change_the_callbacks")
    void callbacksMayChangeTheCallbacks() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    Consumer<Future<Integer>> third = done -> trace.log("third");
                    promise.addDoneCallback(
                            done -> {
                                trace.log("first", promise.removeDoneCallback(third));
                                promise.addDoneCallback(again -> trace.log("added"));
                            });
                    promise.addDoneCallback(done -> trace.log("second"));
                    promise.addDoneCallback(third);
                    promise.setResult(1);
                    loop().callSoon(() -> trace.log("soon"));
                    ticks(2);
                    trace.log("main");
                });
    }

    @Scenario("future_removed_callbacks_leave_gaps")
    void removedCallbacksLeaveTheOthersInOrder() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    Map<String, Consumer<Future<Integer>>> callbacks = new HashMap<>();
                    for (String name : List.of("a", "b", "c")) {
                        callbacks.put(name, done -> trace.log(name));
                    }
                    for (String name : List.of("a", "b", "c", "a", "b")) {
                        promise.addDoneCallback(callbacks.get(name));
                    }
                    trace.log(
                            promise.removeDoneCallback(callbacks.get("a")),
                            promise.removeDoneCallback(callbacks.get("a")));
                    promise.addDoneCallback(callbacks.get("a"));
                    promise.setResult(1);
                    tick();
                });
    }

    @Scenario("future_failure_is_one_object_for_all_waiters")
    void failureIsOneObjectForAllWaiters() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    List<Throwable> seen = new ArrayList<>();
                    List<Task<Void>> waiters = new ArrayList<>();
                    for (String name : List.of("a", "b")) {
                        waiters.add(createTask(() -> awaitFailure(name, promise, seen)));
                    }
                    tick();
                    promise.setException(new IllegalArgumentException("x"));
                    Asyncio.wait(waiters);
                    try {
                        promise.result();
                    } catch (IllegalArgumentException failure) {
                        seen.add(failure);
                    }
                    boolean same = seen.stream().allMatch(each -> each == seen.getFirst());
                    trace.log(same, promise.exception().orElseThrow() == seen.getFirst());
                });
    }

    private void awaitFailure(String name, Future<?> future, List<Throwable> seen) {
        try {
            future.await();
        } catch (IllegalArgumentException failure) {
            seen.add(failure);
            trace.log(name, failure);
        }
    }

    @Scenario("future_states")
    void eachStateHasItsAnswers() {
        Virtual.run(
                () -> {
                    logState("ok", done(7));
                    logState("bad", failed(new IllegalArgumentException("x")));
                    logState("gone", cancelled());
                    logState("new", loop().createFuture());
                });
    }

    private void logState(String name, Future<?> future) {
        trace.log(
                name,
                future.isDone(),
                future.isCancelled(),
                attempt(() -> future.result()),
                attempt(() -> future.exception().map(Python::name).orElse("NoneType")),
                future.cancel(),
                future.isCancelled());
    }

    @Scenario("future_completed_twice")
    void promiseIsCompletedOnce() {
        Virtual.run(
                () -> {
                    completeAgain("set_result", done(1));
                    completeAgain("set_exception", failed(new IllegalArgumentException("1")));
                    completeAgain("cancel", cancelled());
                });
    }

    private void completeAgain(String first, Promise<Integer> promise) {
        trace.log(
                first,
                attempt(() -> promise.setResult(2)),
                attempt(() -> promise.setException(new IllegalArgumentException("2"))),
                promise.cancel(),
                attempt(() -> promise.result()));
    }
}
