package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.seconds;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.ExceptionHandler;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.SystemExit;
import io.asyncio4j.Task;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** Twins of more/errors.py: failures that no caller receives, and failures that several do. */
class MoreErrorTest {
    @RegisterExtension final Trace trace = new Trace();
    private final Bodies bodies = new Bodies(trace);

    /** Logs what the exception handler is told. */
    private void recordFailures() {
        loop().setExceptionHandler(
                        (loop, context) ->
                                trace.log(
                                        "H",
                                        Python.name(context.exception().orElseThrow()),
                                        List.copyOf(context.keys())));
    }

    private static void fail() {
        throw new IllegalArgumentException("x");
    }

    private static void divide() {
        throw new ArithmeticException("/ by zero");
    }

    @Scenario("error_in_a_done_callback_lets_the_others_run")
    void failingDoneCallbackLetsTheOthersRun() {
        Virtual.run(
                () -> {
                    recordFailures();
                    Promise<Integer> promise = loop().createFuture();
                    promise.addDoneCallback(done -> trace.log("first"));
                    promise.addDoneCallback(done -> fail());
                    promise.addDoneCallback(done -> trace.log("third"));
                    promise.setResult(7);
                    trace.log(promise.await());
                    tick();
                });
    }

    @Scenario("error_in_a_timer_lets_the_loop_go_on")
    void failingTimerLetsTheLoopGoOn() {
        Virtual.run(
                () -> {
                    recordFailures();
                    loop().callLater(seconds(1), MoreErrorTest::fail);
                    loop().callLater(seconds(1), () -> trace.log("next"));
                    sleepSeconds(2);
                    trace.log("main", now());
                });
    }

    @Scenario("error_of_a_task_that_nobody_awaits")
    void failureThatNobodyAwaitsIsReported() {
        Virtual.run(
                () -> {
                    recordFailures();
                    createTask(Bodies.failing(1, "x"));
                    sleepSeconds(2);
                    ticks(3);
                    trace.log("main");
                    Promise<Integer> promise = loop().createFuture();
                    promise.setException(new NoSuchElementException("k"));
                    ticks(3);
                    trace.log("main");
                });
    }

    @Scenario("error_that_somebody_looked_at_is_not_reported")
    void failureThatSomebodySawIsNotReported() {
        Virtual.run(
                () -> {
                    recordFailures();
                    Task<String> asked = createTask(Bodies.failing(1, "x"));
                    Asyncio.wait(List.of(asked));
                    asked.exception();
                    tick();
                    Task<String> called = createTask(Bodies.failing(1, "x"));
                    Asyncio.wait(List.of(called));
                    called.addDoneCallback(Future::exception);
                    tick();
                    Task<String> awaited = createTask(Bodies.failing(1, "x"));
                    trace.log(attempt(() -> awaited.await()));
                    Task<String> cancelled = createTask(bodies.sleeper("t"));
                    cancelled.cancel();
                    ticks(5);
                    trace.log("quiet");
                });
    }

    @Scenario("error_reported_by_hand")
    void anybodyMayReportAFailure() {
        Virtual.run(
                () -> {
                    recordFailures();
                    loop().callExceptionHandler(
                                    ExceptionContext.of("m")
                                            .withException(new IllegalArgumentException("x"))
                                            .with("transport", "t"));
                    ExceptionHandler handler = loop().exceptionHandler();
                    loop().setExceptionHandler(
                                    (loop, context) ->
                                            trace.log(
                                                    "second",
                                                    context.message(),
                                                    context.exception().isPresent()));
                    loop().callExceptionHandler(ExceptionContext.of("only words"));
                    trace.log(loop().exceptionHandler() == handler);
                });
    }

    @Scenario("error_raised_by_every_await")
    void everyAwaitThrowsTheSameFailure() {
        Virtual.run(
                () -> {
                    Task<String> task = createTask(Bodies.failing(0, "x"));
                    List<Throwable> seen = new ArrayList<>();
                    for (int i = 0; i < 2; i++) {
                        try {
                            task.await();
                        } catch (IllegalArgumentException failure) {
                            seen.add(failure);
                        }
                    }
                    Throwable kept = task.exception().orElseThrow();
                    trace.log(seen.get(0) == seen.get(1), seen.get(0) == kept);
                    trace.log(
                            gather(
                                            () -> attempt(() -> task.await()),
                                            () -> attempt(() -> task.await()))
                                    .await());
                });
    }

    @Scenario("error_in_the_handler_that_asks_to_exit")
    void handlerMayAskToExit() {
        try {
            Virtual.run(
                    () -> {
                        loop().setExceptionHandler(
                                        (loop, context) -> {
                                            throw new SystemExit(5);
                                        });
                        loop().callSoon(MoreErrorTest::divide);
                        loop().callSoon(() -> trace.log("next"));
                        try {
                            sleepSeconds(5);
                        } catch (CancelledError cancelled) {
                            trace.log("main cancelled");
                            throw cancelled;
                        }
                    });
        } catch (SystemExit exit) {
            trace.log("exit", exit.status());
        }
    }

    @Scenario("error_in_a_handler_that_throws_what_it_was_told")
    void handlerMayThrowWhatItWasTold() {
        try (LoggedErrors ignored = new LoggedErrors()) {
            Virtual.run(
                    () -> {
                        loop().setExceptionHandler(
                                        (loop, context) -> {
                                            Throwable told = context.exception().orElseThrow();
                                            trace.log("handler", Python.name(told));
                                            throw (ArithmeticException) told;
                                        });
                        loop().callSoon(MoreErrorTest::divide);
                        ticks(2);
                        trace.log("alive");
                    });
        }
    }

    @Scenario("error_in_a_callback_of_a_cancelled_promise")
    void cancellationThrownByACallbackIsReported() {
        Virtual.run(
                () -> {
                    recordFailures();
                    Promise<Integer> promise = loop().createFuture();
                    promise.addDoneCallback(Future::result);
                    promise.cancel();
                    tick();
                    trace.log("alive");
                });
    }
}
