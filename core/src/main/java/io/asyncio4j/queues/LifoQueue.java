package io.asyncio4j.queues;

/**
 * A {@link Queue} that gives out the youngest item first: a stack between tasks.
 *
 * <p>Ordering: last in, first out. Waiting tasks are still woken in the order in which they came.
 *
 * <p>Confined to the loop.
 *
 * @param <T> the type of the items, which are never null
 */
public final class LifoQueue<T> extends Queue<T> {
    /**
     * Makes a queue without a bound. It belongs to the first loop that uses it.
     *
     * <p>Never suspends. Threads: any.
     */
    public LifoQueue() {
        super(0, new Items.Lifo<>());
    }

    /**
     * Makes a queue that holds at most {@code maxSize} items. It belongs to the first loop that
     * uses it.
     *
     * <p>Never suspends. Threads: any.
     *
     * @param maxSize how many items fit; 0 stands for no bound
     * @throws IllegalArgumentException if the number is negative
     */
    public LifoQueue(int maxSize) {
        if (maxSize < 0) {
            throw new IllegalArgumentException(negative(maxSize));
        }
        super(maxSize, new Items.Lifo<>());
    }
}
