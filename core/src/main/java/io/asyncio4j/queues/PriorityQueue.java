package io.asyncio4j.queues;

import java.util.Comparator;

/**
 * A {@link Queue} that gives out the smallest item first, by an order of your choice.
 *
 * {@snippet :
 * record Job(int priority, String name) {}
 *
 * var jobs = new PriorityQueue<Job>(Comparator.comparingInt(Job::priority));
 * var numbers = new PriorityQueue<Integer>(Comparator.naturalOrder());
 * }
 *
 * <p>Ordering: items that compare as equal come out in the order in which they went in; Python
 * leaves that open. The order of an item must not change while it lies in the queue. A comparator
 * that throws fails the put and leaves the queue as it was; a get compares nothing.
 *
 * <p>Fairness: waiting tasks are woken in the order in which they came, whatever they wait to put.
 *
 * <p>Confined to the loop.
 *
 * @param <T> the type of the items, which are never null
 */
public final class PriorityQueue<T> extends Queue<T> {
    private static final String NO_ORDER =
            "order is null; Comparator.naturalOrder() stands for the items' own order";

    /**
     * Makes a queue without a bound. It belongs to the first loop that uses it.
     *
     * <p>Never suspends. Threads: any.
     *
     * @param order tells which of two items comes out first; {@link Comparator#naturalOrder()} is
     *     Python's
     * @throws NullPointerException if the order is null
     */
    public PriorityQueue(Comparator<? super T> order) {
        if (order == null) {
            throw new NullPointerException(NO_ORDER);
        }
        super(0, new Items.Sorted<>(order));
    }

    /**
     * Makes a queue that holds at most {@code maxSize} items. It belongs to the first loop that
     * uses it.
     *
     * <p>Never suspends. Threads: any.
     *
     * @param maxSize how many items fit; 0 stands for no bound
     * @param order tells which of two items comes out first; {@link Comparator#naturalOrder()} is
     *     Python's
     * @throws IllegalArgumentException if the number is negative
     * @throws NullPointerException if the order is null
     */
    public PriorityQueue(int maxSize, Comparator<? super T> order) {
        if (maxSize < 0) {
            throw new IllegalArgumentException(negative(maxSize));
        }
        if (order == null) {
            throw new NullPointerException(NO_ORDER);
        }
        super(maxSize, new Items.Sorted<>(order));
    }
}
