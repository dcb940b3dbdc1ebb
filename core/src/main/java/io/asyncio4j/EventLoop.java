package io.asyncio4j;

import io.asyncio4j.spi.Poller;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * Runs callbacks and tasks one at a time, in the order in which they became ready.
 *
 * <p>A pass of the loop runs what was ready when the pass began, then delivers I/O, then runs the
 * timers that were due. Whatever is queued meanwhile waits for the next pass. Most programs never
 * see a loop: {@link Asyncio#run} makes one.
 *
 * <pre>
 *   STOPPED --runForever--> RUNNING --stop, end of pass--> STOPPED --close--> CLOSED
 * </pre>
 *
 * <p>Confined to the loop: once it runs, only its own callbacks and tasks may use it. The one door
 * for other threads is {@link #callSoonThreadsafe}; everything else answers them with {@link
 * WrongThreadException}. A loop that does not run may be used by any one thread.
 */
public final class EventLoop implements AutoCloseable {
    final LoopOptions options;
    private final Heartbeat heartbeat;
    final Schedule schedule;
    final Poller poller;
    final LoopClock clock;
    final Holder holder = new Holder();
    final Failures failures = new Failures(this);
    final Stepper stepper = new Stepper(this);
    final TaskRegistry tasks = new TaskRegistry();
    final Workers workers = new Workers(this);
    private final Resources resources = new Resources(this);

    private TaskFactory taskFactory = TaskFactory.LAZY;

    /** The context of what runs now; that of the caller of runForever between callbacks. */
    private Context context = Context.empty();

    private Context outerContext = context;

    private boolean isStopping;
    private volatile boolean isClosed;
    private boolean isDebug;
    private Duration slowCallbackDuration;

    EventLoop(LoopOptions options) {
        this.options = options;
        this.clock = new LoopClock(options.clock());
        this.heartbeat = new Heartbeat(this, options);
        this.schedule = new Schedule(clock, heartbeat, failures, options.instrument());
        this.isDebug = options.isDebug();
        this.slowCallbackDuration = options.slowCallbackDuration();
        this.poller = options.openPoller(this);
    }

    // ---- life

    /**
     * Runs passes on the calling thread until {@link #stop()}. If stop was called before, runs one
     * pass. May be called again afterwards.
     *
     * <p>Interrupting the thread ends nothing, and its interrupt status may be gone afterwards: the
     * JDK clears it when a task is switched. To end a loop from outside use {@link
     * #callSoonThreadsafe} to stop it or to cancel its tasks.
     *
     * @throws IllegalStateException if the loop is closed or runs already, or another loop runs on
     *     this thread
     * @throws ExitRequest what a callback or task threw to end the program; the rest of its batch
     *     stays queued
     */
    public void runForever() {
        requireStartable();
        outerContext = Context.current();
        holder.begin();
        RunningLoops.add(this);
        heartbeat.start();
        try {
            do {
                schedule.runPass(this);
            } while (!isStopping);
        } finally {
            isStopping = false;
            heartbeat.stop();
            RunningLoops.remove(this);
            holder.end();
        }
    }

    private void requireStartable() {
        requireNotClosed("runForever");
        holder.requireFree(this);
    }

    /**
     * Runs until the future is done.
     *
     * @param future a future of this loop
     * @return its result
     * @throws IllegalStateException if the loop was stopped before, or cannot run; see {@link
     *     #runForever}
     */
    public <T extends @Nullable Object> T runUntilComplete(Future<T> future) {
        future.requireLoop(this);
        requireStartable();
        Consumer<Future<T>> stop = done -> stop();
        future.addDoneCallback(stop);
        try {
            runForever();
        } finally {
            future.removeDoneCallback(stop);
        }
        if (!future.isDone()) {
            throw new IllegalStateException(
                    this + " was stopped before " + future + " was done; do not call stop() here");
        }
        return future.result();
    }

    /** Makes a task, runs until it is done and answers its result. */
    public <T extends @Nullable Object> T runUntilComplete(Coroutine<T> main) {
        Objects.requireNonNull(main, "main");
        requireStartable();
        return runUntilComplete(createTask(main));
    }

    /** Makes a task without a result and runs until it is done, as its twin does. */
    public void runUntilComplete(Action main) {
        runUntilComplete(Coroutine.of(Objects.requireNonNull(main, "main")));
    }

    /** Ends {@link #runForever} after the current pass, whose batch still runs. */
    public void stop() {
        requireHeld("stop", "callSoonThreadsafe(loop::stop)");
        isStopping = true;
    }

    /** Whether the loop is inside {@link #runForever}. Any thread may ask. */
    public boolean isRunning() {
        return holder.thread() != null;
    }

    /** Whether {@link #close()} was called. Any thread may ask. */
    public boolean isClosed() {
        return isClosed;
    }

    /**
     * Drops what is queued and releases the poller, the default executor, without waiting for its
     * jobs, and the {@link io.asyncio4j.spi.LoopResources}. Tasks that are not done are reported by
     * name, and so are failures that nobody saw. Does nothing on a closed loop.
     *
     * @throws IllegalStateException if the loop runs
     */
    @Override
    public void close() {
        if (isRunning()) {
            throw new IllegalStateException(
                    "cannot close " + this + " while it runs; call stop() and wait for the end");
        }
        if (!isClosed) {
            isClosed = true;
            try {
                failures.reportAll();
                tasks.reportUnfinished(this);
            } finally { // the handler may ask to end the program
                SignalHook.removeAll(this);
                schedule.clear();
                resources.close();
                workers.close();
                poller.close();
            }
        }
    }

    // ---- scheduling

    /** The loop's own time, which never goes back and rules all deadlines. Any thread may ask. */
    public Instant time() {
        return clock.now();
    }

    /**
     * Queues a callback for the next pass, in a copy of the current context.
     *
     * @throws WrongThreadException if the calling thread does not hold the running loop
     * @throws IllegalStateException if the loop is closed
     */
    public Handle callSoon(Runnable callback) {
        return callSoon(callback, Context.copy());
    }

    /** Queues a callback for the next pass, in the given context. */
    public Handle callSoon(Runnable callback, Context context) {
        requireOpen("callSoon", "callSoonThreadsafe");
        Handle handle = new Handle(this, callback, context);
        enqueue(handle);
        return handle;
    }

    /**
     * Queues a callback from any thread, in a copy of that thread's current context, and wakes the
     * loop. It takes its place behind everything queued so far.
     *
     * @throws IllegalStateException if the loop is closed
     */
    public Handle callSoonThreadsafe(Runnable callback) {
        return callSoonThreadsafe(callback, Context.copy());
    }

    /** Queues a callback from any thread, in the given context, and wakes the loop. */
    public Handle callSoonThreadsafe(Runnable callback, Context context) {
        requireNotClosed("callSoonThreadsafe");
        Handle handle = new Handle(this, callback, context);
        enqueueFromAnyThread(handle);
        return handle;
    }

    /**
     * Runs a callback after a delay, in a copy of the current context. It never runs early; equal
     * deadlines run in the order of the calls.
     *
     * @param delay how long from now; zero or less means the next pass
     */
    public TimerHandle callLater(Duration delay, Runnable callback) {
        return callAtNanos(clock.deadlineAfter(Objects.requireNonNull(delay, "delay")), callback);
    }

    /**
     * Runs a callback at a time of this loop, in a copy of the current context.
     *
     * @param when a time on the scale of {@link #time()}; the past means the next pass
     */
    public TimerHandle callAt(Instant when, Runnable callback) {
        return callAtNanos(clock.nanosOf(Objects.requireNonNull(when, "when")), callback);
    }

    TimerHandle callAtNanos(long deadlineNanos, Runnable callback) {
        requireOpen("callLater", "callSoonThreadsafe(() -> loop.callLater(...))");
        TimerHandle timer = new TimerHandle(this, deadlineNanos, callback, Context.copy());
        schedule.add(timer);
        return timer;
    }

    // ---- futures and tasks

    /** A promise of this loop. */
    public <T extends @Nullable Object> Promise<T> createFuture() {
        requireHeld("createFuture", "callSoonThreadsafe");
        return new Promise<>(this, null, null);
    }

    /**
     * A promise of this loop that says in dumps what it is for.
     *
     * @param label what whoever awaits it waits for, such as {@code "Lock.acquire"}
     */
    public <T extends @Nullable Object> Promise<T> createFuture(String label) {
        requireHeld("createFuture", "callSoonThreadsafe");
        return new Promise<>(this, null, Objects.requireNonNull(label, "label"));
    }

    /**
     * Makes a task, which begins in the next pass.
     *
     * @throws IllegalStateException if the loop is closed
     * @throws WrongThreadException if the calling thread does not hold the running loop
     */
    public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> body) {
        return createTask(TaskOptions.DEFAULT, body);
    }

    /** Makes a task without a result, which begins in the next pass. */
    public Task<@Nullable Void> createTask(Action body) {
        return createTask(TaskOptions.DEFAULT, body);
    }

    /** Makes a task with a name, a context or a start of its own. */
    public <T extends @Nullable Object> Task<T> createTask(
            TaskOptions taskOptions, Coroutine<T> body) {
        Objects.requireNonNull(taskOptions, "taskOptions");
        Objects.requireNonNull(body, "body");
        return taskFactory.createTask(this, body, taskOptions);
    }

    /** Makes a task without a result, with a name, a context or a start of its own. */
    public Task<@Nullable Void> createTask(TaskOptions taskOptions, Action body) {
        Objects.requireNonNull(body, "body");
        return createTask(taskOptions, Coroutine.of(body));
    }

    /** Replaces what {@link #createTask} uses to make tasks. */
    public void setTaskFactory(TaskFactory factory) {
        requireHeld("setTaskFactory", "callSoonThreadsafe");
        taskFactory = Objects.requireNonNull(factory, "factory");
    }

    /** What makes the tasks. */
    public TaskFactory taskFactory() {
        requireHeld("taskFactory", "callSoonThreadsafe");
        return taskFactory;
    }

    /** The task that runs now; empty inside plain callbacks. */
    public Optional<Task<?>> currentTask() {
        requireHeld("currentTask", "callSoonThreadsafe");
        return Optional.ofNullable(stepper.current());
    }

    /** The tasks that are not done, in the order of their creation. Any thread may ask. */
    public List<Task<?>> allTasks() {
        return tasks.snapshot();
    }

    // ---- threads

    /**
     * Runs a blocking function in the default pool of threads and answers its result. The pool has
     * at most {@code min(32, cores + 4)} threads. The context is carried along.
     *
     * <p><b>On cancellation</b> of the future the function goes on, and its result is dropped.
     *
     * @throws IllegalStateException if the default executor was shut down
     */
    public <T extends @Nullable Object> Future<T> runInExecutor(Callable<T> blocking) {
        requireOpen("runInExecutor", "the function itself: this thread may block");
        return workers.submit(workers.defaultExecutor(), blocking);
    }

    /**
     * Runs a blocking function in an executor and answers its result, with the context carried
     * along.
     *
     * <p><b>On cancellation</b> of the future the function goes on, and its result is dropped.
     */
    public <T extends @Nullable Object> Future<T> runInExecutor(
            Executor executor, Callable<T> blocking) {
        requireOpen("runInExecutor", "the function itself: this thread may block");
        return workers.submit(executor, blocking);
    }

    /** Replaces the default pool of threads. The loop shuts it down when it is closed. */
    public void setDefaultExecutor(ExecutorService executor) {
        requireOpen("setDefaultExecutor", "callSoonThreadsafe");
        workers.setDefaultExecutor(executor);
    }

    /**
     * Lets the default pool finish its jobs; it takes no more. Suspends the current task, while the
     * loop goes on.
     *
     * <p><b>On cancellation</b> the pool still finishes, and nobody waits for it.
     *
     * @param limit how long to wait
     * @return whether the pool finished in time; if not, its threads were interrupted
     */
    public boolean shutdownDefaultExecutor(Duration limit) {
        requireOpen("shutdownDefaultExecutor", "callSoonThreadsafe");
        return workers.shutdown(Objects.requireNonNull(limit, "limit"));
    }

    // ---- failures and debugging

    /** Sets who is told of failures that no caller receives. */
    public void setExceptionHandler(ExceptionHandler handler) {
        requireHeld("setExceptionHandler", "callSoonThreadsafe");
        failures.setHandler(Objects.requireNonNull(handler, "handler"));
    }

    /** Who is told of failures that no caller receives. */
    public ExceptionHandler exceptionHandler() {
        requireHeld("exceptionHandler", "callSoonThreadsafe");
        return failures.handler();
    }

    /**
     * Reports a failure that no caller receives to the exception handler, or else to the default
     * one. Never throws, but for an {@link ExitRequest} of the handler.
     */
    public void callExceptionHandler(ExceptionContext report) {
        requireHeld("callExceptionHandler", "callSoonThreadsafe");
        failures.report(report);
    }

    /** Logs a report with its stack trace as an error of {@code io.asyncio4j}. Any thread may. */
    public void defaultExceptionHandler(ExceptionContext report) {
        failures.log(report);
    }

    /** Whether debug mode is on. Any thread may ask. */
    public boolean isDebug() {
        return isDebug;
    }

    /**
     * Turns debug mode on or off: callbacks and steps that take long are logged, and so is where a
     * task that fails unobserved was made.
     */
    public void setDebug(boolean on) {
        requireHeld("setDebug", "callSoonThreadsafe");
        isDebug = on;
    }

    /** How long a callback may take in debug mode before it is logged. Any thread may ask. */
    public Duration slowCallbackDuration() {
        return slowCallbackDuration;
    }

    /** Sets how long a callback may take in debug mode before it is logged. */
    public void setSlowCallbackDuration(Duration duration) {
        requireHeld("setSlowCallbackDuration", "callSoonThreadsafe");
        slowCallbackDuration = Objects.requireNonNull(duration, "duration");
    }

    // ---- for pollers and what is built on them

    /**
     * Whether a thread may use the loop now: as the thread in {@link #runForever}, or as the task
     * that the loop runs. False for all while the loop does not run. Any thread may ask.
     */
    public boolean isHeldBy(Thread thread) {
        return holder.is(Objects.requireNonNull(thread, "thread"));
    }

    /** What the loop or its poller offers to modules, such as a network. Any thread may ask. */
    public <S> Optional<S> capability(Class<S> type) {
        Objects.requireNonNull(type, "type");
        return resources.as(type).or(() -> poller.capability(type));
    }

    /** Whether something outside the loop is under way that will call back, such as a job. */
    public boolean hasExternalWork() {
        requireHeld("hasExternalWork", "callSoonThreadsafe");
        return workers.hasExternalWork();
    }

    // ---- for the rest of the package

    @Nullable Task<?> current() {
        return holder.is(Thread.currentThread()) ? stepper.current() : null;
    }

    boolean isStopping() {
        return isStopping;
    }

    Context context() {
        return context;
    }

    void enterContext(Context next) {
        context = next;
        heartbeat.beat();
    }

    void leaveContexts() {
        context = outerContext;
    }

    void enqueue(Handle handle) {
        schedule.add(handle);
    }

    void enqueueFromAnyThread(Handle handle) {
        schedule.addFromAnyThread(handle, poller);
    }

    void requireHeld(String method, String instead) {
        holder.require(this, method, instead);
    }

    void requireOpen(String method, String instead) {
        requireHeld(method, instead);
        requireNotClosed(method);
    }

    private void requireNotClosed(String method) {
        if (isClosed) {
            throw new IllegalStateException(method + ": " + this + " is closed; make another loop");
        }
    }

    @Override
    public String toString() {
        String state = isClosed ? "closed" : isRunning() ? "running" : "stopped";
        return "EventLoop@%x[%s, %d tasks]"
                .formatted(System.identityHashCode(this), state, tasks.count());
    }
}
