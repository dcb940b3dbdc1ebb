package io.asyncio4j.sync;

/**
 * A flag that tasks can wait for: something has happened, or it has not yet.
 *
 * <p>Use it for a state that many may watch and that stays ("the cache is warm"). For one result
 * with a value use a {@link io.asyncio4j.Promise}; for a state that changes to and fro under a lock
 * use a {@link Condition}.
 *
 * {@snippet :
 * var ready = new Event();
 * createTask(() -> {
 *     warmUp();
 *     ready.set();
 * });
 * ready.await();
 * }
 *
 * <p>Fairness: setting wakes all who wait, in the order in which they came.
 *
 * <p>Confined to the loop.
 */
public final class Event {
    private final LoopBinding binding = new LoopBinding(this);
    private final WaitQueue waiters = new WaitQueue(binding, "Event.await");

    /** Whether it has happened; written by set and clear. */
    private boolean isSet;

    /**
     * Makes an event that has not happened. It belongs to the first loop that uses it.
     *
     * <p>Never suspends. Threads: any.
     */
    public Event() {}

    /**
     * Waits until the event is set. A task that waited at a call of {@link #set()} goes on even if
     * the event was cleared again before it could run.
     *
     * <p>Suspends: if the event is not set.
     *
     * <p>On cancellation: nothing has changed.
     *
     * <p>Threads: a task of the loop. Ordering: waiting tasks go on in the order in which they
     * came.
     *
     * @throws io.asyncio4j.CancelledError if the task is cancelled while it waits
     * @throws IllegalStateException if no loop runs the calling code, or a callback would have to
     *     wait, or the event belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void await() {
        binding.checkUse();
        if (!isSet) {
            waiters.await();
        }
    }

    /**
     * Sets the event and wakes all who wait for it. Does nothing if it is set.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @throws IllegalStateException if no loop runs the calling code, or the event belongs to
     *     another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void set() {
        binding.checkUse();
        if (!isSet) {
            isSet = true;
            waiters.wakeAll();
        }
    }

    /**
     * Makes the event not have happened: the next {@link #await()} waits again.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @throws IllegalStateException if no loop runs the calling code, or the event belongs to
     *     another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void clear() {
        binding.checkUse();
        isSet = false;
    }

    /**
     * Returns whether the event is set.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @return whether {@link #await()} would return at once
     * @throws IllegalStateException if the event belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public boolean isSet() {
        binding.checkLook();
        return isSet;
    }

    /** Returns the state and, if there are any, the number of waiting tasks; never fails. */
    @Override
    public String toString() {
        int waiting = waiters.size();
        return "Event["
                + (isSet ? "set" : "unset")
                + (waiting == 0 ? "]" : ", waiters=" + waiting + "]");
    }
}
