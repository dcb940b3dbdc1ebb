package io.asyncio4j;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The tasks of a loop that are not done, in the order of their creation. It holds them strongly, so
 * a task that nobody else refers to still runs to its end.
 *
 * <p>Thread-safe: a dump may be taken from outside while the loop runs.
 */
final class TaskRegistry {
    /** Guarded by itself; a lock that nobody else asks for costs a few nanoseconds. */
    private final Set<Task<?>> unfinished = new LinkedHashSet<>();

    void add(Task<?> task) {
        synchronized (unfinished) {
            unfinished.add(task);
        }
    }

    void remove(Task<?> task) {
        synchronized (unfinished) {
            unfinished.remove(task);
        }
    }

    int count() {
        synchronized (unfinished) {
            return unfinished.size();
        }
    }

    List<Task<?>> snapshot() {
        synchronized (unfinished) {
            return new ArrayList<>(unfinished);
        }
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
