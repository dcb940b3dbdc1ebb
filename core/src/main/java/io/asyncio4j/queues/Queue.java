package io.asyncio4j.queues;

import io.asyncio4j.sync.LoopBinding;
import io.asyncio4j.sync.WaitQueue;

import java.util.Iterator;

/**
 * A line of items between the tasks that put them and the tasks that get them; bounded, if the
 * former are to wait for the latter.
 *
 * {@snippet :
 * var queue = new Queue<URI>(100);
 * for (int i = 0; i < 3; i++) {
 *     createTask(() -> {
 *         for (var uri : queue) {
 *             fetch(uri);
 *             queue.taskDone();
 *         }
 *     });
 * }
 * for (var uri : uris) {
 *     queue.put(uri);
 * }
 * queue.shutdown();
 * queue.join();
 * }
 *
 * <p>End of stream: after {@link #shutdown()} every put fails, gets take what is left and then
 * fail, and a {@code for} loop over the queue ends. {@link #shutdownNow()} drops what is left.
 *
 * <p>Completion: each item counts as unfinished from its put until somebody calls {@link
 * #taskDone()} for it; {@link #join()} waits until none is.
 *
 * <p>Ordering: this class gives items out first in, first out. {@link PriorityQueue} and {@link
 * LifoQueue} are the other two orders.
 *
 * <p>Fairness: waiting tasks are woken in the order in which they came. Waking hands nothing over:
 * the woken task looks again when it runs, and if another was quicker it waits once more, at the
 * end of the line. So an item stays in the queue, and counts in {@link #size()}, until somebody
 * runs who takes it, and the cancellation of a woken task loses none.
 *
 * <p>Confined to the loop.
 *
 * @param <T> the type of the items, which are never null
 */
public sealed class Queue<T> implements Iterable<T> permits PriorityQueue, LifoQueue {
    private final LoopBinding binding = new LoopBinding(this);
    private final WaitQueue getters = new WaitQueue(binding, "Queue.get");
    private final WaitQueue putters = new WaitQueue(binding, "Queue.put");
    private final WaitQueue joiners = new WaitQueue(binding, "Queue.join");
    private final Runnable passItemOn = this::passItemOn;
    private final Runnable passRoomOn = this::passRoomOn;
    private final Items<T> items;
    private final int maxSize;

    /** How many items were put and not reported by taskDone, or dropped by shutdownNow. */
    private int unfinished;

    /** Whether puts fail; once true it stays so. */
    private boolean isShutDown;

    /**
     * Makes a queue without a bound. It belongs to the first loop that uses it.
     *
     * <p>Never suspends. Threads: any.
     */
    public Queue() {
        this(0, new Items.Fifo<>());
    }

    /**
     * Makes a queue that holds at most {@code maxSize} items, so that putting waits for getting. It
     * belongs to the first loop that uses it.
     *
     * <p>Never suspends. Threads: any.
     *
     * @param maxSize how many items fit; 0 stands for no bound
     * @throws IllegalArgumentException if the number is negative
     */
    public Queue(int maxSize) {
        if (maxSize < 0) {
            throw new IllegalArgumentException(negative(maxSize));
        }
        this(maxSize, new Items.Fifo<>());
    }

    /** For the other orders; they check {@code maxSize} at their own door. */
    Queue(int maxSize, Items<T> items) {
        this.maxSize = maxSize;
        this.items = items;
    }

    static String negative(int maxSize) {
        return "maxSize must be >= 0, and 0 stands for no bound, but it is " + maxSize;
    }

    /**
     * Puts an item into the queue, as soon as there is room.
     *
     * <p>Suspends: if the queue is full.
     *
     * <p>On cancellation: the item is not in the queue. Room that the task had been woken for goes
     * to the next one waiting.
     *
     * <p>Threads: a task of the loop. Fairness: woken first come, first served; a put that finds
     * room does not wait for those who are just being woken.
     *
     * @param item what to put
     * @throws io.asyncio4j.CancelledError if the task is cancelled while it waits
     * @throws IllegalStateException if no loop runs the calling code, or a callback would have to
     *     wait, or the queue belongs to another loop
     * @throws NullPointerException if the item is null
     * @throws QueueShutDownException if the queue is or, while this task waits, gets shut down
     * @throws WrongThreadException if another thread runs the loop
     */
    public void put(T item) {
        if (item == null) {
            throw new NullPointerException(nullItem());
        }
        binding.checkUse();
        while (hasNoRoom() && !isShutDown) {
            putters.await(passRoomOn);
        }
        if (isShutDown) {
            throw new QueueShutDownException(this + " takes no more items");
        }
        add(item);
    }

    /**
     * Puts an item into the queue if there is room.
     *
     * <p>Never suspends. Threads: the loop. Fairness: may overtake a put that was woken and has not
     * run yet.
     *
     * @param item what to put
     * @throws IllegalStateException if no loop runs the calling code, or the queue belongs to
     *     another loop
     * @throws NullPointerException if the item is null
     * @throws QueueFullException if there is no room
     * @throws QueueShutDownException if the queue is shut down
     * @throws WrongThreadException if another thread runs the loop
     */
    public void putNowait(T item) {
        if (item == null) {
            throw new NullPointerException(nullItem());
        }
        binding.checkUse();
        if (isShutDown) {
            throw new QueueShutDownException(this + " takes no more items");
        }
        if (hasNoRoom()) {
            throw new QueueFullException(this + " is full; put(item) waits until there is room");
        }
        add(item);
    }

    /**
     * Takes the next item out of the queue, as soon as there is one.
     *
     * <p>Suspends: if the queue is empty.
     *
     * <p>On cancellation: no item is taken. One that the task had been woken for goes to the next
     * one waiting.
     *
     * <p>Threads: a task of the loop. Fairness: woken first come, first served; a get that finds an
     * item does not wait for those who are just being woken.
     *
     * @return the item
     * @throws io.asyncio4j.CancelledError if the task is cancelled while it waits
     * @throws IllegalStateException if no loop runs the calling code, or a callback would have to
     *     wait, or the queue belongs to another loop
     * @throws QueueShutDownException if the queue is empty and is or, while this task waits, gets
     *     shut down
     * @throws WrongThreadException if another thread runs the loop
     */
    public T get() {
        binding.checkUse();
        while (hasNoItem() && !isShutDown) {
            getters.await(passItemOn);
        }
        if (hasNoItem()) {
            throw new QueueShutDownException(this + " has no more items");
        }
        return take();
    }

    /**
     * Takes the next item out of the queue if there is one.
     *
     * <p>Never suspends. Threads: the loop. Fairness: may overtake a get that was woken and has not
     * run yet.
     *
     * @return the item
     * @throws IllegalStateException if no loop runs the calling code, or the queue belongs to
     *     another loop
     * @throws QueueEmptyException if the queue is empty
     * @throws QueueShutDownException if the queue is empty and shut down
     * @throws WrongThreadException if another thread runs the loop
     */
    public T getNowait() {
        binding.checkUse();
        if (hasNoItem()) {
            if (isShutDown) {
                throw new QueueShutDownException(this + " has no more items");
            }
            throw new QueueEmptyException(this + " is empty; get() waits until an item comes");
        }
        return take();
    }

    /**
     * Reports that the work on one item is done. Call it once for each item taken.
     *
     * <p>Never suspends; if it was the last one, those in {@link #join()} go on in their turn.
     * Threads: the loop.
     *
     * @throws IllegalStateException if no loop runs the calling code, or it was called more often
     *     than items were put, or the queue belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void taskDone() {
        binding.checkUse();
        if (unfinished == 0) {
            throw new IllegalStateException("task_done() called too many times");
        }
        finish(1);
    }

    /**
     * Waits until every item put so far, or meanwhile, was taken and reported by {@link
     * #taskDone()}.
     *
     * <p>Suspends: if an item is unfinished.
     *
     * <p>On cancellation: nothing has changed.
     *
     * <p>Threads: a task of the loop. Ordering: waiting tasks go on in the order in which they
     * came, even if new items were put before they could run.
     *
     * @throws io.asyncio4j.CancelledError if the task is cancelled while it waits
     * @throws IllegalStateException if no loop runs the calling code, or a callback would have to
     *     wait, or the queue belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void join() {
        binding.checkUse();
        if (unfinished > 0) {
            joiners.await();
        }
    }

    /**
     * Ends the stream: puts fail from now on, gets fail once the queue is empty. Those who wait to
     * put fail; those who wait to get fail, for the queue is empty. Does nothing a second time.
     *
     * <p>Never suspends; the woken tasks run in their turn. Threads: the loop.
     *
     * @throws IllegalStateException if no loop runs the calling code, or the queue belongs to
     *     another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void shutdown() {
        binding.checkUse();
        isShutDown = true;
        getters.wakeAll();
        putters.wakeAll();
    }

    /**
     * Ends the stream at once: drops the items that are left, and puts and gets fail from now on.
     * Dropped items count as done; those that were taken still want their {@link #taskDone()}.
     *
     * <p>This is Python's {@code shutdown(immediate=True)}.
     *
     * <p>Never suspends; the woken tasks run in their turn. Threads: the loop.
     *
     * @throws IllegalStateException if no loop runs the calling code, or the queue belongs to
     *     another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void shutdownNow() {
        binding.checkUse();
        int dropped = 0;
        while (!hasNoItem()) {
            items.take();
            dropped++;
        }
        // An item may be reported done before it is taken; the count does not go below zero.
        finish(Math.min(dropped, unfinished));
        shutdown();
    }

    /**
     * Returns how many items lie in the queue. Nothing else runs between two awaits, so the answer
     * stays true until the caller's next one.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @return the number of items
     * @throws IllegalStateException if the queue belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public int size() {
        binding.checkLook();
        return items.size();
    }

    /**
     * Returns whether no item lies in the queue, so that {@link #get()} would wait or fail.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @return whether {@link #size()} is 0
     * @throws IllegalStateException if the queue belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public boolean isEmpty() {
        binding.checkLook();
        return hasNoItem();
    }

    /**
     * Returns whether there is no room, so that {@link #put} would wait or fail. A queue without a
     * bound is never full.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @return whether {@link #size()} has reached {@link #maxSize()}
     * @throws IllegalStateException if the queue belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public boolean isFull() {
        binding.checkLook();
        return hasNoRoom();
    }

    /**
     * Returns how many items fit.
     *
     * <p>Never suspends. Threads: any.
     *
     * @return the bound given at the start; 0 stands for none
     */
    public int maxSize() {
        return maxSize;
    }

    /**
     * Returns an endless-looking sequence of items, each taken out of the queue when its turn
     * comes; it ends when {@link #get()} would fail with a {@link QueueShutDownException}. Several
     * tasks may iterate at the same time, and share the items.
     *
     * <p>The iterator's {@code hasNext()} takes the item and {@code next()} returns it: an item
     * between the two is neither in the queue nor seen, so write a plain {@code for}.
     *
     * <p>Suspends: not here; {@code hasNext()} does so if the queue is empty.
     *
     * <p>On cancellation: {@code hasNext()} fails as {@link #get()} does, and no item is taken.
     *
     * <p>Threads: a task of the loop. Ordering: as {@link #get()}.
     *
     * @return an iterator of its own
     */
    @Override
    public Iterator<T> iterator() {
        binding.checkLook();
        return new QueueIterator<>(this);
    }

    private String nullItem() {
        return "item is null; to tell those who get from "
                + this
                + " that it was the last, call"
                + " shutdown()";
    }

    private void add(T item) {
        items.add(item);
        unfinished++;
        getters.wakeOne();
    }

    private T take() {
        T item = items.take();
        putters.wakeOne();
        return item;
    }

    private void finish(int count) {
        unfinished -= count;
        if (unfinished == 0) {
            joiners.wakeAll();
        }
    }

    private void passItemOn() {
        if (!hasNoItem()) {
            getters.wakeOne();
        }
    }

    private void passRoomOn() {
        if (!hasNoRoom()) {
            putters.wakeOne();
        }
    }

    private boolean hasNoItem() {
        return items.size() == 0;
    }

    private boolean hasNoRoom() {
        return maxSize > 0 && items.size() >= maxSize;
    }

    /** Returns the counts and what else is unusual; never fails, and shows no item. */
    @Override
    public final String toString() {
        var text = new StringBuilder(getClass().getSimpleName());
        text.append("[size=").append(items.size());
        append(text, ", maxSize=", maxSize);
        append(text, ", getters=", getters.size());
        append(text, ", putters=", putters.size());
        append(text, ", joiners=", joiners.size());
        append(text, ", unfinished=", unfinished);
        return text.append(isShutDown ? ", shut down]" : "]").toString();
    }

    private static void append(StringBuilder text, String label, int count) {
        if (count > 0) {
            text.append(label).append(count);
        }
    }
}
