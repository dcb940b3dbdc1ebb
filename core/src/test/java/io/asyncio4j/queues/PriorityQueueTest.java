package io.asyncio4j.queues;

import static io.asyncio4j.Misuse.assertMisuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Task;
import io.asyncio4j.Ticks;
import io.asyncio4j.Virtually;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

class PriorityQueueTest {
    private record Job(int priority, String name) {}

    private final PriorityQueue<Job> jobs =
            new PriorityQueue<>(Comparator.comparingInt(Job::priority));

    @Test
    void theSmallestComesOutFirst() {
        var numbers = new PriorityQueue<Integer>(Comparator.naturalOrder());
        Virtually.run(
                () -> {
                    for (int number : List.of(3, 1, 2, 5, 4)) {
                        numbers.put(number);
                    }
                    assertThat(drain(numbers)).containsExactly(1, 2, 3, 4, 5);
                });
    }

    @Test
    void equalItemsComeOutInTheOrderInWhichTheyCame() {
        Virtually.run(
                () -> {
                    for (String name : List.of("a", "b", "c", "d", "e")) {
                        jobs.put(new Job(name.equals("c") ? 0 : 1, name));
                    }
                    assertThat(jobs.get().name()).isEqualTo("c");
                    jobs.put(new Job(1, "f"));
                    assertThat(drain(jobs))
                            .extracting(Job::name)
                            .containsExactly("a", "b", "d", "e", "f");
                });
    }

    @Test
    void theSameItemMayBeInTheQueueTwice() {
        Virtually.run(
                () -> {
                    var job = new Job(1, "a");
                    jobs.put(job);
                    jobs.put(job);
                    assertThat(drain(jobs)).containsExactly(job, job);
                });
    }

    @Test
    void aComparatorThatFailsFailsThePutAndNothingElse() {
        var picky =
                new PriorityQueue<String>(
                        (a, b) -> {
                            if (a.equals("bad") || b.equals("bad")) {
                                throw new IllegalArgumentException("bad item");
                            }
                            return a.compareTo(b);
                        });
        Virtually.run(
                () -> {
                    picky.put("b");
                    picky.put("a");
                    assertThatThrownBy(() -> picky.put("bad")).hasMessage("bad item");
                    assertThat(picky).hasToString("PriorityQueue[size=2, unfinished=2]");
                    assertThat(drain(picky)).containsExactly("a", "b");
                });
    }

    @Test
    void puttersAreWokenInTheOrderOfArrivalWhateverTheyPut() {
        var one = new PriorityQueue<Integer>(1, Comparator.naturalOrder());
        Virtually.run(
                () -> {
                    one.put(9);
                    Task<?> first = Asyncio.createTask(() -> one.put(7));
                    Task<?> second = Asyncio.createTask(() -> one.put(1));
                    Ticks.pass(1);
                    assertThat(List.of(one.get(), one.get(), one.get())).containsExactly(9, 7, 1);
                    assertThat(first.isDone() && second.isDone()).isTrue();
                });
    }

    @Test
    void wrongArgumentsAreRefusedAtTheUsersLine() {
        assertMisuse(
                NullPointerException.class,
                "PriorityQueue.<init>",
                () -> new PriorityQueue<String>(null),
                "order is null",
                "naturalOrder()");
        assertMisuse(
                NullPointerException.class,
                "PriorityQueue.<init>",
                () -> new PriorityQueue<String>(1, null),
                "order is null");
        assertMisuse(
                IllegalArgumentException.class,
                "PriorityQueue.<init>",
                () -> new PriorityQueue<String>(-1, Comparator.naturalOrder()),
                "maxSize",
                "-1");
    }

    private static <T> List<T> drain(Queue<T> queue) {
        List<T> items = new ArrayList<>();
        while (!queue.isEmpty()) {
            items.add(queue.getNowait());
        }
        return items;
    }
}
