package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A binary heap of timers, earliest first and equal deadlines in the order of insertion. Each timer
 * knows its place in the heap, so a cancelled one is taken out at once and leaves nothing behind.
 *
 * <p>Confined to the loop.
 */
final class TimerHeap {
    private @Nullable TimerHandle[] heap = new TimerHandle[16];

    /** How many places of the heap are in use. */
    private int size;

    /** Given to the next timer, so that equal deadlines keep their order. */
    private long nextSequence;

    boolean isEmpty() {
        return size == 0;
    }

    /** The deadline of the earliest timer, or {@link Long#MAX_VALUE} without timers. */
    long earliestNanos() {
        return size == 0 ? Long.MAX_VALUE : at(0).deadlineNanos;
    }

    void add(TimerHandle timer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        timer.sequence = nextSequence++;
        siftUp(size++, timer);
    }

    /** Takes out the earliest timer if it is due at the given time, else answers null. */
    @Nullable TimerHandle pollDue(long nowNanos) {
        if (size == 0 || at(0).deadlineNanos > nowNanos) {
            return null;
        }
        TimerHandle earliest = at(0);
        removeAt(0);
        return earliest;
    }

    /** Takes a timer out; does nothing if it is not in the heap. */
    void remove(TimerHandle timer) {
        if (timer.heapIndex >= 0) {
            removeAt(timer.heapIndex);
        }
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            at(i).heapIndex = -1;
        }
        Arrays.fill(heap, 0, size, null);
        size = 0;
    }

    private void removeAt(int index) {
        at(index).heapIndex = -1;
        TimerHandle last = at(--size);
        heap[size] = null;
        if (index < size) {
            if (index > 0 && isBefore(last, at((index - 1) >>> 1))) {
                siftUp(index, last);
            } else {
                siftDown(index, last);
            }
        }
    }

    private void siftUp(int from, TimerHandle timer) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (!isBefore(timer, at(parent))) {
                break;
            }
            place(index, at(parent));
            index = parent;
        }
        place(index, timer);
    }

    private void siftDown(int from, TimerHandle timer) {
        int index = from;
        int half = size >>> 1;
        while (index < half) {
            int child = 2 * index + 1;
            if (child + 1 < size && isBefore(at(child + 1), at(child))) {
                child++;
            }
            if (!isBefore(at(child), timer)) {
                break;
            }
            place(index, at(child));
            index = child;
        }
        place(index, timer);
    }

    private void place(int index, TimerHandle timer) {
        heap[index] = timer;
        timer.heapIndex = index;
    }

    private TimerHandle at(int index) {
        TimerHandle timer = heap[index];
        if (timer == null) {
            throw new AssertionError("no timer at place " + index + "; please report this");
        }
        return timer;
    }

    private static boolean isBefore(TimerHandle one, TimerHandle other) {
        return one.deadlineNanos != other.deadlineNanos
                ? one.deadlineNanos < other.deadlineNanos
                : one.sequence < other.sequence;
    }
}
