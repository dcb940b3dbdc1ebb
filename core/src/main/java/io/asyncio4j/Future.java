package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A result that may not be there yet. A {@link Promise} gets its result from somebody who sets it,
 * a {@link Task} from the code it runs; both are read in the same way.
 *
 * <pre>
 *   PENDING --setResult, setException, end of the task--> FINISHED
 *      |
 *      +----cancel---------------------------------------> CANCELLED
 * </pre>
 *
 * <p>While its loop runs, every method but {@link #toString()} must be called by the loop's own
 * code; another thread gets a {@link WrongThreadException}. While the loop does not run, any one
 * thread may ask.
 *
 * <p>Confined to the loop.
 *
 * @param <T> the type of the result
 */
public abstract sealed class Future<T extends @Nullable Object> permits Promise, Task {
    private enum State {
        PENDING,
        FINISHED,
        CANCELLED
    }

    /** Told when a future is done: a waiting task, or a callback. */
    interface Watcher {
        void futureDone(Future<?> future);

        /**
         * Whether it is sure to look at the outcome. If none of the watchers is, a failure is
         * reported unless one of them does so in the next pass.
         */
        default boolean isSureToLook() {
            return true;
        }
    }

    private record DoneCallback<T extends @Nullable Object>(
            Consumer<? super Future<T>> callback, Context context) implements Watcher {
        @Override
        @SuppressWarnings("unchecked") // registered with a Future<T> only
        public void futureDone(Future<?> future) {
            Future<T> done = (Future<T>) future;
            future.loop.callSoon(
                    new Runnable() {
                        @Override
                        public void run() {
                            callback.accept(done);
                        }

                        @Override
                        public String toString() {
                            return callback.toString();
                        }
                    },
                    context);
        }
    }

    final EventLoop loop;
    private State state = State.PENDING;

    /** The value; meaningful when finished without failure. */
    private @Nullable T value;

    /** Why it failed; null unless finished with a failure. */
    private @Nullable Throwable failure;

    /** The reason given to cancel(); null without reason. */
    private @Nullable String cancelReason;

    /** Nobody, one {@link Watcher}, or a list of them in the order of registration. */
    private @Nullable Object watchers;

    /** Whether somebody has seen the failure, so that it need not be reported. */
    private boolean isObserved;

    Future(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Waits for the result. Suspends the current task unless the future is done; a future that is
     * done answers at once and nothing else runs in between.
     *
     * <p><b>On cancellation</b> of the waiting task this future is cancelled too: awaiting a task
     * passes a cancellation on to it. Use {@link Asyncio#shield} to keep it alive.
     *
     * @return the result
     * @throws CancelledError if this future or the waiting task was cancelled
     * @throws IllegalStateException if it would have to wait outside a task, for itself, or for a
     *     future of another loop
     * @throws WrongThreadException if the calling thread does not hold the loop
     */
    public T await() {
        requireHeld("await");
        if (state == State.PENDING) {
            requireWaiter().waitFor(this);
        }
        return outcome();
    }

    /**
     * Waits for the result as {@link #await()} does, and declares a checked exception that the work
     * may fail with, so that it can be caught by name.
     *
     * <p><b>On cancellation</b> of the waiting task this future is cancelled too.
     *
     * @param declared the exception; named for the compiler only, others pass as well
     * @param <X> its type
     * @return the result
     * @throws X if the work failed with it
     */
    public <X extends Throwable> T await(Class<X> declared) throws X {
        Objects.requireNonNull(declared, "declared");
        return await();
    }

    /**
     * The result, without waiting.
     *
     * @throws InvalidStateException if the future is not done
     * @throws CancelledError if it was cancelled
     */
    public T result() {
        requireDone("result");
        return outcome();
    }

    /**
     * Why the work failed; empty if it succeeded.
     *
     * @throws InvalidStateException if the future is not done
     * @throws CancelledError if it was cancelled
     */
    public Optional<Throwable> exception() {
        requireDone("exception");
        if (state == State.CANCELLED) {
            throw cancelledError();
        }
        isObserved = true;
        return Optional.ofNullable(failure);
    }

    /** Whether there is a result, a failure or a cancellation. */
    public boolean isDone() {
        requireHeld("isDone");
        return state != State.PENDING;
    }

    /** Whether it ended by cancellation. */
    public boolean isCancelled() {
        requireHeld("isCancelled");
        return state == State.CANCELLED;
    }

    /**
     * Cancels without a reason, as {@link #cancel(String)} does.
     *
     * @return false if it was done already
     */
    public boolean cancel() {
        return requestCancel(null);
    }

    /**
     * Cancels. A promise is cancelled at once; a task is asked to, see {@link Task}.
     *
     * @param reason becomes the message of the {@link CancelledError}
     * @return false if it was done already
     */
    public boolean cancel(String reason) {
        return requestCancel(Objects.requireNonNull(reason, "reason"));
    }

    abstract boolean requestCancel(@Nullable String reason);

    /**
     * Calls back when the future is done, in a copy of the current context. The call always goes
     * through the loop's queue, also when the future is done already, and callbacks keep their
     * order.
     */
    public void addDoneCallback(Consumer<? super Future<T>> callback) {
        addDoneCallback(callback, Context.copy());
    }

    /**
     * Calls back when the future is done, in the given context.
     *
     * @param context the context to run in
     */
    public void addDoneCallback(Consumer<? super Future<T>> callback, Context context) {
        requireHeld("addDoneCallback");
        watch(
                new DoneCallback<T>(
                        Objects.requireNonNull(callback, "callback"),
                        Objects.requireNonNull(context, "context")));
    }

    /**
     * Takes back every registration of the callback. One that was queued already still runs.
     *
     * @return how many registrations there were
     */
    public int removeDoneCallback(Consumer<? super Future<T>> callback) {
        Objects.requireNonNull(callback, "callback");
        requireHeld("removeDoneCallback");
        int count = 0;
        if (watchers instanceof List<?> list) {
            int before = list.size();
            list.removeIf(each -> isCallback(each, callback));
            count = before - list.size();
        } else if (isCallback(watchers, callback)) {
            watchers = null;
            count = 1;
        }
        return count;
    }

    private static boolean isCallback(@Nullable Object watcher, Object callback) {
        return watcher instanceof DoneCallback<?> done && done.callback.equals(callback);
    }

    /**
     * What must be done before this can be: for a task what it awaits, for a combination such as
     * {@link Asyncio#gather} its parts. Any thread may ask; the answer is a moment's view.
     */
    public abstract List<? extends Future<?>> waitsFor();

    /** What the future is, in a word or two, as dumps show it. Any thread may ask. */
    public abstract String describe();

    /** The loop on which the future is completed. Any thread may ask. */
    public EventLoop loop() {
        return loop;
    }

    /**
     * A view for code that knows only {@link CompletableFuture}. It gets the same outcome, and
     * cancelling either cancels the other. Any thread may use the view.
     */
    public CompletableFuture<T> toCompletableFuture() {
        requireHeld("toCompletableFuture");
        return Interop.toCompletableFuture(this);
    }

    // ---- for the rest of the package: callers are on the loop

    final boolean isPending() {
        return state == State.PENDING;
    }

    /** Whether it ended by cancellation, without a check of the thread. */
    final boolean endedCancelled() {
        return state == State.CANCELLED;
    }

    final boolean hasFailed() {
        return failure != null;
    }

    final @Nullable Throwable failure() {
        isObserved = true;
        return failure;
    }

    final boolean isObserved() {
        return isObserved;
    }

    final void markObserved() {
        isObserved = true;
    }

    final void watch(Watcher watcher) {
        if (state != State.PENDING) {
            isObserved |= watcher.isSureToLook();
            watcher.futureDone(this);
        } else if (watchers == null) {
            watchers = watcher;
        } else {
            watcherList().add(watcher);
        }
    }

    final void unwatch(Watcher watcher) {
        if (watcher.equals(watchers)) {
            watchers = null;
        } else if (watchers instanceof List<?> list) {
            list.remove(watcher);
        }
    }

    @SuppressWarnings("unchecked") // the list holds watchers only
    private List<Watcher> watcherList() {
        if (watchers instanceof List<?> list) {
            return (List<Watcher>) list;
        }
        List<Watcher> list = new ArrayList<>(4);
        if (watchers instanceof Watcher only) {
            list.add(only);
        }
        watchers = list;
        return list;
    }

    final void finish(T result) {
        state = State.FINISHED;
        value = result;
        tellWatchers();
    }

    final void fail(Throwable cause) {
        state = State.FINISHED;
        failure = cause;
        // a cancellation is asked for, so it surprises nobody
        isObserved = cause instanceof CancelledError || isWatchedSurely();
        tellWatchers();
        if (!isObserved) {
            loop.failures.add(this);
        }
    }

    private boolean isWatchedSurely() {
        return switch (watchers) {
            case null -> false;
            case Watcher one -> one.isSureToLook();
            default -> watcherList().stream().anyMatch(Watcher::isSureToLook);
        };
    }

    final void becomeCancelled(@Nullable String reason) {
        state = State.CANCELLED;
        cancelReason = reason;
        tellWatchers();
    }

    private void tellWatchers() {
        Object told = watchers;
        watchers = null;
        if (told instanceof Watcher one) {
            one.futureDone(this);
        } else if (told instanceof List<?> list) {
            for (Object each : list) {
                ((Watcher) each).futureDone(this);
            }
        }
    }

    /** The value or the failure of a future that is done. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    final T outcome() {
        if (state == State.CANCELLED) {
            throw cancelledError();
        }
        if (failure != null) {
            isObserved = true;
            throw Sneaky.rethrow(failure);
        }
        return value;
    }

    final CancelledError cancelledError() {
        return CancelledError.because(cancelReason);
    }

    final @Nullable String cancelReason() {
        return cancelReason;
    }

    private Task<?> requireWaiter() {
        Task<?> waiter = loop.current();
        if (waiter == null) {
            throw loop.isHeldBy(Thread.currentThread())
                    ? new IllegalStateException(
                            "cannot await "
                                    + this
                                    + " in a callback: only a task may wait; use addDoneCallback,"
                                    + " or createTask for the waiting code")
                    : notThisLoop();
        }
        if (waiter == this) {
            throw new IllegalStateException("Task cannot await on itself: " + this);
        }
        return waiter;
    }

    private IllegalStateException notThisLoop() {
        EventLoop running = RunningLoops.ofCurrentThread();
        return new IllegalStateException(
                running == null
                        ? "cannot await "
                                + this
                                + ": its loop "
                                + loop
                                + " does not run; use"
                                + " loop.runUntilComplete(future)"
                        : "cannot await "
                                + this
                                + " on "
                                + running
                                + ": it belongs to "
                                + loop
                                + "; use runCoroutineThreadsafe to ask that loop");
    }

    /** Refuses to take part in the work of another loop. */
    final void requireLoop(EventLoop expected) {
        if (loop != expected) {
            throw new IllegalArgumentException(
                    this
                            + " belongs to "
                            + loop
                            + ", not to "
                            + expected
                            + "; use runCoroutineThreadsafe to ask that loop");
        }
    }

    /** A copy of the futures, all of which must belong to the loop. */
    static <F extends Future<?>> List<F> ofLoop(EventLoop loop, Collection<? extends F> futures) {
        Objects.requireNonNull(futures, "futures");
        for (F future : futures) {
            Objects.requireNonNull(future, "one of the futures").requireLoop(loop);
        }
        return List.copyOf(futures);
    }

    final void requireHeld(String method) {
        loop.requireHeld(method, "callSoonThreadsafe or runCoroutineThreadsafe");
    }

    private void requireDone(String method) {
        requireHeld(method);
        if (state == State.PENDING) {
            throw new InvalidStateException(
                    method + " of " + this + " is not there yet; await it, or ask isDone() first");
        }
    }

    /** The state as it is shown by {@link #toString()}. */
    final String describeState() {
        return switch (state) {
            case PENDING -> "pending";
            case CANCELLED -> "cancelled";
            case FINISHED -> failure == null ? "finished" : "failed with " + failure;
        };
    }
}
