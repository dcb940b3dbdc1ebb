package io.asyncio4j.sync;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Misuse.assertMisuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Task;
import io.asyncio4j.Ticks;
import io.asyncio4j.Virtually;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class WaitQueueTest {
    private final WaitQueue line = new WaitQueue(new LoopBinding("a gate"), "Gate.pass");
    private final List<String> log = new ArrayList<>();

    @Test
    void wakesInTheOrderOfArrival() {
        Virtually.run(
                () -> {
                    start("a", "b", "c");
                    Ticks.pass(1);
                    assertThat(line.wakeOne()).isTrue();
                    Ticks.pass(1);
                    assertThat(log).containsExactly("a woken");
                    assertThat(line.wakeAll()).isEqualTo(2);
                    assertThat(line.wakeOne()).as("nobody is left").isFalse();
                    Ticks.pass(1);
                });
        assertThat(log).containsExactly("a woken", "b woken", "c woken");
    }

    @Test
    void aWakeUpSkipsTheCancelled() {
        Virtually.run(
                () -> {
                    List<Task<?>> tasks = start("a", "b", "c");
                    Ticks.pass(1);
                    tasks.get(0).cancel();
                    tasks.get(1).cancel();
                    assertThat(line.countWaiting()).isEqualTo(1);
                    assertThat(line.wakeOne()).isTrue();
                    Ticks.pass(1);
                });
        assertThat(log).containsExactly("c woken");
    }

    @Test
    void passOnRunsExactlyIfAWokenTaskIsCancelled() {
        Virtually.run(
                () -> {
                    List<Task<?>> tasks = start("a", "b", "c");
                    Ticks.pass(1);
                    line.wakeOne();
                    tasks.get(0).cancel();
                    tasks.get(1).cancel();
                    Ticks.pass(1);
                    assertThat(log).containsExactly("a passes on");
                    line.wakeOne();
                    Ticks.pass(1);
                });
        assertThat(log).containsExactly("a passes on", "c woken");
    }

    @Test
    void isIdleSeesWokenTasksUntilTheyRunButNotCancelledOnes() {
        Virtually.run(
                () -> {
                    assertThat(line.isIdle()).isTrue();
                    List<Task<?>> tasks = start("a", "b");
                    Ticks.pass(1);
                    assertThat(line.isIdle()).isFalse();
                    tasks.get(1).cancel();
                    line.wakeOne();
                    assertThat(line.size()).as("the cancelled one is still linked").isEqualTo(1);
                    assertThat(line).hasToString("WaitQueue[Gate.pass, waiters=1, resuming=1]");
                    assertThat(line.isIdle()).isFalse();
                    tasks.get(0).await();
                    assertThat(line.isIdle()).isTrue();
                    assertThat(line).hasToString("WaitQueue[Gate.pass, waiters=0]");
                });
    }

    @Test
    void aCancelledTaskLeavesTheMiddleOfTheLine() {
        Virtually.run(
                () -> {
                    List<Task<?>> tasks = start("a", "b", "c", "d", "e");
                    Ticks.pass(1);
                    for (int i : List.of(2, 4, 0)) {
                        tasks.get(i).cancel();
                        Ticks.pass(1);
                    }
                    assertThat(line.size()).isEqualTo(2);
                    start("f");
                    Ticks.pass(1);
                    line.wakeAll();
                    Ticks.pass(1);
                });
        assertThat(log).containsExactly("b woken", "d woken", "f woken");
    }

    @Test
    void aLongLineSurvivesCancellationInAnyOrder() {
        Virtually.run(
                () -> {
                    List<Task<?>> tasks = new ArrayList<>();
                    for (int i = 0; i < 2_000; i++) {
                        tasks.add(createTask(() -> line.await()));
                    }
                    Ticks.pass(1);
                    Collections.shuffle(tasks, new Random(1));
                    for (Task<?> task : tasks.subList(0, 1_999)) {
                        task.cancel();
                    }
                    Ticks.pass(1);
                    assertThat(line.size()).isEqualTo(1);
                    assertThat(line.wakeAll()).isEqualTo(1);
                    tasks.getLast().await();
                });
    }

    @Test
    void wrongArgumentsAreRefusedAtTheUsersLine() {
        var npe = NullPointerException.class;
        var binding = new LoopBinding("a gate");
        assertMisuse(npe, "WaitQueue.<init>", () -> new WaitQueue(null, "x"), "binding is null");
        assertMisuse(npe, "WaitQueue.<init>", () -> new WaitQueue(binding, null), "label is null");
        assertMisuse(npe, "LoopBinding.<init>", () -> new LoopBinding(null), "owner is null");
        Virtually.run(
                () -> assertMisuse(npe, "WaitQueue.await", () -> line.await(null), "passOn is"));
    }

    private List<Task<?>> start(String... names) {
        List<Task<?>> tasks = new ArrayList<>();
        for (String name : names) {
            tasks.add(
                    createTask(
                            () -> {
                                line.await(() -> log.add(name + " passes on"));
                                log.add(name + " woken");
                            }));
        }
        return tasks;
    }
}
