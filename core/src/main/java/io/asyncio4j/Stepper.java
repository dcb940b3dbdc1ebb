package io.asyncio4j;

import io.asyncio4j.internal.Fiber;
import io.asyncio4j.internal.Turn;

import org.jspecify.annotations.Nullable;

/**
 * Lends the loop to one task at a time, and keeps what the outside sees of that: the current task
 * and the thread that holds the loop.
 *
 * <p>A task that suspends looks at what comes next. If that is its own next step, it goes on
 * without having given the loop away. If it is another task's and the engine can pass the control
 * from fiber to fiber, it passes it. In all other cases the loop thread goes on: it alone runs
 * callbacks, polls and waits.
 *
 * <p>A task that starts another one eagerly cannot run it on its own stack. It asks for it and
 * suspends; the loop thread runs the new task's first step and then goes on with the first task,
 * before anything else.
 *
 * <p>Confined to the loop.
 */
final class Stepper {
    private final EventLoop loop;
    private final Turn turn = new Turn();

    /** The task that has the loop; null in callbacks. Written by whoever gives the loop away. */
    private @Nullable Task<?> current;

    /** A task to be started before the one that asked goes on. */
    private @Nullable Task<?> requested;

    /** What the requested task's start threw at the one that asked. */
    private @Nullable ExitRequest startFailure;

    /**
     * How many eager starts are under way, one inside the other. Until they have ended, whoever
     * suspends gives the loop back to the one that asked.
     */
    private int eagerStarts;

    Stepper(EventLoop loop) {
        this.loop = loop;
    }

    @Nullable Task<?> current() {
        return current;
    }

    /** Makes the fiber of a task, which takes over the class loader of the loop thread. */
    Fiber newFiber(String name, Fiber.Body body) {
        Fiber fiber = loop.options.newFiber(name, body, turn);
        loop.holder.adopt(fiber.thread());
        return fiber;
    }

    // ---- on the loop thread

    /** Lends the loop to the task, and answers the task that gave it back to the loop thread. */
    Task<?> mount(Task<?> first) {
        Task<?> task = first;
        Task<?> eager;
        do {
            begin(task);
            task.requireFiber().resume();
            task = takeBack();
            eager = requested;
            requested = null;
            if (eager != null) {
                start(eager);
            }
        } while (eager != null);
        return task;
    }

    private Task<?> takeBack() {
        Task<?> last = current;
        if (last == null) {
            throw new AssertionError("no task had " + loop + "; please report this");
        }
        current = null;
        loop.holder.backToLoop();
        return last;
    }

    private void start(Task<?> eager) {
        eagerStarts++;
        try {
            eager.step();
        } catch (ExitRequest exit) {
            startFailure = exit;
        } finally {
            eagerStarts--;
        }
    }

    // ---- on the thread that has the loop

    private void begin(Task<?> task) {
        current = task;
        loop.holder.lendTo(task.requireFiber().thread());
    }

    /** Gives the loop away from the current task, and returns when the task has it again. */
    void leave(Task<?> task) {
        Fiber mine = task.requireFiber();
        Fiber next = nextFiber(task, mine);
        if (next == null) {
            mine.suspend();
        } else if (next != mine) {
            mine.passTo(next);
        }
    }

    /**
     * The fiber to which the current task may give the loop, as that which is current from now on;
     * null if the loop thread must go on.
     */
    @Nullable Fiber nextFiber(Task<?> leaving, Fiber from) {
        while (eagerStarts == 0) {
            Task<?> next = loop.schedule.nextTask(loop);
            if (next == null || (next != leaving && !from.passesOn())) {
                return null;
            }
            loop.schedule.takeNext();
            Fiber fiber = next.beginStep();
            if (fiber != null) {
                begin(next);
                return fiber;
            }
        }
        return null;
    }

    /** Runs the first step of a new task before the caller goes on. */
    void startNow(Task<?> eager) {
        Task<?> asking = current;
        if (asking == null) {
            startInCallback(eager);
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

    private void startInCallback(Task<?> eager) {
        Context context = loop.context();
        eagerStarts++;
        try {
            eager.step();
        } finally {
            eagerStarts--;
            loop.enterContext(context);
        }
    }
}
