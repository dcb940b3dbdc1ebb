package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * The tasks of a group whose end it has not been told of, in the order in which they were made.
 *
 * <p>A list through its entries. An entry is also what its task tells of its end, so a child finds
 * its own place, and no table has to know the hash of each task, which would cost more than all
 * else that a group does for a child. A task may be in a group and in the {@link TaskRegistry}, so
 * each list has links of its own.
 *
 * <p>Confined to the loop, but for {@link #snapshot()}, which a dump asks for from outside.
 */
final class Children {
    private final Consumer<? super Task<?>> ended;

    /** In which the ends are told: a copy of that of whoever made the group. */
    private final Context context;

    // first == null exactly if last == null
    private @Nullable Child first;
    private @Nullable Child last;
    private int count;

    /**
     * No children yet.
     *
     * @param ended told of each child in the pass after its end, when it is out of the list
     */
    Children(Consumer<? super Task<?>> ended) {
        this.ended = ended;
        this.context = Context.copy();
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

    /** The children at this moment; asked from outside of the loop, it may miss some. */
    List<Task<?>> snapshot() {
        List<Task<?>> tasks = new ArrayList<>();
        for (Child child = first; child != null; child = child.next) {
            tasks.add(child.task);
        }
        return Collections.unmodifiableList(tasks);
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
            task.loop.callSoon(this, context);
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
            previous = null; // an old entry would keep the younger ones from being collected
            next = null;
            count--;
        }

        @Override
        public String toString() {
            return "end of " + task.name() + " in its group";
        }
    }
}
