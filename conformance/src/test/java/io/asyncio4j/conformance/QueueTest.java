package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.queues.Queue;
import io.asyncio4j.queues.QueueShutDownException;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;

/** Queues. */
class QueueTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("s44_queue_handoff_and_cancel")
    void noItemIsLostToACancelledGetter() {
        Virtual.run(
                () -> {
                    Queue<Integer> queue = new Queue<>();
                    Task<Void> a = createTask(() -> get(queue, "a"));
                    Task<Void> b = createTask(() -> get(queue, "b"));
                    tick();
                    queue.putNowait(1);
                    trace.log("size", queue.size());
                    a.cancel();
                    gather(List.of(a, b)).await();
                    putThroughABoundedQueue();
                });
    }

    private void get(Queue<Integer> queue, String name) {
        try {
            trace.log(name, queue.get());
        } catch (CancelledError cancelled) {
            trace.log(name, "ce");
        }
    }

    private void putThroughABoundedQueue() {
        Queue<Integer> queue = new Queue<>(1);
        List<Task<Void>> putters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int item = i;
            putters.add(
                    createTask(
                            () -> {
                                queue.put(item);
                                trace.log("put", item);
                            }));
        }
        tick();
        trace.log("full", queue.isFull());
        for (int i = 0; i < 3; i++) {
            trace.log("get", queue.get());
            tick();
        }
        gather(putters).await();
    }

    @Scenario("s45_queue_shutdown_join")
    void shutDownQueueIsDrainedAndThenFails() {
        Virtual.run(
                () -> {
                    Queue<String> queue = new Queue<>(2);
                    queue.putNowait("a");
                    queue.putNowait("b");
                    createTask(() -> putUntilShutDown(queue));
                    Task<Void> joining = createTask(() -> join(queue));
                    tick();
                    queue.shutdown();
                    tick();
                    trace.log(queue.get(), queue.get());
                    try {
                        queue.get();
                    } catch (QueueShutDownException shutDown) {
                        trace.log("get QSD");
                    }
                    trace.log("j", joining.isDone());
                    queue.taskDone();
                    queue.taskDone();
                    joining.await();
                    try {
                        queue.taskDone();
                    } catch (IllegalStateException refused) {
                        trace.log(refused);
                    }
                    dropWhatIsLeft();
                });
    }

    private void putUntilShutDown(Queue<String> queue) {
        try {
            queue.put("c");
        } catch (QueueShutDownException shutDown) {
            trace.log("put QSD");
        }
    }

    private void join(Queue<?> queue) {
        queue.join();
        trace.log("joined");
    }

    private void dropWhatIsLeft() {
        Queue<Integer> queue = new Queue<>();
        queue.putNowait(1);
        queue.putNowait(2);
        Task<Void> joining = createTask(() -> join(queue));
        tick();
        queue.shutdownNow();
        joining.await();
        trace.log(queue.size());
    }
}
