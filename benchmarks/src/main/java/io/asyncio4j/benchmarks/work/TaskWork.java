package io.asyncio4j.benchmarks.work;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.gatherSettled;
import static io.asyncio4j.Asyncio.sleep;

import io.asyncio4j.Coroutine;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * Work of tasks: switching between them, making them, waiting for many, cancelling them.
 *
 * <p>Confined to the loop.
 */
final class TaskWork {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int DEEP = 10;

    /**
     * A million turns in all, by tasks that end. One that begins before its code is compiled, and
     * takes turns for ever, would keep a stack of interpreted frames for as long.
     */
    private static final int REHEARSALS = 100;

    private TaskWork() {}

    /**
     * So many tasks that take turns. The queue is fair: while the measuring task has one turn, each
     * of the others has one.
     */
    static Work switching(int size) {
        return turns(size, () -> sleep(Duration.ZERO));
    }

    private static Work turns(int tasks, Runnable turn) {
        for (int i = 0; i < REHEARSALS; i++) {
            rehearse(turn);
        }
        for (int i = 1; i < tasks; i++) {
            createTask(() -> take(Long.MAX_VALUE, turn));
        }
        return times -> {
            take(times, turn);
            return times * tasks;
        };
    }

    private static void rehearse(Runnable turn) {
        var actors = new ArrayList<Task<?>>();
        for (int i = 0; i < REHEARSALS; i++) {
            actors.add(createTask(() -> take(REHEARSALS, turn)));
        }
        gatherSettled(actors).await();
    }

    private static void take(long turns, Runnable turn) {
        for (long i = 0; i < turns; i++) {
            turn.run();
        }
    }

    /** So many tasks are made at once, and end without having waited. */
    static Work create(int size) {
        return times -> {
            for (long i = 0; i < times; i++) {
                for (int k = 1; k < size; k++) {
                    createTask(TaskWork::nothing);
                }
                createTask(TaskWork::nothing).await();
            }
            return times * size;
        };
    }

    private static void nothing() {}

    /** So many coroutines are gathered. */
    static Work gathering(int size) {
        var parts = new Coroutine<?>[size];
        Arrays.fill(parts, Coroutine.of(TaskWork::nothing));
        return times -> {
            for (long i = 0; i < times; i++) {
                gather(parts).await();
            }
            return times * size;
        };
    }

    /** A group that spawns so many tasks. */
    static Work group(int size) {
        return times -> {
            for (long i = 0; i < times; i++) {
                TaskGroup.run(
                        group -> {
                            for (int k = 0; k < size; k++) {
                                group.createTask(TaskWork::nothing);
                            }
                        });
            }
            return times * size;
        };
    }

    /**
     * A task calls so many methods, each from the one before, and the last one waits for a turn.
     */
    static Work deep(int size) {
        return turns(1, () -> descend(size));
    }

    /** So many tasks that take turns, each of which waits for its turn below ten calls. */
    static Work deepTasks(int size) {
        return turns(size, () -> descend(DEEP));
    }

    /** Returns something, lest the call become a jump. */
    private static int descend(int depth) {
        if (depth > 1) {
            return descend(depth - 1) + 1;
        }
        sleep(Duration.ZERO);
        return 1;
    }

    /** So many sleeping tasks are cancelled and awaited. */
    static Work cancel(int size) {
        return times -> {
            for (long i = 0; i < times; i++) {
                var sleepers = new ArrayList<Task<?>>(size);
                for (int k = 0; k < size; k++) {
                    sleepers.add(createTask(() -> sleep(HOUR)));
                }
                sleep(Duration.ZERO);
                sleepers.forEach(Task::cancel);
                gatherSettled(sleepers).await();
            }
            return times * size;
        };
    }

    /** So many tasks that sleep as long as the program lives, made by the first round. */
    static Work sleepers(int size) {
        return times -> {
            for (long k = 0; k < times * size; k++) {
                createTask(() -> sleep(HOUR));
            }
            sleep(Duration.ZERO);
            return times * size;
        };
    }
}
