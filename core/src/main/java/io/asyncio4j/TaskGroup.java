package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A block that ends only when all tasks started in it have ended. If one fails, the others and the
 * body are cancelled, and the block throws all failures as one {@link ExceptionGroup}.
 *
 * {@snippet :
 * TaskGroup.run(group -> {
 *     group.createTask(() -> serve());
 *     group.createTask(() -> report());
 * });                                       // both have ended here
 * }
 *
 * <pre>
 *   CREATED --enter--> OPEN --body ends--> CLOSING --all children ended--> FINISHED
 * </pre>
 *
 * <p>Open or closing, a group may also be aborting: its children were told to end.
 *
 * <p>Children end in an order of their own, but they are cancelled in the order in which they were
 * made. Confined to the loop, but for {@link #cancel()}, which any thread may call.
 */
public final class TaskGroup {
    private enum State {
        CREATED,
        OPEN,
        CLOSING,
        FINISHED
    }

    /**
     * The body of a group, which may start tasks in it.
     *
     * <p>Confined to the loop.
     */
    @FunctionalInterface
    public interface GroupAction {
        /**
         * Runs the body. It may suspend.
         *
         * @param group the group
         * @throws Exception whatever the body fails with
         */
        void run(TaskGroup group) throws Exception;
    }

    /**
     * The body of a group that has a result.
     *
     * <p>Confined to the loop.
     */
    @FunctionalInterface
    public interface GroupCoroutine<T extends @Nullable Object> {
        /**
         * Runs the body. It may suspend.
         *
         * @param group the group
         * @return the result
         * @throws Exception whatever the body fails with
         */
        T run(TaskGroup group) throws Exception;
    }

    private State state = State.CREATED;

    /** Whether the children and the body were told to end; children may not be made any more. */
    private boolean isAborting;

    /** Whether we asked the parent's task to end, and so owe it an uncancel. */
    private boolean isParentCancelled;

    /** The task that runs the body; null before. */
    private @Nullable Task<?> parent;

    /** How many cancel requests the parent had when the body began. */
    private int cancelsBefore;

    private final Children children = new Children(this::childEnded);

    /** The failures of children, in the order in which they ended. */
    private final List<Throwable> failures = new ArrayList<>();

    /** The first request to end the program that a child or the body threw. */
    private @Nullable ExitRequest exit;

    /** What the closing parent waits for; null unless it waits. */
    private @Nullable Promise<@Nullable Void> allEnded;

    /** A group that is not entered yet; {@link #run(GroupAction)} is shorter. */
    public TaskGroup() {}

    /**
     * Opens a group around the body and waits for all its tasks. Suspends.
     *
     * <p><b>On cancellation</b> of the current task, body and children are cancelled, and the error
     * passes on when they have ended.
     *
     * @throws ExceptionGroup the failures of the children and the body
     * @throws IllegalStateException if the caller is not a task
     */
    public static void run(GroupAction body) {
        Objects.requireNonNull(body, "body");
        call(
                group -> {
                    body.run(group);
                    return null;
                });
    }

    /**
     * Opens a group around a body with a result, as {@link #run(GroupAction)} does.
     *
     * @return what the body returned; null if {@link #cancel()} ended it
     * @throws ExceptionGroup the failures of the children and the body
     */
    public static <T extends @Nullable Object> @Nullable T call(GroupCoroutine<T> body) {
        Objects.requireNonNull(body, "body");
        TaskGroup group = new TaskGroup();
        return group.enter(() -> body.run(group));
    }

    /**
     * Runs a body in this group, as {@link #call} does; for code that must refer to the group
     * before it begins.
     *
     * @return what the body returned; null if {@link #cancel()} ended it
     * @throws ExceptionGroup the failures of the children and the body
     * @throws IllegalStateException if the group was entered before, or the caller is not a task
     */
    public <T extends @Nullable Object> @Nullable T enter(Coroutine<T> body) {
        Objects.requireNonNull(body, "body");
        open();
        T result = null;
        Throwable failure = null;
        try {
            result = body.run();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        close(failure);
        return result;
    }

    private void open() {
        if (state != State.CREATED) {
            throw new IllegalStateException(this + " has been entered before; make another group");
        }
        Task<?> current = Asyncio.requireTask("TaskGroup");
        parent = current;
        cancelsBefore = current.cancelling();
        state = State.OPEN;
        if (isAborting) {
            cancelParent(current);
        }
    }

    /**
     * Starts a task in the group. Legal as long as the body runs or children remain, so children
     * may start further ones.
     *
     * @throws IllegalStateException if the group is not entered, is finished, or is shutting down
     */
    public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> body) {
        return createTask(TaskOptions.DEFAULT, body);
    }

    /** Starts a task without a result in the group. */
    public Task<@Nullable Void> createTask(Action body) {
        return createTask(TaskOptions.DEFAULT, body);
    }

    /**
     * Starts a task without a result in the group, with a name, a context or a start of its own.
     */
    public Task<@Nullable Void> createTask(TaskOptions options, Action body) {
        return createTask(options, Coroutine.of(Objects.requireNonNull(body, "body")));
    }

    /**
     * Starts a task in the group, with a name, a context or a start of its own.
     *
     * @throws IllegalStateException if the group is not entered, is finished, or is shutting down
     */
    public <T extends @Nullable Object> Task<T> createTask(TaskOptions options, Coroutine<T> body) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(body, "body");
        Task<?> around = requireOpen();
        Task<T> child = around.loop.createTask(options, body);
        children.add(child);
        if (isAborting) { // an eager child aborted the group in its first step
            child.requestCancel(null);
        }
        return child;
    }

    private Task<?> requireOpen() {
        Task<?> around = parent;
        if (around == null) {
            throw new IllegalStateException(this + " has not been entered; use TaskGroup.run");
        }
        around.requireHeld("TaskGroup.createTask");
        if (isOver()) {
            throw new IllegalStateException(this + " is finished; make the task in another group");
        }
        if (isAborting) {
            throw new IllegalStateException(this + " is shutting down, so it takes no more tasks");
        }
        return around;
    }

    /**
     * Ends the group early and without an error: children and body are cancelled, and the block
     * returns when they have ended. Before the body began, it will be cancelled at its first wait.
     * Calling it again, or on a finished group, does nothing. Never suspends; any thread may call
     * it, and from a foreign one it takes effect in the next pass.
     */
    public void cancel() {
        Task<?> around = parent;
        if (around != null
                && around.loop.isRunning()
                && !around.loop.isHeldBy(Thread.currentThread())) {
            around.loop.callSoonThreadsafe(this::cancel);
            return;
        }
        if (!isOver() && !isAborting) {
            abort();
        }
        if (!isOver() && around != null) {
            cancelParent(around);
        }
    }

    private boolean isOver() {
        return state == State.FINISHED || (state == State.CLOSING && children.isEmpty());
    }

    private void abort() {
        isAborting = true;
        for (Task<?> child : children.snapshot()) {
            child.requestCancel(null);
        }
    }

    private void cancelParent(Task<?> around) {
        if (!isParentCancelled) {
            isParentCancelled = true;
            around.requestCancel(null);
        }
    }

    private void childEnded(Task<?> child) {
        if (children.isEmpty() && allEnded != null && allEnded.isPending()) {
            allEnded.finish(null);
        }
        Throwable failure = child.failure();
        Task<?> around = parent;
        if (failure == null || around == null) {
            return;
        }
        failures.add(failure);
        if (failure instanceof ExitRequest request && exit == null) {
            exit = request;
        }
        if (!isAborting) {
            abort();
            cancelParent(around);
        }
    }

    /** The body has ended: waits for the children and throws what there is to throw. */
    private void close(@Nullable Throwable bodyFailure) {
        state = State.CLOSING;
        if (bodyFailure instanceof ExitRequest request && exit == null) {
            exit = request;
        }
        if (bodyFailure != null && !isAborting) {
            abort();
        }
        Throwable cancelled = bodyFailure instanceof CancelledError ? bodyFailure : null;
        CancelledError whileClosing = awaitChildren();
        state = State.FINISHED;
        if (cancelled == null) {
            cancelled = whileClosing;
        }
        if (isOnlyOurCancel()) {
            cancelled = null;
        }
        if (exit != null) {
            throw reportOthersAnd(exit, bodyFailure);
        }
        if (bodyFailure != null && !(bodyFailure instanceof CancelledError)) {
            failures.add(bodyFailure);
        }
        if (!failures.isEmpty()) {
            throwFailures();
        }
        if (cancelled != null) {
            throw Sneaky.rethrow(cancelled);
        }
    }

    /** Waits for all children, however often the parent is cancelled; answers the first time. */
    private @Nullable CancelledError awaitChildren() {
        CancelledError first = null;
        while (!children.isEmpty()) {
            Promise<@Nullable Void> ended = new Promise<>(parentLoop(), closing(), "TaskGroup");
            allEnded = ended;
            try {
                ended.await();
            } catch (CancelledError cancelled) {
                first = first == null ? cancelled : first;
                if (!isAborting) {
                    abort();
                }
            }
        }
        allEnded = null;
        return first;
    }

    private EventLoop parentLoop() {
        if (parent == null) {
            throw new AssertionError(this + " closes without a parent; please report this");
        }
        return parent.loop;
    }

    private Promise.Role closing() {
        return new Promise.Role() {
            @Override
            public boolean cancel(Promise<?> promise, @Nullable String reason) {
                promise.becomeCancelled(reason);
                return true;
            }

            @Override
            public List<? extends Future<?>> parts() {
                return children.snapshot();
            }
        };
    }

    /** Takes back our own request, and answers whether there was no other since the beginning. */
    private boolean isOnlyOurCancel() {
        return isParentCancelled && parent != null && parent.uncancel() <= cancelsBefore;
    }

    /** The program ends: no other failure may vanish behind that. */
    private ExitRequest reportOthersAnd(ExitRequest request, @Nullable Throwable bodyFailure) {
        List<Throwable> others = new ArrayList<>(failures);
        if (bodyFailure != null && !(bodyFailure instanceof CancelledError)) {
            others.add(bodyFailure);
        }
        others.stream()
                .filter(other -> other != request)
                .forEach(
                        other ->
                                parentLoop()
                                        .callExceptionHandler(
                                                ExceptionContext.of(
                                                                "a task group failed while the"
                                                                    + " program was asked to end")
                                                        .withException(other)));
        return request;
    }

    /**
     * Errors beat a cancellation from outside, also one that the body turned into an error. So it
     * must be delivered once more.
     */
    private void throwFailures() {
        if (parent != null && parent.cancelling() > 0) {
            parent.uncancel();
            parent.requestCancel(null);
        }
        throw new ExceptionGroup("unhandled errors in a TaskGroup", failures);
    }

    @Override
    public String toString() {
        String unfinished = children.isEmpty() ? "" : ", " + children.count() + " tasks";
        return "TaskGroup["
                + state.name().toLowerCase(Locale.ROOT)
                + (isAborting ? ", aborting" : "")
                + unfinished
                + "]";
    }
}
