package io.asyncio4j.sync;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Task;
import io.asyncio4j.Ticks;
import io.asyncio4j.Virtually;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class EventTest {
    private final Event event = new Event();
    private final List<String> log = new ArrayList<>();

    @Test
    void setWakesAllInTheOrderOfArrival() {
        Virtually.run(
                () -> {
                    for (String name : List.of("a", "b", "c")) {
                        createTask(() -> pass(name));
                    }
                    Ticks.pass(1);
                    assertThat(log).isEmpty();
                    event.set();
                    assertThat(log).as("waking only schedules").isEmpty();
                    Ticks.pass(1);
                });
        assertThat(log).containsExactly("a", "b", "c");
    }

    @Test
    void clearAfterSetKeepsTheWakeUpOfThoseWhoWaited() {
        Virtually.run(
                () -> {
                    Task<?> early = createTask(() -> pass("early"));
                    Ticks.pass(1);
                    event.set();
                    event.clear();
                    Task<?> late = createTask(() -> pass("late"));
                    Ticks.pass(2);
                    assertThat(early.isDone()).isTrue();
                    assertThat(late.isDone()).isFalse();
                    event.set();
                    late.await();
                });
        assertThat(log).containsExactly("early", "late");
    }

    @Test
    void awaitOfASetEventLetsNothingElseRun() {
        Virtually.run(
                () -> {
                    event.set();
                    event.set();
                    getRunningLoop().callSoon(() -> log.add("other"));
                    event.await();
                    log.add("main");
                    Ticks.pass(1);
                });
        assertThat(log).containsExactly("main", "other");
    }

    @Test
    void cancelOfOneWaitingTaskLeavesTheOthers() {
        Virtually.run(
                () -> {
                    Task<?> first = createTask(() -> pass("a"));
                    Task<?> second = createTask(() -> pass("b"));
                    Ticks.pass(1);
                    first.cancel();
                    event.set();
                    second.await();
                    assertThat(first.isCancelled()).isTrue();
                });
        assertThat(log).containsExactly("b");
    }

    @Test
    void toStringShowsTheStateAndWhoWaits() {
        Virtually.run(
                () -> {
                    assertThat(event).hasToString("Event[unset]");
                    Task<?> waiting = createTask(() -> pass("a"));
                    Ticks.pass(1);
                    assertThat(event).hasToString("Event[unset, waiters=1]");
                    assertThat(waiting.toString()).contains("awaiting Event.await");
                    event.set();
                    assertThat(event).hasToString("Event[set]");
                    assertThat(event.isSet()).isTrue();
                });
    }

    private void pass(String name) {
        event.await();
        log.add(name);
    }
}
