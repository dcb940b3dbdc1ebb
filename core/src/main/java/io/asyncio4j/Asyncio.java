package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * The functions of asyncio. Import them statically:
 *
 * {@snippet :
 * import static io.asyncio4j.Asyncio.*;
 *
 * void main() {
 *     run(() -> {
 *         var hello = createTask(() -> say("hello"));
 *         sleep(Duration.ofSeconds(1));
 *         hello.await();
 *     });
 * }
 * }
 *
 * <p>Those that need a running loop take the one of the calling code, and throw {@link
 * IllegalStateException} if there is none. Those that wait must be called in a task.
 *
 * <p>Confined to the loop, but for {@link #run}, {@link #runCoroutineThreadsafe}, {@link
 * #newEventLoop} and {@link #engine}.
 */
public final class Asyncio {
    /** The loop a thread was given by setEventLoop. */
    private static final ThreadLocal<@Nullable EventLoop> LOOP_OF_THREAD = new ThreadLocal<>();

    private Asyncio() {}

    // ---- running programs

    /**
     * Runs a program: makes a loop, runs the main task to its end, cancels and awaits the tasks
     * that are left, and closes the loop. See {@link Runner} for Ctrl-C.
     *
     * @return its result
     * @throws IllegalStateException if a loop runs on this thread already
     */
    public static <T extends @Nullable Object> T run(Coroutine<T> main) {
        return run(LoopOptions.defaults(), main);
    }

    /** Runs a program whose main task has no result. */
    public static void run(Action main) {
        run(LoopOptions.defaults(), main);
    }

    /**
     * Runs a program on a loop made as told.
     *
     * @return its result
     */
    public static <T extends @Nullable Object> T run(LoopOptions options, Coroutine<T> main) {
        Objects.requireNonNull(main, "main");
        try (Runner runner = new Runner(options)) {
            return runner.run(main);
        }
    }

    /** Runs a program whose main task has no result, on a loop made as told. */
    public static void run(LoopOptions options, Action main) {
        run(options, Coroutine.of(Objects.requireNonNull(main, "main")));
    }

    /** The engine that loops use by default in this JVM. Any thread may ask. */
    public static Engine engine() {
        return Engines.preferred();
    }

    // ---- loops

    /**
     * The loop that runs the calling code.
     *
     * @throws IllegalStateException if none does
     */
    public static EventLoop getRunningLoop() {
        return RunningLoops.require();
    }

    /**
     * The running loop, or else the one that this thread was given.
     *
     * @throws IllegalStateException if there is neither
     */
    public static EventLoop getEventLoop() {
        EventLoop running = RunningLoops.ofCurrentThread();
        EventLoop loop = running == null ? LOOP_OF_THREAD.get() : running;
        if (loop == null) {
            throw new IllegalStateException(
                    "there is no current event loop on this thread; use newEventLoop, or run");
        }
        return loop;
    }

    /** Gives this thread a loop for {@link #getEventLoop} to find. */
    public static void setEventLoop(EventLoop loop) {
        LOOP_OF_THREAD.set(Objects.requireNonNull(loop, "loop"));
    }

    static void forgetEventLoop(EventLoop loop) {
        if (LOOP_OF_THREAD.get() == loop) {
            LOOP_OF_THREAD.remove();
        }
    }

    /** A new loop with the default options. It must be closed. */
    public static EventLoop newEventLoop() {
        return newEventLoop(LoopOptions.defaults());
    }

    /** A new loop. It must be closed. */
    public static EventLoop newEventLoop(LoopOptions options) {
        return new EventLoop(options);
    }

    // ---- tasks

    /** Starts a task on the running loop; it begins in the next pass. */
    public static <T extends @Nullable Object> Task<T> createTask(Coroutine<T> body) {
        return getRunningLoop().createTask(body);
    }

    /** Starts a task without a result on the running loop. */
    public static Task<@Nullable Void> createTask(Action body) {
        return getRunningLoop().createTask(body);
    }

    /** Starts a task on the running loop, with a name, a context or a start of its own. */
    public static <T extends @Nullable Object> Task<T> createTask(
            TaskOptions options, Coroutine<T> body) {
        return getRunningLoop().createTask(Objects.requireNonNull(options, "options"), body);
    }

    /**
     * Starts a task without a result on the running loop, with a name, a context or a start of its
     * own.
     */
    public static Task<@Nullable Void> createTask(TaskOptions options, Action body) {
        return getRunningLoop().createTask(Objects.requireNonNull(options, "options"), body);
    }

    /** The task that runs the calling code; empty in a plain callback of the loop. */
    public static Optional<Task<?>> currentTask() {
        return getRunningLoop().currentTask();
    }

    /** The tasks of the running loop that are not done, in the order of their creation. */
    public static List<Task<?>> allTasks() {
        return getRunningLoop().allTasks();
    }

    static Task<?> requireTask(String what) {
        Task<?> task = getRunningLoop().current();
        if (task == null) {
            throw new IllegalStateException(
                    what
                            + " must be used in a task, not in a callback; wrap the code in"
                            + " createTask");
        }
        return task;
    }

    /**
     * Suspends the current task for a while. Zero or less lets everything else that is ready run
     * once. Always suspends.
     *
     * <p><b>On cancellation</b> it throws {@link CancelledError} at once and leaves no timer.
     *
     * @param delay how long
     */
    public static void sleep(Duration delay) {
        Task<?> task = requireTask("sleep");
        if (delay.isPositive()) {
            Nap.take(task.loop, delay);
        } else {
            task.yieldOnce();
        }
    }

    // ---- several at once

    /**
     * Several futures as one, whose result is the list of theirs, in the order given. If one fails,
     * the whole fails at once and the others <em>go on</em>; a {@link TaskGroup} ends them instead.
     * Never suspends; the answer is to be awaited.
     *
     * <p>Cancelling the whole cancels every part, and it ends when they have.
     */
    public static <T extends @Nullable Object> Future<List<T>> gather(
            Collection<? extends Future<? extends T>> parts) {
        return Gather.results(getRunningLoop(), Objects.requireNonNull(parts, "parts"));
    }

    /** Several futures as one, as {@link #gather(Collection)} does. */
    @SafeVarargs
    @SuppressWarnings("varargs") // it only reads the array
    public static <T extends @Nullable Object> Future<List<T>> gather(
            Future<? extends T>... parts) {
        return gather(List.of(Objects.requireNonNull(parts, "parts")));
    }

    /** Starts the coroutines as tasks and gathers them, as {@link #gather(Collection)} does. */
    @SafeVarargs
    public static <T extends @Nullable Object> Future<List<T>> gather(
            Coroutine<? extends T>... parts) {
        EventLoop loop = getRunningLoop();
        List<Future<? extends T>> tasks = new ArrayList<>(parts.length);
        for (Coroutine<? extends T> part : parts) {
            tasks.add(loop.createTask(part));
        }
        return Gather.results(loop, tasks);
    }

    /**
     * Several futures as one that never fails: its result tells for each how it ended, as asyncio's
     * {@code gather(..., return_exceptions=True)}. Never suspends; the answer is to be awaited.
     */
    public static <T extends @Nullable Object> Future<List<Outcome<T>>> gatherSettled(
            Collection<? extends Future<? extends T>> parts) {
        return Gather.outcomes(getRunningLoop(), Objects.requireNonNull(parts, "parts"));
    }

    /**
     * Waits until all futures are done. Suspends, and cancels nothing. Call it as {@code
     * Asyncio.wait}: a static import of this name is hidden by {@link Object#wait()}.
     *
     * <p><b>On cancellation</b> the futures go on.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static <T extends @Nullable Object> Waited<T> wait(
            Collection<? extends Future<? extends T>> futures) {
        return wait(futures, ReturnWhen.ALL_COMPLETED);
    }

    /**
     * Waits until enough futures are done, as {@link #wait(Collection)} does.
     *
     * @param returnWhen how many are enough
     */
    public static <T extends @Nullable Object> Waited<T> wait(
            Collection<? extends Future<? extends T>> futures, ReturnWhen returnWhen) {
        return WaitSet.await(
                getRunningLoop(),
                futures,
                Objects.requireNonNull(returnWhen, "returnWhen"),
                Long.MAX_VALUE);
    }

    /**
     * Waits until enough futures are done or the time is over, as {@link #wait(Collection)} does.
     *
     * @param returnWhen how many are enough
     * @param timeout how long to wait; no exception tells that it was over, but the answer
     */
    public static <T extends @Nullable Object> Waited<T> wait(
            Collection<? extends Future<? extends T>> futures,
            ReturnWhen returnWhen,
            Duration timeout) {
        EventLoop loop = getRunningLoop();
        Objects.requireNonNull(returnWhen, "returnWhen");
        Objects.requireNonNull(timeout, "timeout");
        return WaitSet.await(loop, futures, returnWhen, loop.clock.deadlineAfter(timeout));
    }

    /**
     * Hands out futures in the order in which they get done, in a plain {@code for} loop. The
     * loop's step to the next one suspends until there is one. Cancels nothing.
     */
    public static <T extends @Nullable Object> Iterable<Future<T>> asCompleted(
            Collection<? extends Future<T>> futures) {
        return asCompletedUntil(futures, Long.MAX_VALUE);
    }

    /**
     * Hands out futures in the order in which they get done, as {@link #asCompleted(Collection)}
     * does, for a limited time. When it is over, each further step throws {@link TimeoutException},
     * once for each future that is late.
     *
     * @param timeout for how long, from now
     */
    public static <T extends @Nullable Object> Iterable<Future<T>> asCompleted(
            Collection<? extends Future<T>> futures, Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return asCompletedUntil(futures, getRunningLoop().clock.deadlineAfter(timeout));
    }

    private static <T extends @Nullable Object> Iterable<Future<T>> asCompletedUntil(
            Collection<? extends Future<T>> futures, long deadlineNanos) {
        EventLoop loop = getRunningLoop();
        var arrivals = new AsCompleted<T>(loop, Future.ofLoop(loop, futures), deadlineNanos);
        return () -> arrivals;
    }

    // ---- deadlines and shields

    /**
     * Runs code that must be done within a time, as part of the current task. Suspends as the code
     * does.
     *
     * <p><b>On cancellation</b> the code is cancelled, and the error passes through.
     *
     * @param limit how long; zero or less ends the code at its first wait
     * @throws TimeoutException if time was over; the code has cleaned up by then
     */
    public static <T extends @Nullable Object> T timeout(Duration limit, Coroutine<T> body) {
        return Timeout.after(Objects.requireNonNull(limit, "limit")).call(body);
    }

    /**
     * Runs code without a result that must be done within a time.
     *
     * @param limit how long
     * @throws TimeoutException if time was over; the code has cleaned up by then
     */
    public static void timeout(Duration limit, Action body) {
        Timeout.after(Objects.requireNonNull(limit, "limit")).run(body);
    }

    /**
     * Runs code that must be done by a time of the loop.
     *
     * @param when on the scale of {@link EventLoop#time()}
     * @throws TimeoutException if time was over; the code has cleaned up by then
     */
    public static <T extends @Nullable Object> T timeoutAt(Instant when, Coroutine<T> body) {
        return Timeout.at(when).call(body);
    }

    /**
     * Runs code without a result that must be done by a time of the loop.
     *
     * @param when on the scale of {@link EventLoop#time()}
     * @throws TimeoutException if time was over; the code has cleaned up by then
     */
    public static void timeoutAt(Instant when, Action body) {
        Timeout.at(when).run(body);
    }

    /**
     * Waits for a future, but not too long. When time is over the future is cancelled, and this
     * waits for it to end before it throws. Suspends unless the future is done.
     *
     * <p><b>On cancellation</b> the future is cancelled too.
     *
     * @param limit how long; zero or less does not wait for anything but the end of the future
     * @throws TimeoutException if time was over
     */
    public static <T extends @Nullable Object> T waitFor(Future<T> future, Duration limit) {
        if (limit.isPositive()) {
            return timeout(limit, () -> future.await());
        }
        if (future.isDone()) {
            return future.result();
        }
        future.cancel();
        new WaitSet(future.loop, List.of(future), ReturnWhen.ALL_COMPLETED).await(Long.MAX_VALUE);
        try {
            return future.result();
        } catch (CancelledError cancelled) {
            throw new TimeoutException(future + " was not done in time", cancelled);
        }
    }

    /**
     * Runs a coroutine in the current task, but not too long, as {@link #timeout(Duration,
     * Coroutine)} does. With a limit of zero or less it is not begun.
     *
     * @param limit how long
     * @throws TimeoutException if time was over
     */
    public static <T extends @Nullable Object> T waitFor(Coroutine<T> body, Duration limit) {
        return limit.isPositive() ? timeout(limit, body) : waitFor(createTask(body), limit);
    }

    /**
     * Runs an action in the current task, but not too long.
     *
     * @param limit how long
     * @throws TimeoutException if time was over
     */
    public static void waitFor(Action body, Duration limit) {
        waitFor(Coroutine.of(Objects.requireNonNull(body, "body")), limit);
    }

    /**
     * A future that ends as the given one does, but whose cancellation leaves that one alone. Never
     * suspends; the answer is to be awaited.
     */
    public static <T extends @Nullable Object> Future<T> shield(Future<T> inner) {
        return Shield.of(inner);
    }

    // ---- threads, and the futures of others

    /**
     * Runs a blocking function in the loop's default pool of threads, with the context carried
     * along, and waits for its result. Suspends.
     *
     * <p><b>On cancellation</b> the function goes on in its thread, and its result is dropped.
     */
    public static <T extends @Nullable Object> T toThread(Callable<T> blocking) {
        return getRunningLoop().runInExecutor(blocking).await();
    }

    /**
     * Runs a blocking function without a result in the loop's default pool, as {@link
     * #toThread(Callable)} does.
     */
    public static void toThread(Action blocking) {
        toThread(Coroutine.of(Objects.requireNonNull(blocking, "blocking"))::run);
    }

    /**
     * Starts a task on a loop from any other thread. Cancelling the answer cancels the task.
     *
     * @return to be waited for by the other thread, never by the loop's own code
     */
    public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadsafe(
            Coroutine<T> body, EventLoop loop) {
        Objects.requireNonNull(body, "body");
        return Interop.submit(loop, body);
    }

    /**
     * Waits for a stage of any library. Suspends unless it is a {@link CompletableFuture} that is
     * done. A failure is rethrown without its {@code CompletionException}.
     *
     * <p><b>On cancellation</b> the stage is cancelled, if it can be.
     *
     * @return its result
     */
    public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        return wrapFuture(stage).await();
    }

    /**
     * Waits for a future that is a stage too, such as a {@link CompletableFuture} or what many
     * libraries return, as {@link #await(CompletionStage)} does.
     *
     * <p><b>On cancellation</b> the future is cancelled.
     *
     * @return its result
     */
    @SuppressWarnings("ExtendsObject") // the first bound is what the erased method takes
    public static <
                    T extends @Nullable Object,
                    F extends Object & CompletionStage<T> & java.util.concurrent.Future<T>>
            T await(F future) {
        return wrapFuture(Objects.requireNonNull(future, "future")).await();
    }

    /**
     * Waits for a future that only knows how to block, in a thread of the default pool. Suspends
     * unless it is done.
     *
     * <p><b>On cancellation</b> the future is cancelled.
     *
     * @return its result
     */
    public static <T extends @Nullable Object> T await(java.util.concurrent.Future<T> future) {
        return Interop.fromBlocking(getRunningLoop(), Objects.requireNonNull(future, "future"))
                .await();
    }

    /**
     * A future of the running loop that ends as the stage does; cancelling one cancels the other.
     */
    public static <T extends @Nullable Object> Future<T> wrapFuture(CompletionStage<T> stage) {
        return Interop.fromStage(getRunningLoop(), stage);
    }

    /** The items of a publisher in a plain {@code for} loop, with back-pressure. */
    public static <T> PublishedItems<T> iterate(Flow.Publisher<? extends T> publisher) {
        return new PublishedItems<>(
                getRunningLoop(), Objects.requireNonNull(publisher, "publisher"));
    }
}
