package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The heap against a sorted list that does the same slowly. */
final class TimerHeapTest {
    private final EventLoop loop = Virtually.loop();
    private final TimerHeap heap = new TimerHeap();
    private final List<TimerHandle> reference = new ArrayList<>();

    @AfterEach
    void close() {
        loop.close();
    }

    private TimerHandle add(long deadlineNanos) {
        TimerHandle timer = new TimerHandle(loop, deadlineNanos, () -> {}, Context.empty());
        heap.add(timer);
        int place = reference.size(); // behind all with the same deadline
        while (place > 0 && reference.get(place - 1).deadlineNanos > deadlineNanos) {
            place--;
        }
        reference.add(place, timer);
        return timer;
    }

    private List<TimerHandle> drain() {
        List<TimerHandle> drained = new ArrayList<>();
        for (TimerHandle next = heap.pollDue(Long.MAX_VALUE);
                next != null;
                next = heap.pollDue(Long.MAX_VALUE)) {
            drained.add(next);
        }
        return drained;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesAsASortedListDoes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> add(random.nextInt(50));
                case 2 -> {
                    if (!reference.isEmpty()) {
                        TimerHandle removed = reference.remove(random.nextInt(reference.size()));
                        heap.remove(removed);
                        heap.remove(removed); // a second time does nothing
                    }
                }
                default -> {
                    long now = random.nextInt(50);
                    boolean isDue =
                            !reference.isEmpty() && reference.getFirst().deadlineNanos <= now;
                    assertThat(heap.pollDue(now)).isSameAs(isDue ? reference.removeFirst() : null);
                }
            }
            assertThat(heap.isEmpty()).isEqualTo(reference.isEmpty());
            assertThat(heap.earliestNanos())
                    .isEqualTo(
                            reference.isEmpty()
                                    ? Long.MAX_VALUE
                                    : reference.getFirst().deadlineNanos);
        }
        assertThat(drain()).isEqualTo(reference);
    }

    @Test
    void extremesAreOrderedAsNumbersAre() {
        add(Long.MAX_VALUE);
        add(0);
        add(Long.MIN_VALUE);
        add(-1);
        assertThat(drain()).isEqualTo(reference);
    }

    @Test
    void clearForgetsEverything() {
        TimerHandle timer = add(1);
        add(2);
        heap.clear();
        heap.remove(timer);

        assertThat(heap.isEmpty()).isTrue();
        assertThat(heap.pollDue(Long.MAX_VALUE)).isNull();
    }

    @Test
    void aHundredThousandCancelledTimersLeaveTheHeapEmpty() {
        List<TimerHandle> timers = new ArrayList<>();
        Random random = new Random(9);
        for (int i = 0; i < 100_000; i++) {
            TimerHandle timer = new TimerHandle(loop, random.nextLong(), () -> {}, Context.empty());
            heap.add(timer);
            timers.add(timer);
        }
        timers.forEach(heap::remove);
        assertThat(heap.isEmpty()).isTrue();
    }
}
