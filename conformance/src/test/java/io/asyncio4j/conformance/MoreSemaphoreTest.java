package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.sync.Barrier;
import io.asyncio4j.sync.BoundedSemaphore;
import io.asyncio4j.sync.Semaphore;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** Twins of more/locks.py: semaphores and barriers. */
class MoreSemaphoreTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("semaphore_is_fair")
    void semaphoreIsFair() {
        Virtual.run(
                () -> {
                    Semaphore semaphore = new Semaphore(2);
                    TaskGroup.run(
                            group -> {
                                group.createTask(() -> hold(semaphore, "a", 3));
                                for (String name : List.of("b", "c", "d", "e")) {
                                    group.createTask(() -> hold(semaphore, name, 1));
                                }
                            });
                    trace.log(semaphore.isLocked(), now());
                });
    }

    private void hold(Semaphore semaphore, String name, double seconds) {
        try (var held = semaphore.hold()) {
            trace.log("in", name, now());
            sleepSeconds(seconds);
        }
    }

    @Scenario("semaphore_permit_of_a_cancelled_waiter_goes_on")
    void permitsOfCancelledWaitersGoOn() {
        Virtual.run(
                () -> {
                    Semaphore semaphore = new Semaphore(0);
                    Task<Void> a = createTask(() -> acquireTelling(semaphore, "a"));
                    Task<Void> b = createTask(() -> acquireTelling(semaphore, "b"));
                    Task<Void> c = createTask(() -> acquireTelling(semaphore, "c"));
                    tick();
                    semaphore.release();
                    semaphore.release();
                    a.cancel();
                    b.cancel();
                    Asyncio.wait(List.of(a, b));
                    ticks(3);
                    trace.log(c.isDone(), semaphore.isLocked());
                    semaphore.acquire();
                    trace.log(semaphore.isLocked());
                });
    }

    private void acquireTelling(Semaphore semaphore, String name) {
        try {
            semaphore.acquire();
            trace.log("got", name);
        } catch (CancelledError cancelled) {
            trace.log("CE", name);
            throw cancelled;
        }
    }

    @Scenario("semaphore_release_lets_nobody_barge_in")
    void nobodyBargesIn() {
        Virtual.run(
                () -> {
                    Semaphore semaphore = new Semaphore(1);
                    semaphore.acquire();
                    Task<Void> waiter = createTask(() -> acquireAndRelease(semaphore, "waiter"));
                    tick();
                    semaphore.release();
                    acquireAndRelease(semaphore, "main");
                    waiter.await();
                    trace.log(semaphore.isLocked());
                });
    }

    private void acquireAndRelease(Semaphore semaphore, String name) {
        semaphore.acquire();
        trace.log("got", name);
        semaphore.release();
    }

    @Scenario("semaphore_used_wrongly")
    void semaphoreRefusesWrongNumbers() {
        Virtual.run(
                () -> {
                    trace.log(
                            attempt(() -> new Semaphore(-1)),
                            attempt(() -> new BoundedSemaphore(-1)));
                    BoundedSemaphore bounded = new BoundedSemaphore(2);
                    bounded.acquire();
                    bounded.release();
                    trace.log(attempt(() -> bounded.release()), bounded.isLocked());
                    Semaphore semaphore = new Semaphore(0);
                    semaphore.release();
                    semaphore.release();
                    for (int i = 0; i < 2; i++) {
                        trace.log(semaphore.isLocked());
                        semaphore.acquire();
                    }
                    trace.log(semaphore.isLocked());
                });
    }

    @Scenario("barrier_hands_out_places")
    void barrierHandsOutPlaces() {
        Virtual.run(
                () -> {
                    Barrier barrier = new Barrier(3);
                    for (int i = 0; i < 2; i++) {
                        TaskGroup.run(
                                group -> {
                                    group.createTask(() -> arrive(barrier, "a", 2));
                                    group.createTask(() -> arrive(barrier, "b", 1));
                                    group.createTask(() -> arrive(barrier, "c", 3));
                                });
                    }
                    trace.log(barrier.waiting(), barrier.parties(), barrier.isBroken());
                });
    }

    private void arrive(Barrier barrier, String name, double seconds) {
        sleepSeconds(seconds);
        int place = barrier.await();
        trace.log(name, place, now());
    }

    @Scenario("barrier_aborted_and_reset")
    void barrierIsAbortedAndReset() {
        Virtual.run(
                () -> {
                    Barrier barrier = new Barrier(2);
                    Task<Object> waiter = createTask(() -> attempt(() -> barrier.await()));
                    tick();
                    trace.log(barrier.waiting());
                    barrier.abort();
                    trace.log(waiter.await(), barrier.isBroken(), attempt(() -> barrier.await()));
                    barrier.reset();
                    trace.log(barrier.isBroken());
                    Task<Object> other = createTask(() -> attempt(() -> barrier.await()));
                    tick();
                    barrier.reset();
                    trace.log(other.await(), barrier.isBroken(), barrier.waiting());
                    Task<Integer> a = createTask(() -> barrier.await());
                    trace.log(barrier.await(), a.await());
                });
    }

    @Scenario("barrier_waiter_cancelled")
    void cancelledWaiterLeavesTheBarrier() {
        Virtual.run(
                () -> {
                    Barrier barrier = new Barrier(2);
                    Task<Integer> cancelled = createTask(() -> barrier.await());
                    tick();
                    cancelled.cancel();
                    trace.log(
                            attempt(() -> cancelled.await()),
                            barrier.isBroken(),
                            barrier.waiting());
                    Task<Integer> first = createTask(() -> barrier.await());
                    tick();
                    trace.log(barrier.await(), first.await(), barrier.waiting());
                    trace.log(attempt(() -> new Barrier(0)));
                });
    }
}
