package io.asyncio4j.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Interleaving;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every schedule of a few tasks at one barrier: nobody passes alone, and nobody waits for ever. */
class BarrierConservationTest {
    @ParameterizedTest
    @CsvSource({"2, 2, 3, 3", "3, 2, 3, 3", "3, 3, 3, 3", "4, 2, 2, 3", "4, 3, 2, 2", "5, 2, 2, 2"})
    void everyScheduleLetsTasksPassOnlyTogether(int tasks, int parties, int passes, int actions) {
        int schedules =
                Interleaving.forEach(
                        actions, schedule -> new Scene(schedule, tasks, parties).play(passes));
        assertThat(schedules).isGreaterThan(40);
    }

    private static final class Scene {
        final Interleaving schedule;
        final int tasks;
        final Barrier barrier;
        final List<String> inside = new ArrayList<>();
        final List<String> reset = new ArrayList<>();
        final Set<Integer> indexes = new TreeSet<>();
        boolean isDisturbed;

        Scene(Interleaving schedule, int tasks, int parties) {
            this.schedule = schedule;
            this.tasks = tasks;
            this.barrier = new Barrier(parties);
        }

        void play(int passes) {
            for (int i = 1; i < tasks; i++) {
                start("task " + i);
            }
            schedule.action("come late", 1, () -> start("late task"));
            schedule.action("reset", 1, this::reset);
            schedule.action("abort", 1, this::abort);
            schedule.play(passes);
            schedule.settle();

            assertThat(barrier.waiting()).isEqualTo(inside.size());
            assertThat(inside).as("reset, but still there").noneMatch(reset::contains);
            assertThat(inside).as("waiting though complete").hasSizeLessThan(barrier.parties());
            abort();
            schedule.settle();
            assertThat(schedule.isEveryTaskDone()).as("nobody hangs").isTrue();
            assertThat(barrier.isBroken()).isTrue();
            barrier.reset();
            assertThat(barrier)
                    .hasToString("Barrier[filling, waiters=0/" + barrier.parties() + "]");
        }

        private void start(String name) {
            schedule.startCancellable(name, 1, () -> meet(name));
        }

        private void meet(String name) {
            schedule.point(name + " comes");
            inside.add(name);
            try {
                int index = barrier.await();
                if (index == barrier.parties() - 1) {
                    int meeting = countStaying() + (schedule.isCancelled(name) ? 1 : 0);
                    assertThat(meeting)
                            .as("those who meet")
                            .isGreaterThanOrEqualTo(barrier.parties());
                    indexes.clear();
                }
                assertThat(indexes.add(index)).as("index %s is new in its round", index).isTrue();
                assertThat(index).isBetween(0, barrier.parties() - 1);
            } catch (BrokenBarrierException e) {
                assertThat(isDisturbed).as("broken by somebody").isTrue();
            } finally {
                inside.remove(name);
                schedule.point(name + " leaves");
            }
        }

        private int countStaying() {
            return (int) inside.stream().filter(name -> !schedule.isCancelled(name)).count();
        }

        private void reset() {
            isDisturbed = true;
            if (barrier.waiting() == countStaying()) {
                reset.addAll(inside);
            }
            barrier.reset();
        }

        private void abort() {
            isDisturbed = true;
            barrier.abort();
        }
    }
}
