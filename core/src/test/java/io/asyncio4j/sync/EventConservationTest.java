package io.asyncio4j.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Interleaving;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/** Every schedule of a few tasks at one event: each call of set reaches all who wait then. */
class EventConservationTest {
    @ParameterizedTest
    @CsvSource({"2, 3, 4", "3, 3, 3", "4, 3, 3"})
    void everyScheduleLetsThoseGoOnWhoWaitedAtSet(int waiters, int passes, int actions) {
        int schedules =
                Interleaving.forEach(
                        actions, schedule -> new Scene(schedule, waiters).play(passes));
        assertThat(schedules).isGreaterThan(100);
    }

    private static final class Scene {
        final Interleaving schedule;
        final int waiters;
        final Event event = new Event();
        boolean isSet;
        final List<String> waiting = new ArrayList<>();
        final List<String> called = new ArrayList<>();
        final List<String> passed = new ArrayList<>();

        Scene(Interleaving schedule, int waiters) {
            this.schedule = schedule;
            this.waiters = waiters;
        }

        void play(int passes) {
            for (int i = 0; i < waiters; i++) {
                String name = "task " + i;
                schedule.startCancellable(name, 1, () -> pass(name));
            }
            schedule.action("set", 2, this::set);
            schedule.action("clear", 2, this::clear);
            schedule.play(passes);
            schedule.settle();

            assertThat(called)
                    .as("called and did not come")
                    .allMatch(name -> passed.contains(name) || schedule.isCancelled(name));
            assertThat(passed).as("passed uncalled").isSubsetOf(called);
            assertThat(event.isSet()).isEqualTo(isSet);
            clear();
            set();
            schedule.settle();
            assertThat(schedule.isEveryTaskDone()).as("nobody hangs").isTrue();
        }

        private void pass(String name) {
            waiting.add(name);
            if (isSet) {
                called.add(name);
            }
            try {
                event.await();
            } finally {
                waiting.remove(name);
                schedule.point(name + " leaves");
            }
            passed.add(name);
        }

        private void set() {
            called.addAll(waiting);
            isSet = true;
            event.set();
        }

        private void clear() {
            isSet = false;
            event.clear();
        }
    }
}
