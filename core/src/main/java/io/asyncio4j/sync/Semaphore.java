package io.asyncio4j.sync;

/**
 * A number of permits: how many tasks may do something at the same time.
 *
 * {@snippet :
 * var connections = new Semaphore(10);
 * try (var held = connections.hold()) {
 *     fetch(url).await();
 * }
 * }
 *
 * <p>A permit has no owner: any task or callback may release, also without having acquired, and the
 * number grows. {@link BoundedSemaphore} refuses that.
 *
 * <p>Fairness: first come, first served, without barging. A released permit is put aside for the
 * longest waiting task at once, and comes back if that task is cancelled before it runs. Newcomers
 * queue as long as a task waits or has been woken and not run yet, even if permits are left.
 *
 * <p>Confined to the loop.
 */
public sealed class Semaphore implements Releasable permits BoundedSemaphore {
    private final LoopBinding binding = new LoopBinding(this);
    private final WaitQueue waiters = new WaitQueue(binding, "Semaphore.acquire");
    private final Runnable putBack = this::putBack;

    /**
     * How many permits are free: not acquired and not put aside for a woken task. Never negative.
     * If some are free while a task waits, then a woken one is on its way and will wake more.
     */
    private int free;

    /**
     * Makes a semaphore with a number of permits. It belongs to the first loop that uses it.
     *
     * <p>Never suspends. Threads: any.
     *
     * @param permits how many permits there are at first; 0 makes every task wait for a release
     * @throws IllegalArgumentException if the number is negative
     */
    public Semaphore(int permits) {
        if (permits < 0) {
            throw new IllegalArgumentException(
                    "a semaphore needs a number of permits >= 0, but was given " + permits);
        }
        this.free = permits;
    }

    /**
     * Takes a permit, after all who came before have had theirs.
     *
     * <p>Suspends: if no permit is free or somebody waits.
     *
     * <p>On cancellation: the task holds no permit. If one had been put aside for it, the next in
     * line gets it.
     *
     * <p>Threads: a task of the loop. Fairness: first come, first served.
     *
     * @throws io.asyncio4j.CancelledError if the task is cancelled while it waits
     * @throws IllegalStateException if no loop runs the calling code, or a callback would have to
     *     wait, or the semaphore belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public final void acquire() {
        binding.checkUse();
        if (!takeIfFree()) {
            try {
                waiters.await(putBack);
            } finally {
                // Permits released while this task waited are for those who queued behind it.
                wakeAsPermitted();
            }
        }
    }

    /**
     * Takes a permit if one is free and nobody waits.
     *
     * <p>Never suspends. Threads: the loop. Fairness: overtakes nobody.
     *
     * @return whether the caller holds a permit now
     * @throws IllegalStateException if no loop runs the calling code, or the semaphore belongs to
     *     another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public final boolean acquireNowait() {
        binding.checkUse();
        return takeIfFree();
    }

    /**
     * Takes a permit like {@link #acquire()} and returns the hold for a {@code try} block to close.
     *
     * <p>Suspends: if no permit is free or somebody waits.
     *
     * <p>On cancellation: the task holds no permit.
     *
     * <p>Threads: a task of the loop. Fairness: first come, first served.
     *
     * @return the hold, which releases the permit when it is closed
     * @throws io.asyncio4j.CancelledError if the task is cancelled while it waits
     * @throws IllegalStateException if no loop runs the calling code, or a callback would have to
     *     wait, or the semaphore belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public final Held hold() {
        binding.checkUse();
        if (!takeIfFree()) {
            binding.checkWait();
            acquire();
        }
        return new Held(this);
    }

    /**
     * Adds a permit, and puts it aside for the longest waiting task if there is one.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @throws IllegalStateException if no loop runs the calling code, or the semaphore is bounded
     *     and has all its permits, if their number would exceed {@link Integer#MAX_VALUE}, or if it
     *     belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    @Override
    public void release() {
        binding.checkUse();
        if (free == Integer.MAX_VALUE) {
            throw new IllegalStateException(
                    this + " cannot count one more permit; release() once for each acquire()");
        }
        free++;
        if (waiters.wakeOne()) {
            free--;
        }
    }

    /**
     * Returns whether {@link #acquire()} would wait: no permit is free, or others come first.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @return whether {@link #acquireNowait()} would return false
     * @throws IllegalStateException if the semaphore belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public final boolean isLocked() {
        binding.checkLook();
        return free == 0 || !waiters.isIdle();
    }

    /** Returns the number of free permits without a check; the bounded kind compares it. */
    final int free() {
        return free;
    }

    /** The tie to the loop, for the bounded kind to check before it compares. */
    final LoopBinding binding() {
        return binding;
    }

    private boolean takeIfFree() {
        if (free == 0 || !waiters.isIdle()) {
            return false;
        }
        free--;
        return true;
    }

    private void putBack() {
        free++;
    }

    private void wakeAsPermitted() {
        while (free > 0 && waiters.wakeOne()) {
            free--;
        }
    }

    /** Returns the free permits or "locked", and the number of waiting tasks; never fails. */
    @Override
    public final String toString() {
        return getClass().getSimpleName()
                + (free == 0 ? "[locked" : "[unlocked, value=" + free)
                + (waiters.size() == 0 ? "]" : ", waiters=" + waiters.size() + "]");
    }
}
