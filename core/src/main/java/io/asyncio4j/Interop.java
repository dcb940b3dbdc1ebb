package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * Bridges between the loop's futures and those of {@code java.util.concurrent}, with cancellation
 * in both directions.
 *
 * <p>Thread-safe: the far side of a bridge is called from any thread.
 */
final class Interop {
    private Interop() {}

    /** A future of the loop that ends as the stage does; cancelling it cancels the stage. */
    static <T extends @Nullable Object> Future<T> fromStage(
            EventLoop loop, CompletionStage<T> stage) {
        CompletableFuture<T> view = viewOf(stage);
        Promise<T> promise =
                new Promise<>(
                        loop,
                        (cancelled, reason) -> {
                            cancelled.becomeCancelled(reason);
                            if (view != null) {
                                view.cancel(true);
                            }
                            return true;
                        },
                        stage.getClass().getSimpleName());
        if (view != null && view.isDone()) {
            var _ = view.whenComplete((value, failure) -> deliver(promise, value, failure));
            return promise;
        }
        loop.workers.externalBegins();
        var _ =
                stage.whenComplete(
                        (value, failure) ->
                                onLoop(
                                        loop,
                                        () -> {
                                            loop.workers.externalEnds();
                                            deliver(promise, value, failure);
                                        }));
        return promise;
    }

    /** Now if the calling thread holds the loop, as that of a library that runs on it does. */
    private static void onLoop(EventLoop loop, Runnable delivery) {
        if (loop.isHeldBy(Thread.currentThread())) {
            delivery.run();
        } else {
            loop.callSoonThreadsafe(delivery);
        }
    }

    /** A stage without this view tells no state and cannot be cancelled; its result is dropped. */
    private static <T extends @Nullable Object> @Nullable CompletableFuture<T> viewOf(
            CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture();
        } catch (UnsupportedOperationException notConvertible) {
            return null;
        }
    }

    @SuppressWarnings("NullAway") // null only where T allows it
    private static <T extends @Nullable Object> void deliver(
            Promise<T> promise, @Nullable T value, @Nullable Throwable failure) {
        if (!promise.isPending()) {
            return; // cancelled meanwhile
        }
        switch (unwrap(failure)) {
            case null -> promise.finish(value);
            case CancellationException cancelled -> promise.becomeCancelled(cancelled.getMessage());
            case Throwable cause -> promise.fail(cause);
        }
    }

    /** The failure itself, without the wrappers that {@code java.util.concurrent} adds. */
    static @Nullable Throwable unwrap(@Nullable Throwable failure) {
        Throwable current = failure;
        while (current instanceof CompletionException || current instanceof ExecutionException) {
            Throwable cause = current.getCause();
            if (cause == null) {
                break;
            }
            current = cause;
        }
        return current;
    }

    /** A stage that ends as the future does; cancelling the stage cancels the future. */
    static <T extends @Nullable Object> CompletableFuture<T> toCompletableFuture(Future<T> future) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        connect(future, stage);
        return stage;
    }

    private static <T extends @Nullable Object> void connect(
            Future<T> future, CompletableFuture<T> stage) {
        EventLoop loop = future.loop;
        if (future.isPending()) {
            future.watch(done -> copyOutcomeSoon(future, stage));
        } else {
            copyOutcome(future, stage);
        }
        var _ =
                stage.whenComplete(
                        (value, failure) -> {
                            if (stage.isCancelled() && !loop.isClosed()) {
                                loop.callSoonThreadsafe(() -> future.requestCancel(null));
                            }
                        });
    }

    /** Starts a task from any thread; the answer ends as the task does, and can cancel it. */
    static <T extends @Nullable Object> CompletableFuture<T> submit(
            EventLoop loop, Coroutine<T> body) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.callSoonThreadsafe(
                () -> {
                    if (!answer.isDone()) {
                        start(loop, body, answer);
                    }
                });
        return answer;
    }

    private static <T extends @Nullable Object> void start(
            EventLoop loop, Coroutine<T> body, CompletableFuture<T> answer) {
        try {
            connect(loop.createTask(body), answer);
        } catch (Throwable failure) { // nobody may wait in vain for a task that was not made
            answer.completeExceptionally(failure);
            throw failure;
        }
    }

    /** Waits in a thread of the default pool, unless the future is done. */
    static <T extends @Nullable Object> Future<T> fromBlocking(
            EventLoop loop, java.util.concurrent.Future<T> blocking) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        if (blocking.isDone()) {
            settle(stage, blocking);
            return fromStage(loop, stage);
        }
        var _ =
                stage.whenComplete(
                        (value, failure) -> {
                            if (stage.isCancelled()) {
                                blocking.cancel(true);
                            }
                        });
        loop.workers.defaultExecutor().execute(() -> settle(stage, blocking));
        return fromStage(loop, stage);
    }

    private static <T extends @Nullable Object> void settle(
            CompletableFuture<T> stage, java.util.concurrent.Future<T> blocking) {
        try {
            stage.complete(blocking.get());
        } catch (InterruptedException | ExecutionException | CancellationException failure) {
            stage.completeExceptionally(failure);
        }
    }

    /** What depends on the stage must not run inside the call that completes the future. */
    private static <T extends @Nullable Object> void copyOutcomeSoon(
            Future<T> future, CompletableFuture<T> stage) {
        if (future.loop.isClosed()) {
            copyOutcome(future, stage);
        } else {
            future.loop.callSoon(() -> copyOutcome(future, stage));
        }
    }

    private static <T extends @Nullable Object> void copyOutcome(
            Future<T> future, CompletableFuture<T> stage) {
        Throwable failure = future.failure();
        if (future.endedCancelled()) {
            stage.cancel(false);
        } else if (failure != null) {
            stage.completeExceptionally(failure);
        } else {
            stage.complete(future.outcome());
        }
    }
}
