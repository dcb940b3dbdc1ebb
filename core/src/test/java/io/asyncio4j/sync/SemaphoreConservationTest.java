package io.asyncio4j.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.CancelledError;
import io.asyncio4j.Interleaving;
import io.asyncio4j.Ticks;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/** Every schedule of a few tasks at one semaphore: no permit is lost and none is made. */
class SemaphoreConservationTest {
    @ParameterizedTest
    @CsvSource({"2, 0, 3, 4", "2, 1, 3, 4", "3, 0, 3, 3", "3, 1, 3, 3", "4, 0, 3, 3"})
    void everyScheduleKeepsTheNumberOfPermits(int waiters, int permits, int passes, int actions) {
        int schedules =
                Interleaving.forEach(
                        actions, schedule -> new Scene(schedule, waiters, permits).play(passes));
        assertThat(schedules).isGreaterThan(100);
    }

    private static final class Scene {
        final Interleaving schedule;
        final int waiters;
        final Semaphore semaphore;
        final List<String> arrived = new ArrayList<>();
        final List<String> served = new ArrayList<>();
        final List<String> left = new ArrayList<>();

        /** How many permits should be free, counting those on their way to a task. */
        int permits;

        Scene(Interleaving schedule, int waiters, int permits) {
            this.schedule = schedule;
            this.waiters = waiters;
            this.permits = permits;
            this.semaphore = new Semaphore(permits);
        }

        void play(int passes) {
            for (int i = 1; i < waiters; i++) {
                start("task " + i);
            }
            schedule.action("come late", 1, () -> start("late task"));
            schedule.action("release", 2, this::release);
            schedule.action("barge", 1, this::barge);
            schedule.play(passes);
            schedule.settle();

            assertThat(served).isEqualTo(arrived.stream().filter(served::contains).toList());
            int waiting = arrived.size() - served.size() - left.size();
            assertThat(waiting == 0 || permits == 0).as("a task hangs beside a permit").isTrue();
            assertThat(semaphore.isLocked()).isEqualTo(permits == 0);
            for (int i = 0; i < waiting; i++) {
                release();
            }
            schedule.settle();
            assertThat(schedule.isEveryTaskDone()).as("nobody hangs").isTrue();
            for (int i = 0; i < permits; i++) {
                assertThat(semaphore.acquireNowait()).as("a permit is lost").isTrue();
            }
            assertThat(semaphore.acquireNowait()).as("a permit too many").isFalse();
        }

        private void start(String name) {
            schedule.startCancellable(name, 1, () -> takeAPermit(name));
        }

        private void takeAPermit(String name) {
            arrived.add(name);
            try {
                semaphore.acquire();
            } catch (CancelledError e) {
                left.add(name);
                schedule.point(name + " gives up");
                throw e;
            }
            served.add(name);
            permits--;
            assertThat(permits).as("more permits taken than there are").isNotNegative();
            schedule.point(name + " holds");
            Ticks.pass(1);
        }

        private void release() {
            permits++;
            semaphore.release();
        }

        private void barge() {
            if (semaphore.acquireNowait()) {
                permits--;
                assertThat(permits).as("more permits taken than there are").isNotNegative();
                assertThat(arrived)
                        .as("the newcomer overtook one of these")
                        .allMatch(name -> served.contains(name) || schedule.isCancelled(name));
            }
        }
    }
}
