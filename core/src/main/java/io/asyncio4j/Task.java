package io.asyncio4j;

import io.asyncio4j.internal.Fiber;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A {@link Coroutine} being run by a loop, and the {@link Future} of its result.
 *
 * <pre>
 *   SCHEDULED --step--> RUNNING --await--> WAITING --awaited future done--> SCHEDULED
 *       ^                 |  |
 *       +----sleep(0)-----+  +--body ends--> DONE
 * </pre>
 *
 * <p><b>Cancelling a task</b> is a request: {@link #cancel()} makes the await in which the task
 * waits, or else its next one, throw {@link CancelledError}. The task may clean up, awaiting as it
 * likes, and normally lets the error out; then it {@link #isCancelled()}. Each request counts, see
 * {@link #cancelling()}; two requests before the task runs again are delivered as one.
 *
 * <p>The loop keeps every task that is not done, so a task whose reference was dropped still runs
 * to its end.
 *
 * <p>Confined to the loop.
 *
 * @param <T> the type of the result
 */
public final class Task<T extends @Nullable Object> extends Future<T> {
    private enum State {
        SCHEDULED,
        RUNNING,
        WAITING,
        DONE
    }

    private static final Logger LOG = System.getLogger("io.asyncio4j");
    private static final AtomicLong NEXT_NUMBER = new AtomicLong(1);

    /** The place in the ready queue. */
    private final Step step;

    /** Cleared when the task is done, so that a kept task does not keep what its code captured. */
    private @Nullable Coroutine<T> body;

    /** The number that makes up the default name, or 0 once there is a name. */
    private final long number;

    private @Nullable String name;

    /** Whether the step is in the ready queue. */
    private boolean isQueued;

    /** Made by the first step; null before, and after the task is done. */
    private @Nullable Fiber fiber;

    /** What the task waits for; null unless waiting. */
    private @Nullable Future<?> awaited;

    /** The neighbours in the {@link TaskRegistry}, which keeps them. */
    @Nullable Task<?> previousInRegistry;

    @Nullable Task<?> nextInRegistry;

    /** How many cancel requests are outstanding. */
    private int cancelRequests;

    /** Whether the next suspension, or the end of the current one, must throw. */
    private boolean mustCancel;

    /** The reason of the request behind {@link #mustCancel}. */
    private @Nullable String pendingReason;

    /** Set while a request is on its way to what the task waits for, to notice its coming back. */
    private boolean isPassingOn;

    /** How the body ended; set by the fiber in its last step, read by the loop right after. */
    private @Nullable Throwable bodyFailure;

    private @Nullable T bodyResult;

    /** Where the task was made; kept in debug mode only. */
    private final @Nullable Throwable createdAt;

    private Task(EventLoop loop, Coroutine<T> body, TaskOptions options) {
        super(loop);
        this.createdAt = loop.isDebug() ? new Throwable("the task was made here") : null;
        this.body = Objects.requireNonNull(body, "body");
        this.name = options.name().orElse(null);
        this.number = name == null ? NEXT_NUMBER.getAndIncrement() : 0;
        this.step = new Step(this, options.context().orElseGet(Context::copy));
    }

    /**
     * Makes a task as {@link EventLoop#createTask(Coroutine)} does, without asking the loop's
     * {@link TaskFactory}: what factories call.
     *
     * @param loop the loop that runs the task
     * @param body what it does
     * @param options its name, context and start
     * @param <T> the type of the result
     * @throws IllegalStateException if the loop is closed
     * @throws WrongThreadException if the calling thread does not hold the running loop
     */
    public static <T extends @Nullable Object> Task<T> create(
            EventLoop loop, Coroutine<T> body, TaskOptions options) {
        loop.requireOpen("createTask", "callSoonThreadsafe or runCoroutineThreadsafe");
        Task<T> task = new Task<>(loop, body, options);
        loop.tasks.add(task);
        if (options.isEager() && loop.isRunning()) {
            loop.stepper.startNow(task);
        } else {
            task.startLater();
        }
        return task;
    }

    /** Puts the step into the ready queue. */
    void startLater() {
        isQueued = true;
        loop.enqueue(step);
    }

    /** The name shown in logs and dumps. Any thread may ask. */
    public String name() {
        String given = name;
        return given == null ? "Task-" + number : given;
    }

    /**
     * Changes the name shown in logs and dumps. The name of the task's thread stays.
     *
     * @param newName the name
     */
    public void setName(String newName) {
        requireHeld("setName");
        name = Objects.requireNonNull(newName, "newName");
    }

    /** The context the task runs in. Any thread may ask. */
    public Context context() {
        return step.context();
    }

    /**
     * How many requests to cancel the task are outstanding. Above zero, the task itself was asked
     * to end; zero inside a {@code catch (CancelledError e)} means that only the thing it awaited
     * was cancelled.
     */
    public int cancelling() {
        requireHeld("cancelling");
        return cancelRequests;
    }

    /**
     * Takes back one request to cancel. Whoever called {@link #cancel()} for a purpose of its own,
     * such as a timeout, calls this when the purpose is fulfilled. If no request is left, one that
     * was not delivered yet is dropped.
     *
     * @return how many requests are left
     */
    public int uncancel() {
        requireHeld("uncancel");
        if (cancelRequests > 0 && --cancelRequests == 0) {
            mustCancel = false;
        }
        return cancelRequests;
    }

    /**
     * Where the task stands: the stack of its thread without the frames of the machinery, innermost
     * call first. Empty before its first step and after its last. Any thread may ask.
     */
    public List<StackTraceElement> stackTrace() {
        Fiber running = fiber;
        return running == null ? List.of() : Stacks.ofTask(running.thread());
    }

    @Override
    public List<? extends Future<?>> waitsFor() {
        Future<?> waits = awaited;
        return waits == null ? List.of() : List.of(waits);
    }

    @Override
    public String describe() {
        return name();
    }

    /**
     * Passes the request on to whatever the last of the tasks that await each other waits for. A
     * loop and not a recursion, because such a chain may be as long as memory lasts.
     */
    @Override
    boolean requestCancel(@Nullable String reason) {
        requireHeld("cancel");
        if (!isPending()) {
            return false;
        }
        if (isPassingOn) { // it waits, by way of others, for itself
            stopWaiting(reason);
            return true;
        }
        List<Task<?>> chain = new ArrayList<>(1);
        Task<?> last = this;
        while (last != null) {
            last.isPassingOn = true;
            last.cancelRequests++;
            chain.add(last);
            last =
                    last.awaited instanceof Task<?> next && next.isPending() && !next.isPassingOn
                            ? next
                            : null;
        }
        try {
            chain.getLast().cancelWait(reason);
        } finally {
            chain.forEach(task -> task.isPassingOn = false);
        }
        return true;
    }

    private void cancelWait(@Nullable String reason) {
        if (awaited instanceof Task<?> ring && ring.isPassingOn) {
            stopWaiting(reason);
        } else if (awaited == null || !awaited.requestCancel(reason)) {
            mustCancel = true;
            pendingReason = reason;
        }
    }

    /** Unties a ring of tasks that wait for each other: this one gives up. */
    private void stopWaiting(@Nullable String reason) {
        mustCancel = true;
        pendingReason = reason;
        Future<?> waitsFor = awaited;
        if (waitsFor != null && waitsFor.isPending()) {
            waitsFor.unwatch(step);
            wake();
        }
    }

    // ---- on the task's own thread

    /** Suspends until the future is done. */
    void waitFor(Future<?> future) {
        awaited = future;
        future.watch(step);
        if (mustCancel && future.requestCancel(pendingReason)) {
            mustCancel = false;
        }
        suspend();
        if (mustCancel) {
            throw deliverCancel(future);
        }
    }

    /** Suspends for one pass of the loop. */
    void yieldOnce() {
        startLater();
        suspend();
        if (mustCancel) {
            throw deliverCancel(null);
        }
    }

    /** The error to throw at the await, once for all requests made so far. */
    private CancelledError deliverCancel(@Nullable Future<?> future) {
        mustCancel = false;
        if (future == null) {
            return CancelledError.because(pendingReason);
        }
        if (future.endedCancelled()) {
            return future.cancelledError();
        }
        CancelledError cancelled = CancelledError.because(pendingReason);
        Throwable lost = future.failure();
        if (lost != null) {
            cancelled.addSuppressed(lost);
        }
        return cancelled;
    }

    private void suspend() {
        Context current = loop.context();
        try {
            loop.stepper.leave(this);
        } catch (IllegalStateException pinned) {
            resumeAfterRefusal();
            throw pinned;
        }
        loop.enterContext(current);
    }

    /** The thread could not be put aside, so the task goes on as if it had not tried to wait. */
    private void resumeAfterRefusal() {
        if (isQueued) {
            isQueued = false;
            loop.schedule.remove(step);
        }
        if (awaited != null) {
            awaited.unwatch(step);
            awaited = null;
        }
    }

    /** Gives the loop back for a moment, to go on before anything that is queued. */
    void lendLoop() {
        Context current = loop.context();
        requireFiber().suspend();
        loop.enterContext(current);
    }

    /** What the fiber runs: the body, and then the end, unless that must be on the loop thread. */
    @Nullable Fiber runOnFiber() {
        loop.enterContext(context());
        runBody();
        Fiber mine = requireFiber();
        if (!mine.passesOn() || bodyFailure instanceof ExitRequest) {
            return null;
        }
        end(bodyFailure);
        return loop.stepper.nextFiber(this, mine);
    }

    private void runBody() {
        try {
            Coroutine<T> code = body;
            if (code != null) {
                bodyResult = code.run();
            }
        } catch (Throwable failure) {
            bodyFailure = failure;
        }
    }

    // ---- on the thread that has the loop

    /** Called when what the task awaits is done. */
    void wake() {
        awaited = null;
        startLater();
    }

    /**
     * Gets ready for a step; answers the fiber that runs it, or null if there is nothing to run.
     */
    @Nullable Fiber beginStep() {
        isQueued = false;
        if (!isPending()) {
            return null; // a step that was queued without need while the task was blocked
        }
        awaited = null;
        if (fiber == null) {
            if (mustCancel) { // cancelled before it began: the body never runs
                end(CancelledError.because(pendingReason));
                return null;
            }
            fiber = loop.stepper.newFiber(name(), step);
        }
        return fiber;
    }

    // ---- on the loop thread

    /** One step: from one suspension to the next, or to the end. */
    void step() {
        if (beginStep() != null) {
            loop.stepper.mount(this).endStep();
        }
    }

    /** Called on the task that gave the loop back to the loop thread. */
    private void endStep() {
        Fiber mine = fiber;
        if (mine == null) {
            return; // it ended on its own thread
        }
        switch (mine.state()) {
            case FINISHED -> end(bodyFailure);
            case BLOCKED -> loop.workers.externalBegins();
            default -> {} // it waits, and whatever it waits for will queue the next step
        }
    }

    /** Called by any thread when a JDK call in which the task blocked can go on. */
    void resumeSoon(Fiber blocked) {
        loop.enqueueFromAnyThread(
                new Handle(
                        loop,
                        () -> {
                            if (blocked.state() == Fiber.State.BLOCKED) {
                                loop.workers.externalEnds();
                                step();
                            }
                        },
                        context()));
    }

    private void end(@Nullable Throwable bodyFailed) {
        T result = bodyResult;
        fiber = null;
        body = null;
        bodyResult = null;
        bodyFailure = null;
        loop.tasks.remove(this);
        switch (bodyFailed) {
            case CancelledError cancelled -> becomeCancelled(cancelled.reason().orElse(null));
            case ExitRequest exit -> {
                fail(exit);
                markObserved();
                throw exit;
            }
            case Throwable failed -> fail(failed);
            case null -> {
                if (mustCancel) { // asked to end, and did not wait again to hear of it
                    becomeCancelled(pendingReason);
                } else {
                    warnIfCancelWasSwallowed();
                    finishWith(result);
                }
            }
        }
    }

    /** Where the task is now: not kept, but told from what is kept anyway. */
    private State state() {
        if (!isPending()) {
            return State.DONE;
        }
        if (isQueued) {
            return State.SCHEDULED;
        }
        return awaited == null ? State.RUNNING : State.WAITING;
    }

    private void warnIfCancelWasSwallowed() {
        if (cancelRequests > 0 && loop.isDebug()) {
            LOG.log(
                    Level.WARNING,
                    "{0} was cancelled, but ended normally; throw the CancelledError again after"
                            + " cleaning up, or call uncancel()",
                    this);
        }
    }

    /** Where the task was made, in debug mode. */
    Optional<Throwable> createdAt() {
        return Optional.ofNullable(createdAt);
    }

    @SuppressWarnings("NullAway") // null only where T allows it
    private void finishWith(@Nullable T result) {
        finish(result);
    }

    /** The fiber of a task that has begun and is not done. */
    Fiber requireFiber() {
        Fiber mine = fiber;
        if (mine == null) {
            throw new AssertionError(this + " has no fiber; please report this");
        }
        return mine;
    }

    @Override
    public String toString() {
        Future<?> waitsFor = awaited;
        String waits = waitsFor == null ? "" : ", awaiting " + waitsFor.describe();
        String cancels = cancelRequests == 0 ? "" : ", cancelling " + cancelRequests;
        State state = state();
        String done = state == State.DONE ? describeState() : state.name().toLowerCase(Locale.ROOT);
        return "Task[" + name() + ", " + done + waits + cancels + "]";
    }
}
