package io.asyncio4j.sync;

/**
 * Mutual exclusion between tasks: a section of code that awaits, and that one task at a time may be
 * in.
 *
 * <p>Code without an await in it needs no lock, for nothing else runs on the loop meanwhile.
 *
 * {@snippet :
 * var lock = new Lock();
 * try (var held = lock.hold()) {
 *     var page = fetch(url).await();
 *     cache.put(url, page);
 * }
 * }
 *
 * <p>The lock is not reentrant: a task that acquires it twice waits for itself. It has no owner
 * either: any task of the loop may release it, as in Python.
 *
 * <p>Fairness: first come, first served, without barging. After {@link #release()} the longest
 * waiting task is the next holder; until it runs the lock is unlocked, and newcomers queue behind
 * it, the releasing task included.
 *
 * <p>Confined to the loop.
 */
public final class Lock implements Releasable {
    private final LoopBinding binding = new LoopBinding(this);
    private final WaitQueue waiters = new WaitQueue(binding, "Lock.acquire");
    private final Runnable passOn = waiters::wakeOne;

    /** Whether a task holds the lock; false from release until the next holder runs. */
    private boolean isLocked;

    /**
     * Makes an unlocked lock. It belongs to the first loop that uses it.
     *
     * <p>Never suspends. Threads: any.
     */
    public Lock() {}

    /**
     * Takes the lock, after all who came before have had it.
     *
     * <p>Suspends: if the lock is held or somebody waits for it.
     *
     * <p>On cancellation: the task does not hold the lock. If it was its turn already, the turn
     * passes to the next in line.
     *
     * <p>Threads: a task of the loop. Fairness: first come, first served.
     *
     * @throws io.asyncio4j.CancelledError if the task is cancelled while it waits
     * @throws IllegalStateException if no loop runs the calling code, or a callback would have to
     *     wait, or the lock belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void acquire() {
        binding.checkUse();
        if (!takeIfFree()) {
            waiters.await(passOn);
            isLocked = true;
        }
    }

    /**
     * Takes the lock if it is free and nobody waits for it.
     *
     * <p>Never suspends. Threads: the loop. Fairness: overtakes nobody.
     *
     * @return whether the caller holds the lock now
     * @throws IllegalStateException if no loop runs the calling code, or the lock belongs to
     *     another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public boolean acquireNowait() {
        binding.checkUse();
        return takeIfFree();
    }

    /**
     * Takes the lock like {@link #acquire()} and returns the hold for a {@code try} block to close.
     *
     * <p>Suspends: if the lock is held or somebody waits for it.
     *
     * <p>On cancellation: the task does not hold the lock.
     *
     * <p>Threads: a task of the loop. Fairness: first come, first served.
     *
     * @return the hold, which releases the lock when it is closed
     * @throws io.asyncio4j.CancelledError if the task is cancelled while it waits
     * @throws IllegalStateException if no loop runs the calling code, or a callback would have to
     *     wait, or the lock belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public Held hold() {
        binding.checkUse();
        if (!takeIfFree()) {
            binding.checkWait();
            acquire();
        }
        return new Held(this);
    }

    /**
     * Gives the lock back and wakes the longest waiting task.
     *
     * <p>Never suspends. Threads: the loop; any task or callback, not only the one that acquired.
     *
     * @throws IllegalStateException if no loop runs the calling code, or nobody holds the lock, or
     *     it belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    @Override
    public void release() {
        binding.checkUse();
        if (!isLocked) {
            throw new IllegalStateException("Lock is not acquired.");
        }
        isLocked = false;
        waiters.wakeOne();
    }

    /**
     * Returns whether somebody holds the lock. An unlocked lock may still be promised to a task
     * that was woken and has not run yet; only {@link #acquireNowait()} tells whether it is to be
     * had.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @return whether the lock is held
     * @throws IllegalStateException if the lock belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public boolean isLocked() {
        binding.checkLook();
        return isLocked;
    }

    private boolean takeIfFree() {
        if (isLocked || !waiters.isIdle()) {
            return false;
        }
        isLocked = true;
        return true;
    }

    /** The tie to the loop, for conditions to check at their own door. */
    LoopBinding binding() {
        return binding;
    }

    /** Returns the state and, if there are any, the number of waiting tasks; never fails. */
    @Override
    public String toString() {
        return "Lock[" + state(waiters) + "]";
    }

    /** Returns the state followed by the number of tasks in a line, for {@code toString()}. */
    String state(WaitQueue line) {
        return (isLocked ? "locked" : "unlocked")
                + (line.size() == 0 ? "" : ", waiters=" + line.size());
    }
}
