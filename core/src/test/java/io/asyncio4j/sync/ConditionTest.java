package io.asyncio4j.sync;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Misuse.assertMisuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.Ticks;
import io.asyncio4j.Virtually;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ConditionTest {
    private final Condition condition = new Condition();
    private final List<String> log = new ArrayList<>();
    private int stock;

    @Test
    void signalWakesTheLongestWaitingTask() {
        Virtually.run(
                () -> {
                    Task<?> first = createTask(() -> waitOnce("a"));
                    Task<?> second = createTask(() -> waitOnce("b"));
                    Task<?> third = createTask(() -> waitOnce("c"));
                    Ticks.pass(1);
                    notifySome(1);
                    Ticks.pass(2);
                    assertThat(log).containsExactly("woke a");
                    notifySome(5);
                    second.await();
                    third.await();
                    assertThat(first.isDone()).isTrue();
                });
        assertThat(log).containsExactly("woke a", "woke b", "woke c");
    }

    @Test
    void signalAllWakesAll() {
        Virtually.run(
                () -> {
                    createTask(() -> waitOnce("a"));
                    Task<?> second = createTask(() -> waitOnce("b"));
                    Ticks.pass(1);
                    try (var held = condition.hold()) {
                        condition.signalAll();
                        Ticks.pass(3);
                        assertThat(log).as("nobody goes on without the lock").isEmpty();
                    }
                    second.await();
                });
        assertThat(log).containsExactly("woke a", "woke b");
    }

    @Test
    void aNotificationForACancelledTaskGoesToTheNext() {
        Virtually.run(
                () -> {
                    Task<?> first = createTask(() -> waitOnce("a"));
                    Task<?> second = createTask(() -> waitOnce("b"));
                    Ticks.pass(1);
                    notifySome(1);
                    first.cancel();
                    Ticks.pass(5);
                    log.add("a " + first.isCancelled() + " b " + second.isDone());
                });
        assertThat(log).containsExactly("woke b", "a true b true");
    }

    @Test
    void aNotificationGoesToTheNextIfTheTaskIsCancelledWhileItWaitsForTheLock() {
        Virtually.run(
                () -> {
                    Task<?> first = createTask(() -> waitOnce("a"));
                    Task<?> second = createTask(() -> waitOnce("b"));
                    Ticks.pass(1);
                    condition.acquire();
                    condition.signal();
                    Ticks.pass(2);
                    first.cancel();
                    Ticks.pass(2);
                    assertThat(first.isDone()).as("it needs the lock first").isFalse();
                    condition.release();
                    second.await();
                    assertThat(first.isCancelled()).isTrue();
                });
        assertThat(log).containsExactly("woke b");
    }

    @Test
    void aTaskCancelledAgainAndAgainStillTakesTheLockBeforeItLeaves() {
        Virtually.run(
                () -> {
                    Task<?> waiting =
                            createTask(
                                    () -> {
                                        try {
                                            waitOnce("a");
                                        } catch (CancelledError e) {
                                            log.add("left with " + e.getMessage());
                                            throw e;
                                        }
                                    });
                    Ticks.pass(1);
                    condition.acquire();
                    for (int i = 0; i < 3; i++) {
                        waiting.cancel("request " + i);
                        Ticks.pass(2);
                        assertThat(waiting.isDone()).isFalse();
                    }
                    log.add("released");
                    condition.release();
                    assertThatThrownBy(waiting::await).isInstanceOf(CancelledError.class);
                    assertThat(waiting.cancelling()).isEqualTo(3);
                    assertThat(condition.isLocked()).isFalse();
                });
        assertThat(log).containsExactly("released", "left with request 2");
    }

    @Test
    void awaitUntilLooksAgainAfterEachSignal() {
        Virtually.run(
                () -> {
                    Task<?> buyer =
                            createTask(
                                    () -> {
                                        try (var held = condition.hold()) {
                                            condition.awaitUntil(() -> stock >= 10);
                                            stock -= 10;
                                        }
                                    });
                    Ticks.pass(1);
                    for (int delivery = 0; delivery < 3; delivery++) {
                        assertThat(buyer.isDone()).isFalse();
                        try (var held = condition.hold()) {
                            stock += 4;
                            condition.signalAll();
                        }
                        Ticks.pass(2);
                    }
                    assertThat(buyer.isDone()).isTrue();
                    assertThat(stock).isEqualTo(2);
                });
    }

    @Test
    void awaitUntilDoesNotSuspendIfThePredicateHolds() {
        Virtually.run(
                () -> {
                    createTask(() -> log.add("other"));
                    try (var held = condition.hold()) {
                        condition.awaitUntil(() -> true);
                        log.add("main");
                    }
                });
        assertThat(log).startsWith("main");
    }

    @Test
    void aFailingPredicateLeavesTheLockHeld() {
        Virtually.run(
                () -> {
                    condition.acquire();
                    assertThatThrownBy(
                                    () ->
                                            condition.awaitUntil(
                                                    () -> {
                                                        throw new IllegalArgumentException("no");
                                                    }))
                            .hasMessage("no");
                    assertThat(condition.isLocked()).isTrue();
                });
    }

    @Test
    void twoConditionsMayShareALock() {
        var lock = new Lock();
        var filled = new Condition(lock);
        var emptied = new Condition(lock);
        Virtually.run(
                () -> {
                    Task<?> waiting =
                            createTask(
                                    () -> {
                                        try (var held = filled.hold()) {
                                            filled.await();
                                            emptied.signal();
                                        }
                                    });
                    Ticks.pass(1);
                    try (var held = lock.hold()) {
                        filled.signal();
                        emptied.await();
                    }
                    assertThat(waiting.isDone()).isTrue();
                });
    }

    @Test
    void callsWithoutTheLockAreRefusedAtTheUsersLine() {
        Virtually.run(
                () -> {
                    var state = IllegalStateException.class;
                    String[] parts = {"Condition[unlocked]", "which nobody holds", "hold()"};
                    assertMisuse(state, "Condition.await", () -> condition.await(), parts);
                    assertMisuse(
                            state,
                            "Condition.awaitUntil",
                            () -> condition.awaitUntil(() -> true),
                            parts);
                    assertMisuse(state, "Condition.signal", () -> condition.signal(), parts);
                    assertMisuse(state, "Condition.signal", () -> condition.signal(2), parts);
                    assertMisuse(state, "Condition.signalAll", () -> condition.signalAll(), parts);
                });
    }

    @Test
    void wrongArgumentsAreRefusedAtTheUsersLine() {
        Virtually.run(
                () -> {
                    assertMisuse(
                            NullPointerException.class,
                            "Condition.<init>",
                            () -> new Condition(null),
                            "lock is null",
                            "new Condition()");
                    assertMisuse(
                            NullPointerException.class,
                            "Condition.awaitUntil",
                            () -> condition.awaitUntil(null),
                            "predicate is null");
                    assertMisuse(
                            IllegalArgumentException.class,
                            "Condition.signal",
                            () -> condition.signal(-1),
                            "-1",
                            "signalAll()");
                });
    }

    @Test
    void toStringShowsTheLockAndWhoWaits() {
        Virtually.run(
                () -> {
                    Task<?> waiting = createTask(() -> waitOnce("a"));
                    Ticks.pass(1);
                    assertThat(condition).hasToString("Condition[unlocked, waiters=1]");
                    assertThat(waiting.toString()).contains("awaiting Condition.await");
                    assertThat(condition.acquireNowait()).isTrue();
                    assertThat(condition).hasToString("Condition[locked, waiters=1]");
                    condition.signal(0);
                    condition.signal();
                    condition.release();
                    waiting.await();
                });
    }

    private void waitOnce(String name) {
        try (var held = condition.hold()) {
            condition.await();
            log.add("woke " + name);
        }
    }

    private void notifySome(int count) {
        try (var held = condition.hold()) {
            condition.signal(count);
        }
    }
}
