package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.tick;
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Task;
import io.asyncio4j.queues.Queue;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** Twins of more/queues.py: shutdown. */
class MoreQueueShutdownTest {
    @RegisterExtension final Trace trace = new Trace();

    private static void shutDown(Queue<?> queue, boolean now) {
        if (now) {
            queue.shutdownNow();
        } else {
            queue.shutdown();
        }
    }

    private void getTelling(Queue<String> queue, String name) {
        trace.log(name, attempt(() -> queue.get()));
    }

    private void putTelling(Queue<String> queue, String item) {
        trace.log(item, attempt(() -> queue.put(item)));
    }

    @Scenario("queue_shut_down_while_getters_wait")
    void shutdownEndsWaitingGetters() {
        Virtual.run(
                () -> {
                    for (boolean now : List.of(false, true)) {
                        Queue<String> queue = new Queue<>();
                        Task<Void> a = createTask(() -> getTelling(queue, "a"));
                        Task<Void> b = createTask(() -> getTelling(queue, "b"));
                        tick();
                        shutDown(queue, now);
                        trace.log("called");
                        Asyncio.wait(List.of(a, b));
                        trace.log(
                                attempt(() -> queue.getNowait()),
                                attempt(() -> queue.putNowait("1")),
                                attempt(() -> queue.put("1")));
                    }
                });
    }

    @Scenario("queue_shut_down_with_an_item_and_its_woken_getter")
    void wokenGetterGetsItsItemUnlessItIsDropped() {
        Virtual.run(
                () -> {
                    for (boolean now : List.of(false, true)) {
                        Queue<String> queue = new Queue<>();
                        Task<Void> a = createTask(() -> getTelling(queue, "a"));
                        Task<Void> b = createTask(() -> getTelling(queue, "b"));
                        tick();
                        queue.putNowait("item");
                        shutDown(queue, now);
                        Asyncio.wait(List.of(a, b));
                        trace.log(queue.size());
                    }
                });
    }

    @Scenario("queue_shut_down_while_putters_wait")
    void shutdownEndsWaitingPutters() {
        Virtual.run(
                () -> {
                    for (boolean now : List.of(false, true)) {
                        Queue<String> queue = new Queue<>(1);
                        queue.putNowait("first");
                        Task<Void> a = createTask(() -> putTelling(queue, "a"));
                        Task<Void> b = createTask(() -> putTelling(queue, "b"));
                        tick();
                        shutDown(queue, now);
                        Asyncio.wait(List.of(a, b));
                        trace.log(
                                queue.size(),
                                attempt(() -> queue.get()),
                                attempt(() -> queue.get()));
                    }
                });
    }

    @Scenario("queue_shut_down_and_joined")
    void shutdownOfAJoinedQueue() {
        Virtual.run(
                () -> {
                    Queue<String> queue = new Queue<>();
                    for (String item : List.of("a", "b", "c")) {
                        queue.putNowait(item);
                    }
                    trace.log(queue.getNowait());
                    Task<Void> joining = createTask(() -> queue.join());
                    tick();
                    queue.shutdown();
                    queue.shutdown();
                    tick();
                    trace.log(joining.isDone(), queue.size());
                    queue.shutdownNow();
                    ticks(2);
                    trace.log(joining.isDone(), queue.size());
                    queue.taskDone();
                    joining.await();
                    trace.log("joined", attempt(() -> queue.taskDone()));
                });
    }
}
