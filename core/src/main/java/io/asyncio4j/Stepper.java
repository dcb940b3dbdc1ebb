package io.asyncio4j;

import io.asyncio4j.internal.Fiber;

import org.jspecify.annotations.Nullable;

/**
 * Lends the loop to one task at a time, and keeps what the outside sees of that: the current task,
 * its context, and the thread that holds the loop.
 *
 * <p>A task that starts another one eagerly cannot run it on its own stack. It asks for it and
 * suspends; the loop thread runs the new task's first step and then goes on with the first task,
 * before anything else.
 *
 * <p>Confined to the loop.
 */
final class Stepper {
    private final EventLoop loop;

    /** The task that has the loop; null in callbacks. Written on the loop thread. */
    private @Nullable Task<?> current;

    /** A task to be started before the one that asked goes on. */
    private @Nullable Task<?> requested;

    /** What the requested task's start threw at the one that asked. */
    private @Nullable ExitRequest startFailure;

    Stepper(EventLoop loop) {
        this.loop = loop;
    }

    @Nullable Task<?> current() {
        return current;
    }

    /** Runs the task up to its next suspension. Called by the loop thread. */
    void mount(Task<?> task, Fiber fiber) {
        Task<?> outer = current;
        Context outerContext = loop.context();
        Task<?> eager;
        do {
            current = task;
            loop.enterContext(task.context());
            loop.holder.lendTo(fiber.thread());
            fiber.resume();
            loop.holder.backToLoop();
            current = null;
            eager = requested;
            requested = null;
            if (eager != null) {
                start(eager);
            }
        } while (eager != null);
        current = outer;
        loop.enterContext(outerContext);
    }

    private void start(Task<?> eager) {
        try {
            eager.step();
        } catch (ExitRequest exit) {
            startFailure = exit;
        }
    }

    /** Runs the first step of a new task before the caller goes on. */
    void startNow(Task<?> eager) {
        Task<?> asking = current;
        if (asking == null) {
            eager.step();
            return;
        }
        requested = eager;
        try {
            asking.lendLoop();
        } catch (IllegalStateException cannotSuspend) { // then it starts like a lazy one
            requested = null;
            eager.startLater();
            return;
        }
        ExitRequest failure = startFailure;
        startFailure = null;
        if (failure != null) {
            throw failure;
        }
    }
}
