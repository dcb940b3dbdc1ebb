package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The tasks of a loop that are not done, in the order of their creation. It holds them strongly, so
 * a task that nobody else refers to still runs to its end.
 *
 * <p>The list runs through the tasks themselves, because an entry for each would be a tenth of what
 * a sleeping task costs.
 *
 * <p>Thread-safe: a dump may be taken from outside while the loop runs.
 */
final class TaskRegistry {
    // All fields, and the links in the tasks, are guarded by this; a lock that nobody else asks for
    // costs a few nanoseconds. first == null exactly if last == null.
    private @Nullable Task<?> first;
    private @Nullable Task<?> last;
    private int count;

    synchronized void add(Task<?> task) {
        task.previousInRegistry = last;
        if (last == null) {
            first = task;
        } else {
            last.nextInRegistry = task;
        }
        last = task;
        count++;
    }

    /** Takes a task out; does nothing if it is not in the list. */
    synchronized void remove(Task<?> task) {
        Task<?> previous = task.previousInRegistry;
        Task<?> next = task.nextInRegistry;
        if (previous != null) {
            previous.nextInRegistry = next;
        } else if (first == task) {
            first = next;
        } else {
            return;
        }
        if (next != null) {
            next.previousInRegistry = previous;
        } else {
            last = previous;
        }
        task.previousInRegistry = null;
        task.nextInRegistry = null;
        count--;
    }

    synchronized int count() {
        return count;
    }

    synchronized List<Task<?>> snapshot() {
        List<Task<?>> tasks = new ArrayList<>(count);
        for (Task<?> task = first; task != null; task = task.nextInRegistry) {
            tasks.add(task);
        }
        return tasks;
    }

    /** Tells of every task that the closing loop will never run again. */
    void reportUnfinished(EventLoop loop) {
        List<Task<?>> left = snapshot();
        left.forEach(this::remove);
        for (Task<?> task : left) {
            loop.callExceptionHandler(
                    ExceptionContext.of(
                                    "Task was destroyed but it is pending: "
                                            + task
                                            + "; await it, or cancel it before the loop is closed")
                            .with("task", task));
        }
    }
}
