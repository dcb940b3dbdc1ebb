package io.asyncio4j.sync;

/**
 * A semaphore whose permits never become more than it began with: releasing more often than
 * acquiring is a mistake, and this kind says so.
 *
 * <p>Use it, rather than {@link Semaphore}, wherever the permits stand for something that exists in
 * a fixed number: connections, slots, licences.
 *
 * <p>Fairness: as {@link Semaphore}.
 *
 * <p>Confined to the loop.
 */
public final class BoundedSemaphore extends Semaphore {
    private final int bound;

    /**
     * Makes a semaphore with a fixed number of permits. It belongs to the first loop that uses it.
     *
     * <p>Never suspends. Threads: any.
     *
     * @param permits how many permits there are, at first and at most
     * @throws IllegalArgumentException if the number is negative
     */
    public BoundedSemaphore(int permits) {
        super(permits);
        this.bound = permits;
    }

    /**
     * Gives a permit back, and puts it aside for the longest waiting task if there is one.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @throws IllegalStateException if no loop runs the calling code, or no permit is out, or the
     *     semaphore belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    @Override
    public void release() {
        binding().checkUse();
        if (free() >= bound) {
            throw new IllegalStateException("BoundedSemaphore released too many times");
        }
        super.release();
    }
}
