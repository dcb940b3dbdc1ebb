package io.asyncio4j.benchmarks.work;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.sleep;

import io.asyncio4j.Task;
import io.asyncio4j.queues.Queue;
import io.asyncio4j.sync.Lock;

import java.time.Duration;
import java.util.ArrayList;

/**
 * Work of tasks that hand something to each other.
 *
 * <p>Confined to the loop.
 */
final class SyncWork {
    private SyncWork() {}

    /** So many tasks want one lock, and its holder waits for a turn before it lets go. */
    static Work lock(int size) {
        var lock = new Lock();
        return times -> {
            var tasks = new ArrayList<Task<?>>(size);
            for (int k = 0; k < size; k++) {
                tasks.add(createTask(() -> holdInTurn(lock, times)));
            }
            gather(tasks).await();
            return times * size;
        };
    }

    private static void holdInTurn(Lock lock, long times) {
        for (long i = 0; i < times; i++) {
            try (var held = lock.hold()) {
                sleep(Duration.ZERO);
            }
        }
    }

    /** A producer and a consumer with a queue that holds so many items. */
    static Work queue(int size) {
        var queue = new Queue<Integer>(size);
        return times -> {
            var items = times * size;
            var producer =
                    createTask(
                            () -> {
                                for (long i = 0; i < items; i++) {
                                    queue.put(1);
                                }
                            });
            for (long i = 0; i < items; i++) {
                queue.get();
            }
            producer.await();
            return items;
        };
    }
}
