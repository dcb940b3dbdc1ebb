package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.waitFor;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.seconds;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.queues.LifoQueue;
import io.asyncio4j.queues.PriorityQueue;
import io.asyncio4j.queues.Queue;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Twins of more/queues.py: order, bounds, joining and cancellation. */
class MoreQueueTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("queue_orders")
    void queuesHaveTheirOrders() {
        Virtual.run(
                () -> {
                    logOrder(new Queue<>());
                    logOrder(new LifoQueue<>());
                    logOrder(new PriorityQueue<>(Comparator.<Integer>naturalOrder()));
                });
    }

    private void logOrder(Queue<Integer> queue) {
        for (int item : List.of(3, 1, 2, 1)) {
            queue.putNowait(item);
        }
        trace.log(
                queue.size(),
                queue.getNowait(),
                queue.getNowait(),
                queue.getNowait(),
                queue.getNowait(),
                queue.isEmpty());
    }

    @Scenario("queue_of_priorities_with_waiting_getters")
    void waitingGettersGetTheFirstOfThePriorities() {
        Virtual.run(
                () -> {
                    Queue<Integer> queue = new PriorityQueue<>(Comparator.<Integer>naturalOrder());
                    List<Task<Void>> getters = new ArrayList<>();
                    for (String name : List.of("a", "b", "c")) {
                        getters.add(createTask(() -> trace.log(name, queue.get())));
                    }
                    tick();
                    for (int item : List.of(5, 3, 4)) {
                        queue.putNowait(item);
                    }
                    Asyncio.wait(getters);
                    for (int item : List.of(9, 7, 8)) {
                        queue.put(item);
                    }
                    trace.log(queue.get(), queue.get(), queue.size());
                });
    }

    @Scenario("queue_bounds")
    void queueHasABoundOrNone() {
        Virtual.run(
                () -> {
                    Queue<String> queue = new Queue<>(2);
                    trace.log(
                            queue.maxSize(),
                            queue.isFull(),
                            queue.isEmpty(),
                            attempt(() -> queue.getNowait()));
                    queue.putNowait("a");
                    queue.putNowait("b");
                    trace.log(queue.isFull(), attempt(() -> queue.putNowait("c")), queue.size());
                    Queue<Integer> endless = new Queue<>();
                    for (int i = 0; i < 100; i++) {
                        endless.putNowait(i);
                    }
                    trace.log(endless.isFull(), endless.size());
                });
    }

    @Scenario("queue_putter_cancelled")
    void itemOfACancelledPutterIsNotInTheQueue() {
        Virtual.run(
                () -> {
                    Queue<String> queue = new Queue<>(1);
                    queue.putNowait("first");
                    List<Task<Void>> putters = new ArrayList<>();
                    for (String item : List.of("a", "b", "c")) {
                        putters.add(createTask(() -> putTelling(queue, item)));
                    }
                    tick();
                    putters.get(0).cancel();
                    trace.log(queue.get());
                    putters.get(1).cancel();
                    Asyncio.wait(putters);
                    trace.log(queue.get(), queue.size());
                });
    }

    private void putTelling(Queue<String> queue, String item) {
        try {
            queue.put(item);
            trace.log("put", item);
        } catch (CancelledError cancelled) {
            trace.log("CE", item);
            throw cancelled;
        }
    }

    @Scenario("queue_woken_putter_cancelled")
    void roomOfACancelledPutterGoesOn() {
        Virtual.run(
                () -> {
                    Queue<String> queue = new Queue<>(1);
                    queue.putNowait("first");
                    Task<Void> a = createTask(() -> queue.put("a"));
                    Task<Void> b = createTask(() -> queue.put("b"));
                    tick();
                    trace.log(queue.getNowait());
                    a.cancel();
                    Asyncio.wait(List.of(a, b));
                    trace.log(a.isCancelled(), b.isCancelled(), queue.size(), queue.getNowait());
                });
    }

    @Scenario("queue_getter_that_times_out_loses_nothing")
    void getterThatTimesOutLosesNothing() {
        Virtual.run(
                () -> {
                    Queue<String> queue = new Queue<>();
                    loop().callLater(seconds(1), () -> queue.putNowait("late"));
                    trace.log(getWithin(queue, 1), queue.size());
                    trace.log(getWithin(queue, 1), queue.size(), now());
                    loop().callLater(seconds(0.5), () -> queue.putNowait("early"));
                    trace.log(getWithin(queue, 1), now());
                });
    }

    private static Object getWithin(Queue<String> queue, double limit) {
        return attempt(() -> waitFor(() -> queue.get(), seconds(limit)));
    }

    @Scenario("queue_item_taken_by_somebody_who_did_not_wait")
    void wokenGetterWaitsAgainIfTheItemIsGone() {
        Virtual.run(
                () -> {
                    Queue<Integer> queue = new Queue<>();
                    Task<Void> a = createTask(() -> trace.log("a", queue.get()));
                    tick();
                    queue.putNowait(1);
                    trace.log("thief", queue.getNowait());
                    tick();
                    trace.log(a.isDone());
                    queue.putNowait(2);
                    a.await();
                });
    }

    @Scenario("queue_joined")
    void joinWaitsForTheWorkAndNotForThePlace() {
        Virtual.run(
                () -> {
                    Queue<Integer> queue = new Queue<>();
                    trace.log(attempt(() -> queue.join()));
                    queue.putNowait(0);
                    queue.putNowait(1);
                    Task<Void> worker = createTask(() -> work(queue));
                    Task<Void> a = createTask(() -> join(queue, "a"));
                    Task<Void> b = createTask(() -> join(queue, "b"));
                    sleepSeconds(0.5);
                    b.cancel();
                    a.await();
                    trace.log(b.isCancelled(), attempt(() -> queue.taskDone()));
                    worker.cancel();
                    trace.log(attempt(() -> worker.await()));
                });
    }

    private void work(Queue<Integer> queue) {
        while (true) {
            int item = queue.get();
            sleepSeconds(1);
            trace.log("done", item, now());
            queue.taskDone();
        }
    }

    private void join(Queue<?> queue, String name) {
        queue.join();
        trace.log("joined", name, now());
    }

    @Scenario("queue_joined_while_items_are_added")
    void joinEndsOnceThereWasNothingLeft() {
        Virtual.run(
                () -> {
                    Queue<String> queue = new Queue<>();
                    queue.putNowait("a");
                    Task<Void> first = createTask(() -> queue.join());
                    tick();
                    queue.getNowait();
                    queue.taskDone();
                    queue.putNowait("b");
                    tick();
                    trace.log(first.isDone(), queue.size());
                    Task<Void> second = createTask(() -> queue.join());
                    tick();
                    queue.getNowait();
                    trace.log(second.isDone());
                    queue.taskDone();
                    second.await();
                    trace.log("joined");
                });
    }
}
