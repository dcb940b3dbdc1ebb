package io.asyncio4j;

import io.asyncio4j.internal.Fiber;

import org.jspecify.annotations.Nullable;

/**
 * The place of a task in the ready queue, of which it has one at most; what the futures tell that
 * the task awaits; and what its fiber runs. One object, because every task has one.
 *
 * <p>Confined to the loop, but for {@link #unblocked}.
 */
final class Step extends Handle implements Future.Watcher, Fiber.Body {
    private final Task<?> task;

    Step(Task<?> task, Context context) {
        super(task.loop, context);
        this.task = task;
    }

    @Override
    Task<?> task() {
        return task;
    }

    /** In the ready queue: the task goes on to its next suspension. */
    @Override
    void runNow() {
        task.step();
    }

    /** As a watcher: what the task awaits is done. */
    @Override
    public void futureDone(Future<?> future) {
        task.wake();
    }

    /** As the body of the fiber. */
    @Override
    public @Nullable Fiber run() {
        return task.runOnFiber();
    }

    @Override
    public void unblocked(Fiber fiber) {
        task.resumeSoon(fiber);
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
