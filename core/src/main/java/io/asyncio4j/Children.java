package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The tasks of a group that have not ended, in the order in which they were made.
 *
 * <p>A list through its entries, each of which is also what its task tells of its end. So nothing
 * is searched for, and no hash of a task is asked for: with a hundred thousand children, a hash
 * table took two fifths of the whole time.
 *
 * <p>Confined to the loop.
 */
final class Children {
    private final Consumer<? super Task<?>> ended;

    // first == null exactly if last == null
    private @Nullable Child first;
    private @Nullable Child last;
    private int count;

    /**
     * No children yet.
     *
     * @param ended told of each child, in a later pass than it ended in, when it is out of the list
     */
    Children(Consumer<? super Task<?>> ended) {
        this.ended = ended;
    }

    void add(Task<?> task) {
        Child child = new Child(task);
        child.previous = last;
        if (last == null) {
            first = child;
        } else {
            last.next = child;
        }
        last = child;
        count++;
        task.watch(child);
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    List<Task<?>> snapshot() {
        List<Task<?>> tasks = new ArrayList<>(count);
        for (Child child = first; child != null; child = child.next) {
            tasks.add(child.task);
        }
        return tasks;
    }

    /** The place of a child in the list. */
    private final class Child implements Future.Watcher, Runnable {
        private final Task<?> task;
        private @Nullable Child previous;
        private @Nullable Child next;

        Child(Task<?> task) {
            this.task = task;
        }

        @Override
        public void futureDone(Future<?> future) {
            task.loop.callSoon(this, task.context());
        }

        @Override
        public void run() {
            leave();
            ended.accept(task);
        }

        private void leave() {
            if (previous == null) {
                first = next;
            } else {
                previous.next = next;
            }
            if (next == null) {
                last = previous;
            } else {
                next.previous = previous;
            }
            count--;
        }

        @Override
        public String toString() {
            return "end of " + task.name() + " in its group";
        }
    }
}
