package io.asyncio4j.sync;

/** What {@link Held} can give back. Confined to the loop. */
sealed interface Releasable permits Lock, Semaphore {
    /** Gives one acquisition back. */
    void release();
}
