package io.asyncio4j.queues;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.CancelledError;
import io.asyncio4j.Interleaving;
import io.asyncio4j.Task;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Every schedule of a few tasks at one queue: each item put is got once, and nobody hangs. */
class QueueConservationTest {
    enum Kind {
        FIFO,
        LIFO,
        PRIORITY;

        Queue<Integer> make(int maxSize) {
            return switch (this) {
                case FIFO -> new Queue<>(maxSize);
                case LIFO -> new LifoQueue<>(maxSize);
                case PRIORITY -> new PriorityQueue<>(maxSize, Comparator.naturalOrder());
            };
        }
    }

    @Test
    void everyScheduleOfGettersGivesEachItemOut() {
        assertAll(Kind.FIFO, 0, 3, 0, 3);
    }

    @Test
    void everyScheduleOfPuttersFillsTheRoom() {
        assertAll(Kind.FIFO, 1, 0, 3, 3);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyScheduleOfPuttersAndGettersCarriesEachItemOver(Kind kind) {
        assertAll(kind, 1, 2, 2, 3);
    }

    private static void assertAll(Kind kind, int maxSize, int getters, int putters, int actions) {
        int schedules =
                Interleaving.forEach(
                        actions,
                        schedule -> {
                            var scene = new Scene(schedule, kind.make(maxSize));
                            scene.play(getters, putters, 3);
                        });
        assertThat(schedules).isGreaterThan(100);
    }

    private static final class Scene {
        final Interleaving schedule;
        final Queue<Integer> queue;
        final List<Integer> put = new ArrayList<>();
        final List<Integer> out = new ArrayList<>();
        final List<Task<?>> putting = new ArrayList<>();
        final List<Task<?>> getting = new ArrayList<>();
        boolean isShutDown;
        int dropped;
        int nextItem = 100;

        Scene(Interleaving schedule, Queue<Integer> queue) {
            this.schedule = schedule;
            this.queue = queue;
        }

        void play(int getters, int putters, int passes) {
            for (int i = 0; i < putters; i++) {
                int item = i;
                String name = "putter " + i;
                putting.add(schedule.startCancellable(name, 1, () -> put(name, item)));
            }
            for (int i = 0; i < getters; i++) {
                String name = "getter " + i;
                getting.add(schedule.startCancellable(name, 1, () -> get(name)));
            }
            schedule.action("putNowait", 2, this::putNowait);
            schedule.action("getNowait", 2, this::getNowait);
            schedule.action("shutdown", 1, this::shutdown);
            schedule.action("shutdownNow", 1, this::shutdownNow);
            schedule.play(passes);
            schedule.settle();

            if (!queue.isEmpty() || isShutDown) {
                assertThat(getting).as("getters beside %s", queue).allMatch(Task::isDone);
            }
            if (!queue.isFull() || isShutDown) {
                assertThat(putting).as("putters beside %s", queue).allMatch(Task::isDone);
            }
            Task<?> joiner = schedule.start("joiner", queue::join);
            shutdown();
            schedule.settle();
            while (!queue.isEmpty()) {
                take(queue.getNowait());
            }
            schedule.settle();
            assertThat(schedule.isEveryTaskDone()).as("nobody hangs").isTrue();
            assertThat(joiner.isCancelled()).isFalse();
            assertThat(out).as("what came out").doesNotHaveDuplicates().isSubsetOf(put);
            assertThat(out.size() + dropped).as("how many left").isEqualTo(put.size());
        }

        private void put(String name, int item) {
            try {
                queue.put(item);
                hasPut(item);
            } catch (QueueShutDownException e) {
                assertThat(isShutDown).isTrue();
            } catch (CancelledError e) {
                schedule.point(name + " gives up");
                throw e;
            }
        }

        private void get(String name) {
            try {
                take(queue.get());
            } catch (QueueShutDownException e) {
                assertThat(isShutDown).isTrue();
            } catch (CancelledError e) {
                schedule.point(name + " gives up");
                throw e;
            }
        }

        private void hasPut(int item) {
            assertThat(isShutDown).as("put though shut down").isFalse();
            assertThat(queue.maxSize() == 0 || queue.size() <= queue.maxSize()).isTrue();
            put.add(item);
        }

        private void take(int item) {
            out.add(item);
            queue.taskDone();
        }

        private void putNowait() {
            try {
                queue.putNowait(nextItem);
                hasPut(nextItem);
                nextItem++;
            } catch (QueueFullException e) {
                assertThat(queue.isFull()).isTrue();
            } catch (QueueShutDownException e) {
                assertThat(isShutDown).isTrue();
            }
        }

        private void getNowait() {
            try {
                take(queue.getNowait());
            } catch (QueueEmptyException e) {
                assertThat(queue.isEmpty()).isTrue();
            } catch (QueueShutDownException e) {
                assertThat(isShutDown && queue.isEmpty()).isTrue();
            }
        }

        private void shutdown() {
            isShutDown = true;
            queue.shutdown();
        }

        private void shutdownNow() {
            isShutDown = true;
            dropped += queue.size();
            queue.shutdownNow();
        }
    }
}
