package io.asyncio4j.internal;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The door for other threads: a first-in-first-out queue that any thread fills and the loop
 * empties, without locks. The algorithm is Dmitry Vyukov's intrusive multi-producer single-consumer
 * queue, with one node allocated for each entry.
 *
 * <p>A producer swaps itself in as the last node and then links its predecessor to itself. Between
 * these two steps the list is cut; {@link #poll()} then waits for the link, which the producer is
 * about to write, so that an entry whose {@link #add} came before is never overlooked.
 *
 * <p>Thread-safe; {@link #poll()} is the loop's alone.
 *
 * @param <E> the type of the entries
 */
public final class EntryQueue<E> {
    private static final VarHandle LAST;
    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            LAST = lookup.findVarHandle(EntryQueue.class, "last", Node.class);
            NEXT = lookup.findVarHandle(Node.class, "next", Node.class);
        } catch (ReflectiveOperationException broken) {
            throw new LinkageError("no access to our own field; please report this", broken);
        }
    }

    private static final class Node<E> {
        /** Written once by the producer of the successor, read by the consumer. */
        private volatile @Nullable Node<E> next;

        /** Cleared by the consumer when the entry is taken. */
        private @Nullable E entry;

        Node(@Nullable E entry) {
            this.entry = entry;
        }
    }

    /** The node before the first entry; written and read by the consumer only. */
    private Node<E> first = new Node<>(null);

    /** The last node; swapped by producers. */
    private volatile Node<E> last = first;

    /** An empty queue. */
    public EntryQueue() {}

    /**
     * Puts an entry at the end. Any thread may call it; it never waits.
     *
     * @param entry the entry
     */
    @SuppressWarnings("unchecked") // the handle's type is erased
    public void add(E entry) {
        Node<E> node = new Node<>(entry);
        Node<E> previous = (Node<E>) LAST.getAndSet(this, node);
        NEXT.setRelease(previous, node);
    }

    /** Whether there is no entry. Exact for the consumer, a hint for others. */
    public boolean isEmpty() {
        return first == last;
    }

    /** Takes the first entry, or null if there is none. The consumer alone may call it. */
    public @Nullable E poll() {
        if (isEmpty()) {
            return null;
        }
        Node<E> node = first.next;
        while (node == null) { // a producer is between its two steps
            Thread.onSpinWait();
            node = first.next;
        }
        first = node;
        E entry = node.entry;
        node.entry = null;
        return entry;
    }
}
