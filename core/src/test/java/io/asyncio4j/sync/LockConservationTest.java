package io.asyncio4j.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.CancelledError;
import io.asyncio4j.Interleaving;
import io.asyncio4j.Ticks;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/** Every schedule of a few tasks at one lock: the lock is never lost, and never had by two. */
class LockConservationTest {
    @ParameterizedTest
    @CsvSource({"2, 4, 4", "3, 3, 3", "4, 3, 3"})
    void everyScheduleHandsTheLockToEveryTaskThatIsNotCancelled(
            int waiters, int passes, int actions) {
        int schedules =
                Interleaving.forEach(
                        actions, schedule -> new Scene(schedule, waiters).play(passes));
        assertThat(schedules).isGreaterThan(100);
    }

    private static final class Scene {
        final Interleaving schedule;
        final int waiters;
        final Lock lock = new Lock();
        final List<String> started = new ArrayList<>();
        final List<String> arrived = new ArrayList<>();
        final List<String> served = new ArrayList<>();
        String holder = "main";

        Scene(Interleaving schedule, int waiters) {
            this.schedule = schedule;
            this.waiters = waiters;
        }

        void play(int passes) {
            lock.acquire();
            for (int i = 1; i < waiters; i++) {
                start("task " + i);
            }
            schedule.action("come late", 1, () -> start("late task"));
            schedule.action("release", 1, () -> holder.equals("main"), () -> release("main"));
            schedule.action("barge", 1, this::barge);
            schedule.play(passes);
            schedule.settle();
            if (holder.equals("main")) {
                release("main");
            }
            schedule.settle();

            assertThat(schedule.isEveryTaskDone()).as("nobody hangs").isTrue();
            assertThat(served).as("first come, first served").isSubsetOf(arrived);
            assertThat(served).isEqualTo(arrived.stream().filter(served::contains).toList());
            assertThat(started).allMatch(it -> served.contains(it) || schedule.isCancelled(it));
            assertThat(lock.isLocked()).isFalse();
            assertThat(lock.acquireNowait()).as("nobody took the lock along").isTrue();
        }

        private void start(String name) {
            started.add(name);
            schedule.startCancellable(name, 1, () -> useTheLock(name));
        }

        private void useTheLock(String name) {
            arrived.add(name);
            try {
                lock.acquire();
            } catch (CancelledError e) {
                schedule.point(name + " gives up");
                throw e;
            }
            assertThat(holder).as("the holder beside " + name).isEmpty();
            holder = name;
            served.add(name);
            try {
                schedule.point(name + " holds");
                Ticks.pass(1);
            } finally {
                release(name);
            }
        }

        private void release(String name) {
            assertThat(holder).isEqualTo(name);
            holder = "";
            lock.release();
        }

        private void barge() {
            if (lock.acquireNowait()) {
                lock.release();
                assertThat(holder).as("the holder beside the newcomer").isEmpty();
                assertThat(arrived)
                        .as("the newcomer overtook one of these")
                        .allMatch(name -> served.contains(name) || schedule.isCancelled(name));
            }
        }
    }
}
