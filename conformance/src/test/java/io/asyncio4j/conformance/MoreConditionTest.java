package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.sync.Condition;
import io.asyncio4j.sync.Lock;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Twins of more/locks.py: conditions. */
class MoreConditionTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("condition_notifies_in_order")
    void waitersAreNotifiedInOrder() {
        Virtual.run(
                () -> {
                    Condition condition = new Condition();
                    List<Task<Void>> tasks = new ArrayList<>();
                    for (String name : List.of("a", "b", "c", "d")) {
                        tasks.add(createTask(() -> awaitAndHold(condition, name)));
                    }
                    tick();
                    try (var held = condition.hold()) {
                        condition.signal(2);
                        condition.signal();
                        trace.log("notified", condition.isLocked());
                    }
                    sleepSeconds(5);
                    try (var held = condition.hold()) {
                        condition.signalAll();
                        condition.signalAll();
                    }
                    Asyncio.wait(tasks);
                    trace.log(condition.isLocked(), now());
                });
    }

    private void awaitAndHold(Condition condition, String name) {
        try (var held = condition.hold()) {
            condition.await();
            trace.log(name, now());
            sleepSeconds(1);
        }
    }

    @Scenario("condition_without_its_lock")
    void conditionNeedsItsLock() {
        Virtual.run(
                () -> {
                    Condition condition = new Condition();
                    trace.log(
                            attempt(() -> condition.signal()),
                            attempt(() -> condition.signalAll()),
                            attempt(() -> condition.await()));
                    trace.log(attempt(() -> condition.release()));
                    try (var held = condition.hold()) {
                        condition.signal(5);
                    }
                    trace.log(condition.isLocked());
                });
    }

    @Scenario("condition_waits_for_a_predicate")
    void conditionWaitsForAPredicate() {
        Virtual.run(
                () -> {
                    Condition condition = new Condition();
                    AtomicInteger count = new AtomicInteger();
                    List<Task<Void>> tasks = new ArrayList<>();
                    for (int limit : List.of(2, 1, 0)) {
                        tasks.add(createTask(() -> awaitCount(condition, count, limit)));
                    }
                    for (int i = 0; i < 2; i++) {
                        sleepSeconds(1);
                        try (var held = condition.hold()) {
                            count.incrementAndGet();
                            condition.signalAll();
                        }
                    }
                    Asyncio.wait(tasks);
                });
    }

    private void awaitCount(Condition condition, AtomicInteger count, int limit) {
        try (var held = condition.hold()) {
            condition.awaitUntil(() -> count.get() >= limit);
            trace.log(limit, now());
        }
    }

    @Scenario("condition_waiter_cancelled_takes_the_lock_first")
    void cancelledWaiterTakesTheLockFirst() {
        Virtual.run(
                () -> {
                    Condition condition = new Condition();
                    Task<Void> task = createTask(() -> awaitNever(condition));
                    tick();
                    try (var held = condition.hold()) {
                        task.cancel();
                        sleepSeconds(2);
                        trace.log("main leaves", task.isDone());
                    }
                    trace.log(attempt(() -> task.await()), condition.isLocked(), now());
                });
    }

    private void awaitNever(Condition condition) {
        try (var held = condition.hold()) {
            try {
                condition.awaitUntil(() -> false);
            } finally {
                trace.log("out", condition.isLocked(), now(), me().cancelling());
            }
        }
    }

    @Scenario("condition_waiter_cancelled_twice")
    void waiterCancelledTwiceIsToldTheSecondReason() {
        Virtual.run(
                () -> {
                    Condition condition = new Condition();
                    Task<Void> task = createTask(() -> awaitReason(condition));
                    tick();
                    try (var held = condition.hold()) {
                        task.cancel("first");
                        sleepSeconds(1);
                        task.cancel("second");
                        sleepSeconds(1);
                        trace.log("main leaves", task.isDone());
                    }
                    trace.log(attempt(() -> task.await()), condition.isLocked(), now());
                });
    }

    private void awaitReason(Condition condition) {
        try (var held = condition.hold()) {
            condition.await();
        } catch (CancelledError cancelled) {
            trace.log("CE", cancelled.reason(), now(), me().cancelling());
            throw cancelled;
        }
    }

    @Scenario("condition_cancelled_while_it_takes_the_lock_again")
    void waiterCancelledWithItsNotificationPassesItOn() {
        Virtual.run(
                () -> {
                    Condition condition = new Condition();
                    Task<Void> a = createTask(() -> awaitTelling(condition, "a"));
                    Task<Void> b = createTask(() -> awaitTelling(condition, "b"));
                    tick();
                    try (var held = condition.hold()) {
                        condition.signal(1);
                        sleepSeconds(1);
                        a.cancel();
                        sleepSeconds(1);
                    }
                    trace.log(attempt(() -> a.await()), attempt(() -> b.await()), now());
                });
    }

    private void awaitTelling(Condition condition, String name) {
        try (var held = condition.hold()) {
            condition.await();
            trace.log("woken", name);
        } catch (CancelledError cancelled) {
            trace.log("CE", name, now());
            throw cancelled;
        }
    }

    @Scenario("condition_with_a_shared_lock")
    void conditionsMayShareALock() {
        Virtual.run(
                () -> {
                    Lock lock = new Lock();
                    Condition one = new Condition(lock);
                    Condition two = new Condition(lock);
                    Task<Void> first = createTask(() -> awaitLocked(one, "one", lock));
                    Task<Void> second = createTask(() -> awaitLocked(two, "two", lock));
                    tick();
                    try (var held = lock.hold()) {
                        one.signal();
                        two.signal();
                    }
                    Asyncio.wait(List.of(first, second));
                    trace.log(lock.isLocked());
                });
    }

    private void awaitLocked(Condition condition, String name, Lock lock) {
        try (var held = condition.hold()) {
            condition.await();
            trace.log(name, lock.isLocked());
        }
    }
}
