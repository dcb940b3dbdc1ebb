package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.timeout;
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
import io.asyncio4j.sync.Event;
import io.asyncio4j.sync.Lock;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;

/** Twins of more/locks.py: locks and events. */
class MoreLockTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("lock_waiters_cancelled_in_every_position")
    void waitersAreCancelledInEveryPosition() {
        Virtual.run(
                () -> {
                    for (int victim = 0; victim < 3; victim++) {
                        Lock lock = new Lock();
                        lock.acquire();
                        List<Task<Void>> tasks = new ArrayList<>();
                        for (int i = 0; i < 3; i++) {
                            int name = i;
                            tasks.add(createTask(() -> holdForASecond(lock, name)));
                        }
                        tick();
                        tasks.get(victim).cancel();
                        lock.release();
                        Asyncio.wait(tasks);
                        trace.log("victim", victim, lock.isLocked(), now());
                    }
                });
    }

    private void holdForASecond(Lock lock, int name) {
        try (var held = lock.hold()) {
            trace.log("in", name, now());
            sleepSeconds(1);
        } catch (CancelledError cancelled) {
            trace.log("CE", name);
            throw cancelled;
        }
    }

    @Scenario("lock_freed_while_its_only_waiter_is_cancelled")
    void lockFreedForACancelledWaiterIsFree() {
        Virtual.run(
                () -> {
                    Lock lock = new Lock();
                    lock.acquire();
                    Task<Void> task = createTask(lock::acquire);
                    tick();
                    task.cancel();
                    lock.release();
                    trace.log(lock.isLocked(), attempt(() -> task.await()));
                    waitFor(lock::acquire, seconds(1));
                    trace.log(lock.isLocked(), now());
                });
    }

    @Scenario("lock_taken_in_passing")
    void freeLockIsTakenWithoutWaitingUnlessSomebodyWaits() {
        Virtual.run(
                () -> {
                    Lock lock = new Lock();
                    loop().callSoon(() -> trace.log("soon"));
                    enter(lock, "main");
                    List<Task<Void>> tasks = new ArrayList<>();
                    try (var held = lock.hold()) {
                        tasks.add(createTask(() -> enter(lock, "a")));
                        tasks.add(createTask(() -> enter(lock, "b")));
                        tick();
                    }
                    tasks.add(createTask(() -> enter(lock, "late")));
                    enter(lock, "main again");
                    Asyncio.wait(tasks);
                });
    }

    private void enter(Lock lock, String name) {
        try (var held = lock.hold()) {
            trace.log("in", name);
        }
    }

    @Scenario("lock_held_when_the_body_fails")
    void lockIsFreedWhenItsBodyFails() {
        Virtual.run(
                () -> {
                    Lock lock = new Lock();
                    try (var held = lock.hold()) {
                        throw new IllegalArgumentException("x");
                    } catch (IllegalArgumentException failure) {
                        trace.log(lock.isLocked());
                    }
                    Object seen = attempt(() -> timeout(seconds(1), () -> holdForLong(lock)));
                    trace.log(seen, lock.isLocked(), now());
                });
    }

    private static void holdForLong(Lock lock) {
        try (var held = lock.hold()) {
            sleepSeconds(9);
        }
    }

    @Scenario("event_set_and_cleared_before_its_waiters_run")
    void eventClearedAtOnceStillWakesItsWaiters() {
        Virtual.run(
                () -> {
                    Event event = new Event();
                    Task<Void> a = createTask(() -> awaitAndShow(event, "a"));
                    Task<Void> b = createTask(() -> awaitAndShow(event, "b"));
                    tick();
                    event.set();
                    event.clear();
                    Task<Void> late = createTask(() -> awaitAndShow(event, "late"));
                    Asyncio.wait(List.of(a, b));
                    trace.log("late", late.isDone());
                    event.set();
                    late.await();
                    loop().callSoon(() -> trace.log("soon"));
                    event.await();
                    trace.log(event.isSet());
                    tick();
                });
    }

    private void awaitAndShow(Event event, String name) {
        event.await();
        trace.log(name, event.isSet());
    }

    @Scenario("event_waiter_cancelled")
    void cancelledWaiterLeavesTheEventToTheOthers() {
        Virtual.run(
                () -> {
                    Event event = new Event();
                    Task<Void> a = createTask(() -> awaitAndTell(event, "a"));
                    Task<Void> b = createTask(() -> awaitAndTell(event, "b"));
                    tick();
                    event.set();
                    a.cancel();
                    trace.log(attempt(() -> a.await()), attempt(() -> b.await()));
                    event.clear();
                    trace.log(attempt(() -> waitFor(event::await, seconds(1))), now());
                });
    }

    private void awaitAndTell(Event event, String name) {
        event.await();
        trace.log(name);
    }
}
