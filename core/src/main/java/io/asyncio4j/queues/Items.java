package io.asyncio4j.queues;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.TreeSet;

/**
 * What lies in a queue, and in which order it comes out: the only thing in which the kinds of queue
 * differ. Taking from no items is the caller's mistake.
 *
 * <p>Confined to the loop.
 */
sealed interface Items<T> {
    /** Adds an item, or fails and leaves everything as it was. */
    void add(T item);

    /** Removes the item whose turn it is; never fails if there is one. */
    T take();

    int size();

    /** First in, first out. */
    final class Fifo<T> implements Items<T> {
        private final ArrayDeque<T> deque = new ArrayDeque<>();

        @Override
        public void add(T item) {
            deque.addLast(item);
        }

        @Override
        public T take() {
            return deque.removeFirst();
        }

        @Override
        public int size() {
            return deque.size();
        }
    }

    /** Last in, first out. */
    final class Lifo<T> implements Items<T> {
        private final ArrayDeque<T> deque = new ArrayDeque<>();

        @Override
        public void add(T item) {
            deque.addLast(item);
        }

        @Override
        public T take() {
            return deque.removeLast();
        }

        @Override
        public int size() {
            return deque.size();
        }
    }

    /**
     * Smallest first, equal ones in the order in which they came.
     *
     * <p>A tree, not a heap: a heap compares when it gives an item out, and a comparator that fails
     * there (the user's code) would lose the item; a tree compares only when one comes in.
     */
    final class Sorted<T> implements Items<T> {
        private final TreeSet<Ranked<T>> tree;

        /** Goes up with each item; breaks the ties. */
        private long arrivals;

        Sorted(Comparator<? super T> order) {
            this.tree =
                    new TreeSet<>(
                            Comparator.<Ranked<T>, T>comparing(Ranked::item, order)
                                    .thenComparingLong(Ranked::arrival));
        }

        @Override
        public void add(T item) {
            tree.add(new Ranked<>(item, arrivals));
            arrivals++;
        }

        @Override
        public T take() {
            return tree.removeFirst().item();
        }

        @Override
        public int size() {
            return tree.size();
        }

        private record Ranked<T>(T item, long arrival) {}
    }
}
