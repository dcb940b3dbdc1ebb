package io.asyncio4j.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.CancelledError;
import io.asyncio4j.Interleaving;
import io.asyncio4j.Task;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/**
 * Every schedule of a few tasks at one condition: each notification reaches a task that makes use
 * of it, as long as there is one, and the lock is held whenever a task is back.
 */
class ConditionConservationTest {
    @ParameterizedTest
    @CsvSource({"2, 3, 4", "3, 2, 4", "4, 3, 3"})
    void everyScheduleHandsEachNotificationToSomebody(int waiters, int passes, int actions) {
        int schedules =
                Interleaving.forEach(
                        actions, schedule -> new Scene(schedule, waiters).play(passes));
        assertThat(schedules).isGreaterThan(100);
    }

    private static final class Scene {
        final Interleaving schedule;
        final int waiters;
        final Condition condition = new Condition();
        final List<Task<?>> tasks = new ArrayList<>();

        /** Those in await that should not have been notified, in the order in which they came. */
        final List<String> line = new ArrayList<>();

        final List<String> entered = new ArrayList<>();
        final List<String> waiting = new ArrayList<>();
        final List<String> back = new ArrayList<>();

        /** How many notifications found somebody to notify. */
        int notifications;

        String holder = "";

        Scene(Interleaving schedule, int waiters) {
            this.schedule = schedule;
            this.waiters = waiters;
        }

        void play(int passes) {
            for (int i = 0; i < waiters; i++) {
                String name = "task " + i;
                tasks.add(schedule.startCancellable(name, 2, () -> waitForNews(name)));
            }
            schedule.action("lock", 1, () -> holder.isEmpty(), this::lock);
            schedule.action("unlock", 1, () -> holder.equals("main"), this::unlock);
            schedule.action("signal", 2, this::nobodyIsToCome, this::signal);
            schedule.play(passes);
            schedule.settle();
            if (holder.equals("main")) {
                unlock();
                schedule.settle();
            }

            assertThat(holder).isEmpty();
            assertThat(back.size()).as("returns").isLessThanOrEqualTo(notifications);
            if (!waiting.isEmpty()) {
                assertThat(back).as("one return for each notification").hasSize(notifications);
            }
            assertThat(condition.acquireNowait()).as("nobody took the lock along").isTrue();
            condition.signalAll();
            condition.release();
            schedule.settle();
            assertThat(schedule.isEveryTaskDone()).as("nobody hangs").isTrue();
            assertThat(condition.acquireNowait()).as("nobody took the lock along").isTrue();
        }

        private void waitForNews(String name) {
            condition.acquire();
            entered.add(name);
            waiting.add(name);
            line.add(name);
            try {
                condition.await();
                assertThat(schedule.isCancelled(name)).as("%s lost a cancel", name).isFalse();
                back.add(name);
            } catch (CancelledError e) {
                if (!line.contains(name)) {
                    notifyFirst();
                }
                throw e;
            } finally {
                waiting.remove(name);
                line.remove(name);
                assertThat(holder).as("the holder beside " + name).isEmpty();
                assertThat(condition.isLocked()).as("lock held after await").isTrue();
                holder = name;
                schedule.point(name + " is back");
                holder = "";
                condition.release();
            }
        }

        /** A notification before all have entered may find nobody; the model leaves that out. */
        private boolean nobodyIsToCome() {
            for (int i = 0; i < waiters; i++) {
                if (!tasks.get(i).isDone() && !entered.contains("task " + i)) {
                    return false;
                }
            }
            return true;
        }

        private void lock() {
            if (condition.acquireNowait()) {
                holder = "main";
            }
        }

        private void unlock() {
            holder = "";
            condition.release();
        }

        private void signal() {
            boolean isMine = condition.acquireNowait();
            if (condition.isLocked()) {
                condition.signal();
                if (notifyFirst()) {
                    notifications++;
                }
            }
            if (isMine) {
                condition.release();
            }
        }

        private boolean notifyFirst() {
            for (String name : line) {
                if (!schedule.isCancelled(name)) {
                    return line.remove(name);
                }
            }
            return false;
        }
    }
}
