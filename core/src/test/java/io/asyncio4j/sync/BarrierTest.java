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

class BarrierTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void theLastToArriveGoesOnFirstAndTheOthersInTheOrderOfArrival() {
        var barrier = new Barrier(3);
        Virtually.run(
                () -> {
                    start(barrier, "a", "b", "c");
                    Ticks.pass(3);
                });
        assertThat(log).containsExactly("c 2", "a 0", "b 1");
    }

    @Test
    void aBarrierOfOneNeverWaits() {
        var barrier = new Barrier(1);
        Virtually.run(
                () -> {
                    createTask(() -> log.add("other"));
                    assertThat(barrier.await()).isZero();
                    assertThat(barrier.await()).isZero();
                    log.add("main");
                });
        assertThat(log).startsWith("main");
    }

    @Test
    void theNextRoundBeginsWhenAllHaveLeft() {
        var barrier = new Barrier(2);
        Virtually.run(
                () -> {
                    List<Task<?>> tasks = new ArrayList<>();
                    for (String name : List.of("a", "b")) {
                        tasks.add(
                                createTask(
                                        () -> {
                                            for (int round = 0; round < 3; round++) {
                                                meet(barrier, name + round);
                                            }
                                        }));
                    }
                    tasks.forEach(Task::await);
                });
        assertThat(log).containsExactly("b0 1", "a0 0", "b1 1", "a1 0", "b2 1", "a2 0");
    }

    @Test
    void aTaskCancelledWhileItWaitsHasNotArrived() {
        var barrier = new Barrier(2);
        Virtually.run(
                () -> {
                    Task<?> first = start(barrier, "a").getFirst();
                    Ticks.pass(1);
                    first.cancel();
                    Task<?> second = start(barrier, "b").getFirst();
                    Ticks.pass(3);
                    assertThat(second.isDone()).isFalse();
                    assertThat(barrier.waiting()).isEqualTo(1);
                    meet(barrier, "main");
                    second.await();
                });
        assertThat(log).containsExactly("main 1", "b 0");
    }

    @Test
    void aTaskCancelledButNotRunDoesNotCountEither() {
        var barrier = new Barrier(2);
        Virtually.run(
                () -> {
                    Task<?> first = start(barrier, "a").getFirst();
                    Ticks.pass(1);
                    first.cancel();
                    start(barrier, "b");
                    meet(barrier, "main");
                    Ticks.pass(1);
                });
        assertThat(log).containsExactlyInAnyOrder("main 0", "b 1");
    }

    @Test
    void indexesAreDistinctAfterACancellation() {
        var barrier = new Barrier(3);
        Virtually.run(
                () -> {
                    Task<?> first = start(barrier, "a", "b").getFirst();
                    Ticks.pass(1);
                    first.cancel();
                    Ticks.pass(1);
                    start(barrier, "c", "d");
                    Ticks.pass(3);
                });
        assertThat(log).containsExactly("d 2", "b 0", "c 1");
    }

    @Test
    void cancelAfterTheRoundIsCompleteLetsTheOthersPass() {
        var barrier = new Barrier(3);
        Virtually.run(
                () -> {
                    Task<?> first = start(barrier, "a", "b").getFirst();
                    Ticks.pass(1);
                    meet(barrier, "main");
                    first.cancel();
                    Ticks.pass(1);
                    assertThat(first.isCancelled()).isTrue();
                    assertThat(barrier).hasToString("Barrier[filling, waiters=0/3]");
                });
        assertThat(log).containsExactly("main 2", "b 0");
    }

    @Test
    void resetBreaksThoseWhoWaitAndTheNextRoundWorks() {
        var barrier = new Barrier(3);
        Virtually.run(
                () -> {
                    start(barrier, "a", "b");
                    Ticks.pass(1);
                    barrier.reset();
                    assertThat(barrier).hasToString("Barrier[resetting, parties=3]");
                    start(barrier, "c", "d", "e");
                    Ticks.pass(4);
                    assertThat(barrier.isBroken()).isFalse();
                });
        assertThat(log).containsExactly("a broken", "b broken", "e 2", "c 0", "d 1");
    }

    @Test
    void abortBreaksThoseWhoWaitAndThoseWhoCome() {
        var barrier = new Barrier(2);
        Virtually.run(
                () -> {
                    start(barrier, "a");
                    Ticks.pass(1);
                    barrier.abort();
                    assertThat(barrier.isBroken()).isTrue();
                    Ticks.pass(1);
                    assertMisuse(
                            BrokenBarrierException.class,
                            "Barrier.await",
                            () -> barrier.await(),
                            "Barrier[broken, parties=2]",
                            "reset()");
                    barrier.reset();
                    assertThat(barrier.isBroken()).isFalse();
                    start(barrier, "b", "c");
                    Ticks.pass(2);
                });
        assertThat(log).containsExactly("a broken", "c 1", "b 0");
    }

    @Test
    void thoseWhoComeWhileOthersLeaveWaitOutside() {
        var barrier = new Barrier(2);
        Virtually.run(
                () -> {
                    start(barrier, "a");
                    Ticks.pass(1);
                    meet(barrier, "main");
                    assertThat(barrier).hasToString("Barrier[draining, parties=2]");
                    assertThat(barrier.waiting()).isZero();
                    start(barrier, "b");
                    assertThat(log).as("a has not left yet").containsExactly("main 1");
                    meet(barrier, "main again");
                    Ticks.pass(1);
                });
        assertThat(log).containsExactly("main 1", "a 0", "main again 1", "b 0");
    }

    @Test
    void aNumberOfPartiesBelowOneIsRefusedAtTheUsersLine() {
        assertMisuse(
                IllegalArgumentException.class,
                "Barrier.<init>",
                () -> new Barrier(0),
                "parties >= 1",
                "given 0");
    }

    @Test
    void toStringShowsTheStateAndWhoWaits() {
        var barrier = new Barrier(3);
        Virtually.run(
                () -> {
                    Task<?> waiting = start(barrier, "a").getFirst();
                    Ticks.pass(1);
                    assertThat(barrier).hasToString("Barrier[filling, waiters=1/3]");
                    assertThat(waiting.toString()).contains("awaiting Barrier.await");
                    assertThat(barrier.parties()).isEqualTo(3);
                    barrier.abort();
                    assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
                });
    }

    private List<Task<?>> start(Barrier barrier, String... names) {
        List<Task<?>> tasks = new ArrayList<>();
        for (String name : names) {
            tasks.add(createTask(() -> meet(barrier, name)));
        }
        return tasks;
    }

    private void meet(Barrier barrier, String name) {
        try {
            int index = barrier.await();
            log.add(name + " " + index);
        } catch (BrokenBarrierException e) {
            log.add(name + " broken");
        }
    }
}
