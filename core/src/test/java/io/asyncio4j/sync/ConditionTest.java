package io.asyncio4j.sync;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Misuse.assertMisuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.CancelledError;
import io.asyncio4j.OnLoop;
import io.asyncio4j.Task;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ConditionTest {
    private final Condition condition = new Condition();
    private final List<String> log = new ArrayList<>();
    private int stock;

    @Test
    void signalWakesTheLongestWaitingTask() {
        OnLoop.run(
                () -> {
                    Task<?> first = createTask(() -> waitOnce("a"));
                    Task<?> second = createTask(() -> waitOnce("b"));
                    Task<?> third = createTask(() -> waitOnce("c"));
                    OnLoop.ticks(1);
                    notifySome(1);
                    OnLoop.ticks(2);
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
        OnLoop.run(
                () -> {
                    createTask(() -> waitOnce("a"));
                    Task<?> second = createTask(() -> waitOnce("b"));
                    OnLoop.ticks(1);
                    try (var held = condition.hold()) {
                        condition.signalAll();
                        OnLoop.ticks(3);
                        assertThat(log).as("nobody goes on without the lock").isEmpty();
                    }
                    second.await();
                });
        assertThat(log).containsExactly("woke a", "woke b");
    }

    @Test
    void aNotificationForACancelledTaskGoesToTheNext() {
        OnLoop.run(
                () -> {
                    Task<?> first = createTask(() -> waitOnce("a"));
                    Task<?> second = createTask(() -> waitOnce("b"));
                    OnLoop.ticks(1);
                    notifySome(1);
                    first.cancel();
                    OnLoop.ticks(5);
                    log.add("a " + first.isCancelled() + " b " + second.isDone());
                });
        assertThat(log).containsExactly("woke b", "a true b true");
    }

    @Test
    void aNotificationGoesToTheNextIfTheTaskIsCancelledWhileItWaitsForTheLock() {
        OnLoop.run(
                () -> {
                    Task<?> first = createTask(() -> waitOnce("a"));
                    Task<?> second = createTask(() -> waitOnce("b"));
                    OnLoop.ticks(1);
                    condition.acquire();
                    condition.signal();
                    OnLoop.ticks(2);
                    first.cancel();
                    OnLoop.ticks(2);
                    assertThat(first.isDone()).as("it needs the lock first").isFalse();
                    condition.release();
                    second.await();
                    assertThat(first.isCancelled()).isTrue();
                });
        assertThat(log).containsExactly("woke b");
    }

    @Test
    void aTaskCancelledAgainAndAgainStillTakesTheLockBeforeItLeaves() {
        OnLoop.run(
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
                    OnLoop.ticks(1);
                    condition.acquire();
                    for (int i = 0; i < 3; i++) {
                        waiting.cancel("request " + i);
                        OnLoop.ticks(2);
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
        OnLoop.run(
                () -> {
                    Task<?> buyer =
                            createTask(
                                    () -> {
                                        try (var held = condition.hold()) {
                                            condition.awaitUntil(() -> stock >= 10);
                                            stock -= 10;
                                        }
                                    });
                    OnLoop.ticks(1);
                    for (int delivery = 0; delivery < 3; delivery++) {
                        assertThat(buyer.isDone()).isFalse();
                        try (var held = condition.hold()) {
                            stock += 4;
                            condition.signalAll();
                        }
                        OnLoop.ticks(2);
                    }
                    assertThat(buyer.isDone()).isTrue();
                    assertThat(stock).isEqualTo(2);
                });
    }

    @Test
    void awaitUntilDoesNotSuspendIfThePredicateHolds() {
        OnLoop.run(
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
        OnLoop.run(
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
        OnLoop.run(
                () -> {
                    Task<?> waiting =
                            createTask(
                                    () -> {
                                        try (var held = filled.hold()) {
                                            filled.await();
                                            emptied.signal();
                                        }
                                    });
                    OnLoop.ticks(1);
                    try (var held = lock.hold()) {
                        filled.signal();
                        emptied.await();
                    }
                    assertThat(waiting.isDone()).isTrue();
                });
    }

    @Test
    void callsWithoutTheLockAreRefusedAtTheUsersLine() {
        OnLoop.run(
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
        OnLoop.run(
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
        OnLoop.run(
                () -> {
                    Task<?> waiting = createTask(() -> waitOnce("a"));
                    OnLoop.ticks(1);
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
