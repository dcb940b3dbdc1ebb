package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.currentTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.Coroutine;
import io.asyncio4j.EventLoop;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

/**
 * What all scenarios use: programs on virtual time, and short forms that read as the Python side
 * does.
 *
 * <p>Confined to the loop.
 */
final class Virtual {
    private Virtual() {}

    /** Runs a program on a loop of its own, whose time begins at zero. */
    static void run(Action main) {
        Asyncio.run(LoopOptions.defaults().withVirtualTime(), main);
    }

    /** A loop whose time begins at zero. */
    static EventLoop newLoop() {
        return Asyncio.newEventLoop(LoopOptions.defaults().withVirtualTime());
    }

    /** The loop that runs. */
    static EventLoop loop() {
        return getRunningLoop();
    }

    /** The task that runs. */
    static Task<?> me() {
        return currentTask().orElseThrow();
    }

    /** The loop's time. */
    static Instant now() {
        return loop().time();
    }

    /** A time of the loop. */
    static Instant at(double seconds) {
        return Instant.EPOCH.plus(seconds(seconds));
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    static void sleepSeconds(double seconds) {
        sleep(seconds(seconds));
    }

    /** Lets everything else that is ready run once. */
    static void tick() {
        sleep(Duration.ZERO);
    }

    /** Lets everything else that is ready run several times. */
    static void ticks(int times) {
        for (int i = 0; i < times; i++) {
            tick();
        }
    }

    /** A promise that is done. */
    static <T> Promise<T> done(T result) {
        Promise<T> promise = loop().createFuture();
        promise.setResult(result);
        return promise;
    }

    /** A promise that failed, and whose failure was seen. */
    static <T> Promise<T> failed(Throwable failure) {
        Promise<T> promise = loop().createFuture();
        promise.setException(failure);
        promise.exception();
        return promise;
    }

    /** A promise that was cancelled. */
    static <T> Promise<T> cancelled() {
        Promise<T> promise = loop().createFuture();
        promise.cancel();
        return promise;
    }

    /** The result of an operation, or the Python name of what it throws. */
    static Object attempt(Callable<?> operation) {
        try {
            return operation.call();
        } catch (Throwable failure) {
            return Python.name(failure);
        }
    }

    /** Nothing, or the Python name of what an operation throws. */
    static Object attempt(Action operation) {
        return attempt(
                () -> {
                    operation.run();
                    return null;
                });
    }

    /** A task with a name. */
    static <T> Task<T> named(String name, Coroutine<T> body) {
        return createTask(io.asyncio4j.TaskOptions.named(name), body);
    }
}
