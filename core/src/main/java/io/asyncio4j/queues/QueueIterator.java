package io.asyncio4j.queues;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Takes items out of a queue until it is shut down and empty.
 *
 * <p>Confined to the loop.
 */
final class QueueIterator<T> implements Iterator<T> {
    private final Queue<T> queue;

    /** The item that {@link #hasNext()} took and {@link #next()} has not returned yet. */
    private @Nullable T taken;

    QueueIterator(Queue<T> queue) {
        this.queue = queue;
    }

    @Override
    public boolean hasNext() {
        if (taken != null) {
            return true;
        }
        try {
            taken = queue.get();
            return true;
        } catch (QueueShutDownException endOfStream) {
            return false;
        }
    }

    @Override
    public T next() {
        T item = hasNext() ? taken : null;
        if (item == null) {
            throw new NoSuchElementException(queue + " has no more items; ask hasNext() first");
        }
        taken = null;
        return item;
    }
}
