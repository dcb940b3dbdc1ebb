package io.asyncio4j.sync;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
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

class LockTest {
    private final Lock lock = new Lock();
    private final List<String> log = new ArrayList<>();

    @Test
    void releaseAndAcquireAgainQueuesBehindThoseWhoWait() {
        Virtually.run(
                () -> {
                    lock.acquire();
                    createTask(() -> use("0"));
                    createTask(() -> use("1"));
                    Ticks.pass(1);
                    lock.release();
                    log.add("released " + lock.isLocked());
                    lock.acquire();
                    log.add("main again");
                });
        assertThat(log).containsExactly("released false", "in 0", "in 1", "main again");
    }

    @Test
    void cancelOfTheWokenTaskPassesTheLockOn() {
        Virtually.run(
                () -> {
                    lock.acquire();
                    Task<?> first = createTask(() -> use("a"));
                    Task<?> second = createTask(() -> use("b"));
                    Ticks.pass(1);
                    lock.release();
                    first.cancel();
                    second.await();
                    assertThat(first.isCancelled()).isTrue();
                    assertThat(lock.isLocked()).isFalse();
                });
        assertThat(log).containsExactly("cancelled a", "in b");
    }

    @Test
    void cancelWhileWaitingRaisesAtAcquire() {
        Virtually.run(
                () -> {
                    lock.acquire();
                    Task<?> waiting = createTask(() -> lock.acquire());
                    Ticks.pass(1);
                    waiting.cancel("enough");
                    assertThatThrownBy(waiting::await)
                            .isInstanceOf(CancelledError.class)
                            .hasMessageContaining("enough");
                    assertThat(lock).hasToString("Lock[locked]");
                    lock.release();
                    assertThat(lock.acquireNowait()).isTrue();
                });
    }

    @Test
    void uncontendedUseLetsNothingElseRun() {
        Virtually.run(
                () -> {
                    getRunningLoop().callSoon(() -> log.add("other"));
                    for (int i = 0; i < 3; i++) {
                        lock.acquire();
                        lock.release();
                        try (var held = lock.hold()) {
                            log.add("held " + lock.isLocked());
                        }
                    }
                });
        assertThat(log).startsWith("held true", "held true", "held true");
    }

    @Test
    void acquireNowaitTakesAFreeLockAndOvertakesNobody() {
        Virtually.run(
                () -> {
                    assertThat(lock.acquireNowait()).isTrue();
                    assertThat(lock.acquireNowait()).isFalse();
                    Task<?> waiting = createTask(() -> use("a"));
                    Ticks.pass(1);
                    lock.release();
                    assertThat(lock.isLocked()).isFalse();
                    assertThat(lock.acquireNowait()).as("promised to another").isFalse();
                    waiting.await();
                    assertThat(lock.acquireNowait()).isTrue();
                });
    }

    @Test
    void anyTaskOrCallbackMayRelease() {
        Virtually.run(
                () -> {
                    lock.acquire();
                    getRunningLoop().callSoon(lock::release);
                    lock.acquire();
                    createTask(lock::release).await();
                    assertThat(lock.isLocked()).isFalse();
                });
    }

    @Test
    void aHoldIsGivenBackOnce() {
        Virtually.run(
                () -> {
                    try (var held = lock.hold()) {
                        assertThat(held).hasToString("Held[Lock[locked]]");
                        held.close();
                        assertThat(held).hasToString("Held[given back]");
                        lock.acquire();
                    }
                    assertThat(lock.isLocked()).as("held by another acquisition").isTrue();
                });
    }

    @Test
    void aHoldReleasesWhenTheBodyFails() {
        Virtually.run(
                () -> {
                    assertThatThrownBy(
                                    () -> {
                                        try (var held = lock.hold()) {
                                            throw new IllegalArgumentException("body");
                                        }
                                    })
                            .hasMessage("body");
                    assertThat(lock.isLocked()).isFalse();
                });
    }

    @Test
    void releaseOfAnUnlockedLockIsRefusedAtTheUsersLine() {
        Virtually.run(
                () -> {
                    assertMisuse(
                            IllegalStateException.class,
                            "Lock.release",
                            () -> lock.release(),
                            "Lock is not acquired.");
                    assertThat(lock.acquireNowait()).as("the lock is unharmed").isTrue();
                });
    }

    @Test
    void releaseOfALockPromisedToAWokenTaskIsRefused() {
        Virtually.run(
                () -> {
                    lock.acquire();
                    Task<?> waiting = createTask(() -> use("a"));
                    Ticks.pass(1);
                    lock.release();
                    assertThatThrownBy(lock::release).isInstanceOf(IllegalStateException.class);
                    waiting.await();
                });
        assertThat(log).containsExactly("in a");
    }

    @Test
    void toStringShowsTheStateAndWhoWaits() {
        Virtually.run(
                () -> {
                    assertThat(lock).hasToString("Lock[unlocked]");
                    lock.acquire();
                    Task<?> first = createTask(() -> use("a"));
                    Task<?> second = createTask(() -> use("b"));
                    Ticks.pass(1);
                    assertThat(lock).hasToString("Lock[locked, waiters=2]");
                    assertThat(first.toString()).contains("awaiting Lock.acquire");
                    lock.release();
                    assertThat(lock).hasToString("Lock[unlocked, waiters=1]");
                    second.await();
                });
    }

    private void use(String name) {
        try (var held = lock.hold()) {
            log.add("in " + name);
            Ticks.pass(1);
        } catch (CancelledError e) {
            log.add("cancelled " + name);
            throw e;
        }
    }
}
