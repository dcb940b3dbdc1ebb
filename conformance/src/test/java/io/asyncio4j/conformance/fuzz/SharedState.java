package io.asyncio4j.conformance.fuzz;

import static java.util.stream.Collectors.joining;

import io.asyncio4j.Action;
import io.asyncio4j.queues.LifoQueue;
import io.asyncio4j.queues.Queue;
import io.asyncio4j.sync.BoundedSemaphore;
import io.asyncio4j.sync.Condition;
import io.asyncio4j.sync.Event;
import io.asyncio4j.sync.Held;
import io.asyncio4j.sync.Lock;
import io.asyncio4j.sync.Semaphore;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The locks and queues that the tasks of a program share, two of each kind, which differ where they
 * can.
 *
 * <p>Confined to the loop.
 */
final class SharedState {
    private final Lock[] locks = {new Lock(), new Lock()};
    private final Event[] events = {new Event(), new Event()};
    private final Condition[] conditions = {new Condition(), new Condition(locks[1])};
    private final Semaphore[] semaphores;
    private final List<Queue<String>> queues;

    SharedState(Program program) {
        semaphores =
                new Semaphore[] {
                    new Semaphore(program.permits()), new BoundedSemaphore(program.permits())
                };
        queues = List.of(new Queue<>(program.room()), new LifoQueue<>(program.room()));
    }

    /** Does what the statement says and answers what to note. */
    String perform(Op.Sync sync) {
        int which = sync.argument() & 1;
        String result =
                switch (sync.verb()) {
                    case QUEUE_GET -> queues.get(which).get();
                    case QUEUE_GET_NOWAIT -> queues.get(which).getNowait();
                    case LOOK -> look();
                    default -> {
                        performSilently(sync, which);
                        yield "";
                    }
                };
        return sync.verb() + " " + result;
    }

    private void performSilently(Op.Sync sync, int which) {
        switch (sync.verb()) {
            case LOCK_ACQUIRE -> locks[which].acquire();
            case LOCK_RELEASE -> locks[which].release();
            case EVENT_WAIT -> events[which].await();
            case EVENT_SET -> events[which].set();
            case EVENT_CLEAR -> events[which].clear();
            case CONDITION_WAIT -> conditions[which].await();
            case CONDITION_WAIT_UNTIL -> conditions[which].awaitUntil(events[which]::isSet);
            case CONDITION_NOTIFY -> conditions[which].signal(sync.argument());
            case CONDITION_NOTIFY_ALL -> conditions[which].signalAll();
            case SEMAPHORE_ACQUIRE -> semaphores[which].acquire();
            case SEMAPHORE_RELEASE -> semaphores[which].release();
            default -> performOnQueue(sync, queues.get(which));
        }
    }

    private static void performOnQueue(Op.Sync sync, Queue<String> queue) {
        switch (sync.verb()) {
            case QUEUE_PUT -> queue.put("i" + sync.argument());
            case QUEUE_PUT_NOWAIT -> queue.putNowait("i" + sync.argument());
            case QUEUE_TASK_DONE -> queue.taskDone();
            case QUEUE_JOIN -> queue.join();
            case QUEUE_SHUTDOWN -> queue.shutdown();
            case QUEUE_SHUTDOWN_NOW -> queue.shutdownNow();
            default -> throw new AssertionError(sync + " is not carried out by anybody");
        }
    }

    /** Runs the body while holding the resource; as in Python, the last failure wins. */
    void holding(Op.Resource resource, int argument, Action body) throws Exception {
        int which = argument & 1;
        Held held =
                switch (resource) {
                    case LOCK -> locks[which].hold();
                    case CONDITION -> conditions[which].hold();
                    case SEMAPHORE -> semaphores[which].hold();
                };
        try {
            body.run();
        } finally {
            held.close();
        }
    }

    /** Lets go of locks whose holders may have ended. */
    void releaseLocks() {
        for (Lock lock : locks) {
            if (lock.isLocked()) {
                lock.release();
            }
        }
        if (conditions[0].isLocked()) {
            conditions[0].release();
        }
    }

    String look() {
        return IntStream.of(0, 1).mapToObj(this::look).collect(joining(" "));
    }

    private String look(int which) {
        return "lock "
                + Rendering.of(locks[which].isLocked())
                + " event "
                + Rendering.of(events[which].isSet())
                + " condition "
                + Rendering.of(conditions[which].isLocked())
                + " semaphore "
                + Rendering.of(semaphores[which].isLocked())
                + " queue "
                + queues.get(which).size()
                + Rendering.of(queues.get(which).isFull());
    }
}
