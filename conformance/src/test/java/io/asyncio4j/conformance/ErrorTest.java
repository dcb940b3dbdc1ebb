package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.tick;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

/** Failures that nobody receives, and operations that are refused. */
class ErrorTest {
    @RegisterExtension final Trace trace = new Trace();

    /** A callback that fails and has a name, as Python's functions do. */
    private record Failing(String name, Action body) implements Runnable {
        @Override
        public void run() {
            try {
                body.run();
            } catch (Exception failure) {
                throw (RuntimeException) failure;
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Scenario("s49_exception_handler")
    void handlerIsToldWhatCallbacksThrowAndTheLoopGoesOn() {
        Virtual.run(
                () -> {
                    loop().setExceptionHandler(
                                    (loop, context) ->
                                            trace.log(
                                                    "H",
                                                    context.message().split("\\.", 2)[0],
                                                    Python.name(context.exception().orElseThrow()),
                                                    List.copyOf(context.keys())));
                    loop().callSoon(
                                    new Failing(
                                            "s49_exception_handler.boom",
                                            () -> {
                                                throw new IllegalArgumentException("x");
                                            }));
                    loop().callSoon(() -> trace.log("next"));
                    tick();
                    Runnable divide =
                            new Failing(
                                    "s49_exception_handler.divide",
                                    () -> {
                                        throw new ArithmeticException("/ by zero");
                                    });
                    Task<Void> task = createTask(Virtual::tick);
                    task.addDoneCallback(new NamedDoneCallback(divide));
                    task.await();
                    tick();
                    trace.log("alive");
                });
    }

    private record NamedDoneCallback(Runnable body) implements java.util.function.Consumer<Object> {
        @Override
        public void accept(Object future) {
            body.run();
        }

        @Override
        public String toString() {
            return body.toString();
        }
    }

    @Scenario("s51_illegal_ops")
    void refusedOperationsHaveTheirOwnExceptions() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    trace.log(attempt(promise::result));
                    trace.log(attempt(promise::exception));
                    trace.log(
                            attempt(
                                    () -> {
                                        promise.setResult(1);
                                        promise.setResult(2);
                                    }));
                    trace.log(attempt(() -> Asyncio.run(() -> {})));
                    trace.log(attempt(() -> loop().runForever()));
                    trace.log(attempt(() -> loop().close()));

                    Promise<Integer> other = loop().createFuture();
                    trace.log(other.cancel(), other.cancel(), other.isCancelled(), other.isDone());
                    try {
                        other.exception();
                    } catch (CancelledError cancelled) {
                        trace.log("CE");
                    }
                    awaitOneself();
                    trace.log(setResultOnTask());
                });
    }

    private void awaitOneself() {
        List<Task<?>> self = new ArrayList<>();
        self.add(createTask(() -> self.getFirst().await()));
        try {
            self.getFirst().await();
        } catch (IllegalStateException refused) {
            trace.log(refused.getMessage().split(":", 2)[0]);
        }
    }

    /** Python refuses this when it is called; in Java it cannot be written. */
    private static String setResultOnTask() {
        assertThat(Arrays.stream(Task.class.getMethods()).map(Method::getName))
                .doesNotContain("setResult");
        return "Task does not support set_result operation";
    }

    @Scenario("s72_broken_exception_handler")
    void defaultHandlerIsToldOfABrokenOne() {
        try (LoggedErrors errors = new LoggedErrors()) {
            Virtual.run(
                    () -> {
                        loop().setExceptionHandler(
                                        (loop, context) -> {
                                            trace.log("custom");
                                            throw new NoSuchElementException("h");
                                        });
                        loop().callSoon(
                                        () -> {
                                            throw new ArithmeticException("/ by zero");
                                        });
                        tick();
                        tick();
                        trace.log(errors.shown());
                    });
        }
    }
}
