package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Runs several main tasks one after another on one loop and in one context, and cleans up at the
 * end. {@link Asyncio#run} is a runner for one.
 *
 * {@snippet :
 * try (var runner = new Runner()) {
 *     runner.run(() -> connect());
 *     runner.run(() -> work());
 * }
 * }
 *
 * <p><b>Ctrl-C</b> while a main task runs cancels it; when it has ended for that reason alone, run
 * throws {@link KeyboardInterrupt}. A second Ctrl-C ends the JVM at once. This holds only if nobody
 * else handles the signal, and for one runner at a time.
 *
 * <p><b>Closing</b> cancels the tasks that are left and waits for them without limit, reports their
 * failures, gives the default executor five minutes, and closes the loop, each even if the one
 * before failed.
 *
 * <p>Confined to the thread that uses it.
 */
public final class Runner implements AutoCloseable {
    private static final Logger LOG = System.getLogger("io.asyncio4j");
    private static final Duration EXECUTOR_LIMIT = Duration.ofMinutes(5);

    private final LoopOptions options;

    /** Made by the first use; null before. */
    private @Nullable EventLoop loop;

    /** The context of every main task, so that what one sets is seen by the next. */
    private final Context context = Context.copy();

    private boolean isClosed;

    /** What the last main task ended the program with; it need not be thrown twice. */
    private @Nullable ExitRequest exit;

    /** A runner whose loop has the default options. */
    public Runner() {
        this(LoopOptions.defaults());
    }

    /** A runner. */
    public Runner(LoopOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * The loop, which is made if need be.
     *
     * @throws IllegalStateException if the runner is closed
     */
    public EventLoop loop() {
        if (isClosed) {
            throw new IllegalStateException("this Runner is closed; make another one");
        }
        EventLoop made = loop;
        if (made == null) {
            made = new EventLoop(options);
            loop = made;
            Asyncio.setEventLoop(made);
        }
        return made;
    }

    /**
     * Runs a main task to its end, in the runner's context.
     *
     * @return its result
     * @throws IllegalStateException if a loop runs on this thread, or the runner is closed
     * @throws KeyboardInterrupt if the user pressed Ctrl-C
     */
    public <T extends @Nullable Object> T run(Coroutine<T> main) {
        return run(context, main);
    }

    /** Runs a main task without a result to its end, in the runner's context. */
    public void run(Action main) {
        run(context, Coroutine.of(Objects.requireNonNull(main, "main")));
    }

    /**
     * Runs a main task to its end, in a context of the caller's choice.
     *
     * @param ownContext used as it is
     * @return its result
     */
    public <T extends @Nullable Object> T run(Context ownContext, Coroutine<T> main) {
        Objects.requireNonNull(ownContext, "ownContext");
        Objects.requireNonNull(main, "main");
        EventLoop running = RunningLoops.ofCurrentThread();
        if (running != null) {
            throw new IllegalStateException(
                    "run cannot be called while "
                            + running
                            + " runs on this thread; use createTask"
                            + " and await the task");
        }
        EventLoop mine = loop();
        Task<T> task = mine.createTask(TaskOptions.DEFAULT.withContext(ownContext), main);
        try (Interrupts interrupts = Interrupts.cancel(task)) {
            return finish(mine, task, interrupts);
        }
    }

    private <T extends @Nullable Object> T finish(
            EventLoop loop, Task<T> task, Interrupts interrupts) {
        try {
            return loop.runUntilComplete(task);
        } catch (ExitRequest request) {
            exit = request;
            throw request;
        } catch (CancelledError cancelled) {
            if (interrupts.haveHappened() && task.uncancel() == 0) {
                throw new KeyboardInterrupt();
            }
            throw cancelled;
        }
    }

    /**
     * Cleans up, see the class. Does nothing on a closed runner, or one that was never used.
     *
     * @throws IllegalStateException if a main task runs
     * @throws ExitRequest if a task that was left asked to end the program, after the cleaning up
     */
    @Override
    public void close() {
        EventLoop ending = loop;
        if (ending == null) {
            return;
        }
        if (ending.isRunning()) {
            throw new IllegalStateException(
                    "cannot close this Runner while "
                            + ending
                            + " runs; close it after run has returned");
        }
        isClosed = true;
        loop = null;
        try {
            cancelLeftovers(ending);
        } finally {
            try {
                if (ending.workers.hasPool()) {
                    ending.runUntilComplete(() -> ending.shutdownDefaultExecutor(EXECUTOR_LIMIT));
                }
            } finally {
                Asyncio.forgetEventLoop(ending);
                ending.close();
            }
        }
    }

    private void cancelLeftovers(EventLoop loop) {
        List<Task<?>> leftovers = loop.allTasks();
        if (leftovers.isEmpty()) {
            return;
        }
        leftovers.forEach(Task::cancel);
        LOG.log(
                Level.DEBUG,
                "cancelled {0} tasks that were left: {1}",
                leftovers.size(),
                leftovers);
        ExitRequest request = awaitAll(loop, leftovers);
        leftovers.forEach(task -> reportFailure(loop, task));
        if (request != null && request != exit) {
            throw request;
        }
    }

    /** Waits for all to end, also if one of them asks to end the program: it will. */
    private static @Nullable ExitRequest awaitAll(EventLoop loop, List<Task<?>> leftovers) {
        Task<?> ended =
                loop.createTask(
                        () ->
                                new WaitSet(loop, leftovers, ReturnWhen.ALL_COMPLETED)
                                        .await(Long.MAX_VALUE));
        ExitRequest first = null;
        while (!ended.isDone()) {
            try {
                loop.runUntilComplete(ended);
            } catch (ExitRequest request) {
                first = first == null ? request : first;
            }
        }
        return first;
    }

    private static void reportFailure(EventLoop loop, Task<?> task) {
        Throwable failure = task.failure();
        if (failure != null && !(failure instanceof ExitRequest)) {
            loop.callExceptionHandler(
                    ExceptionContext.of("unhandled exception during shutdown of run()")
                            .withException(failure)
                            .with("task", task));
        }
    }
}
