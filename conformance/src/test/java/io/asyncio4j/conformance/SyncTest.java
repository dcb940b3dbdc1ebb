package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.conformance.Virtual.tick;
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.sync.BoundedSemaphore;
import io.asyncio4j.sync.Condition;
import io.asyncio4j.sync.Lock;
import io.asyncio4j.sync.Semaphore;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;

/** Locks, conditions and semaphores. */
class SyncTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("s36_lock_fifo_no_barging")
    void lockIsNotTakenFromItsWaiters() {
        Virtual.run(
                () -> {
                    Lock lock = new Lock();
                    lock.acquire();
                    List<Task<Void>> tasks = new ArrayList<>();
                    for (int i = 0; i < 2; i++) {
                        int name = i;
                        tasks.add(createTask(() -> enter(lock, name)));
                    }
                    tick();
                    lock.release();
                    trace.log("released", lock.isLocked());
                    lock.acquire();
                    trace.log("main again");
                    lock.release();
                    gather(tasks).await();
                    try {
                        lock.release();
                    } catch (IllegalStateException refused) {
                        trace.log(refused);
                    }
                });
    }

    private void enter(Lock lock, int name) {
        try (var held = lock.hold()) {
            trace.log("in", name);
            tick();
        }
    }

    @Scenario("s37_lock_cancel_handover")
    void cancelledWaiterHandsTheLockOn() {
        Virtual.run(
                () -> {
                    Lock lock = new Lock();
                    lock.acquire();
                    Task<Void> a = createTask(() -> enterUnlessCancelled(lock, "a"));
                    Task<Void> b = createTask(() -> enterUnlessCancelled(lock, "b"));
                    tick();
                    lock.release();
                    a.cancel();
                    gather(List.of(a, b)).await();
                    trace.log(lock.isLocked());
                });
    }

    private void enterUnlessCancelled(Lock lock, String name) {
        try (var held = lock.hold()) {
            trace.log("in", name);
        } catch (CancelledError cancelled) {
            trace.log("ce", name);
        }
    }

    @Scenario("s40_condition_cancel_passes_notify")
    void cancelledWaiterPassesItsNotificationOn() {
        Virtual.run(
                () -> {
                    Condition condition = new Condition();
                    Task<Void> a = createTask(() -> waitFor(condition, "a"));
                    Task<Void> b = createTask(() -> waitFor(condition, "b"));
                    tick();
                    try (var held = condition.hold()) {
                        condition.signal(1);
                    }
                    a.cancel();
                    Asyncio.wait(List.of(a));
                    ticks(5);
                    trace.log("a", a.isCancelled(), "b", b.isDone());
                });
    }

    private void waitFor(Condition condition, String name) {
        try (var held = condition.hold()) {
            condition.await();
            trace.log("woke", name);
        }
    }

    @Scenario("s41_semaphore_fifo")
    void permitIsReservedForTheFirstWaiter() {
        Virtual.run(
                () -> {
                    Semaphore semaphore = new Semaphore(1);
                    semaphore.acquire();
                    Task<Void> a = createTask(() -> acquire(semaphore, "a"));
                    Task<Void> b = createTask(() -> acquire(semaphore, "b"));
                    tick();
                    semaphore.release();
                    trace.log("locked", semaphore.isLocked());
                    Task<Void> c = createTask(() -> acquire(semaphore, "c"));
                    ticks(2);
                    semaphore.release();
                    semaphore.release();
                    gather(List.of(a, b, c)).await();
                    try {
                        new BoundedSemaphore(1).release();
                    } catch (IllegalStateException refused) {
                        trace.log(refused);
                    }
                });
    }

    private void acquire(Semaphore semaphore, String name) {
        semaphore.acquire();
        trace.log("got", name);
    }

    @Scenario("s42_semaphore_cancel_woken")
    void permitOfACancelledWaiterGoesOn() {
        Virtual.run(
                () -> {
                    Semaphore semaphore = new Semaphore(0);
                    Task<Void> a = createTask(() -> acquire(semaphore, "a"));
                    Task<Void> b = createTask(() -> acquire(semaphore, "b"));
                    tick();
                    semaphore.release();
                    a.cancel();
                    Asyncio.wait(List.of(a, b));
                    trace.log(a.isCancelled(), b.isDone(), semaphore.isLocked());
                });
    }
}
