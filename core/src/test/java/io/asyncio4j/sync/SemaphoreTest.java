package io.asyncio4j.sync;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Misuse.assertMisuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Task;
import io.asyncio4j.Ticks;
import io.asyncio4j.Virtually;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class SemaphoreTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void aReleasedPermitIsPutAsideForTheLongestWaitingTask() {
        var semaphore = new Semaphore(1);
        Virtually.run(
                () -> {
                    semaphore.acquire();
                    createTask(() -> take(semaphore, "a"));
                    createTask(() -> take(semaphore, "b"));
                    Ticks.pass(1);
                    semaphore.release();
                    log.add("locked " + semaphore.isLocked());
                    Task<?> last = createTask(() -> take(semaphore, "c"));
                    Ticks.pass(2);
                    semaphore.release();
                    semaphore.release();
                    last.await();
                });
        assertThat(log).containsExactly("locked true", "got a", "got b", "got c");
    }

    @Test
    void cancelOfTheWokenTaskGivesThePermitToTheNext() {
        var semaphore = new Semaphore(0);
        Virtually.run(
                () -> {
                    Task<?> first = createTask(() -> take(semaphore, "a"));
                    Task<?> second = createTask(() -> take(semaphore, "b"));
                    Ticks.pass(1);
                    semaphore.release();
                    first.cancel();
                    second.await();
                    assertThat(first.isCancelled()).isTrue();
                    assertThat(semaphore.isLocked()).isTrue();
                });
        assertThat(log).containsExactly("got b");
    }

    @Test
    void aNewcomerQueuesBehindAWokenTaskEvenIfAPermitIsFree() {
        var semaphore = new Semaphore(0);
        Virtually.run(
                () -> {
                    createTask(() -> take(semaphore, "a"));
                    Ticks.pass(1);
                    semaphore.release();
                    semaphore.release();
                    assertThat(semaphore.isLocked()).isTrue();
                    assertThat(semaphore.acquireNowait()).isFalse();
                    take(semaphore, "main");
                });
        assertThat(log).containsExactly("got a", "got main");
    }

    @Test
    void asManyTasksAsPermitsAreInside() {
        var semaphore = new Semaphore(2);
        int[] inside = {0, 0};
        Virtually.run(
                () -> {
                    List<Task<?>> tasks = new ArrayList<>();
                    for (int i = 0; i < 6; i++) {
                        tasks.add(
                                createTask(
                                        () -> {
                                            try (var held = semaphore.hold()) {
                                                inside[0]++;
                                                inside[1] = Math.max(inside[1], inside[0]);
                                                Ticks.pass(1);
                                                inside[0]--;
                                            }
                                        }));
                    }
                    tasks.forEach(Task::await);
                });
        assertThat(inside).containsExactly(0, 2);
    }

    @Test
    void uncontendedUseDoesNotSuspend() {
        var semaphore = new Semaphore(1);
        Virtually.run(
                () -> {
                    createTask(() -> log.add("other"));
                    semaphore.acquire();
                    semaphore.release();
                    assertThat(semaphore.acquireNowait()).isTrue();
                    assertThat(semaphore.acquireNowait()).isFalse();
                    log.add("main");
                });
        assertThat(log).startsWith("main");
    }

    @Test
    void aNegativeNumberOfPermitsIsRefusedAtTheUsersLine() {
        assertMisuse(
                IllegalArgumentException.class,
                "Semaphore.<init>",
                () -> new Semaphore(-1),
                "permits >= 0",
                "-1");
    }

    @Test
    void permitsDoNotOverflow() {
        var semaphore = new Semaphore(Integer.MAX_VALUE);
        Virtually.run(
                () -> {
                    assertMisuse(
                            IllegalStateException.class,
                            "Semaphore.release",
                            () -> semaphore.release(),
                            "Semaphore[unlocked, value=2147483647]",
                            "once for each acquire()");
                    semaphore.acquire();
                    semaphore.release();
                });
    }

    @Test
    void aBoundedSemaphoreRefusesMoreReleasesThanAcquisitions() {
        var semaphore = new BoundedSemaphore(1);
        Virtually.run(
                () -> {
                    assertThatThrownBy(semaphore::release)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("BoundedSemaphore released too many times");
                    semaphore.acquire();
                    semaphore.release();
                    assertMisuse(
                            IllegalStateException.class,
                            "BoundedSemaphore.release",
                            () -> semaphore.release(),
                            "released too many times");
                    assertThat(semaphore).hasToString("BoundedSemaphore[unlocked, value=1]");
                });
    }

    @Test
    void toStringShowsTheStateAndWhoWaits() {
        var semaphore = new Semaphore(2);
        Virtually.run(
                () -> {
                    assertThat(semaphore).hasToString("Semaphore[unlocked, value=2]");
                    semaphore.acquire();
                    semaphore.acquire();
                    assertThat(semaphore).hasToString("Semaphore[locked]");
                    Task<?> waiting = createTask(() -> take(semaphore, "a"));
                    Ticks.pass(1);
                    assertThat(semaphore).hasToString("Semaphore[locked, waiters=1]");
                    assertThat(waiting.toString()).contains("awaiting Semaphore.acquire");
                    semaphore.release();
                    waiting.await();
                });
    }

    private void take(Semaphore semaphore, String name) {
        semaphore.acquire();
        log.add("got " + name);
    }
}
