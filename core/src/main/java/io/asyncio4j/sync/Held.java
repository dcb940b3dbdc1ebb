package io.asyncio4j.sync;

import org.jspecify.annotations.Nullable;

/**
 * What a task holds between acquiring and releasing, in the shape that {@code try} understands.
 *
 * {@snippet :
 * try (var held = lock.hold()) {
 *     account.add(amount);
 * }
 * }
 *
 * <p>It belongs to one acquisition: closing it a second time does nothing, so an early {@code
 * held.close()} inside the block is safe. It costs one small object, which the compiler usually
 * removes; {@code acquire()} with {@code release()} costs none.
 *
 * <p>Confined to the loop.
 */
public final class Held implements AutoCloseable {
    /** What {@link #close()} releases; null once it has. */
    private @Nullable Releasable acquired;

    Held(Releasable acquired) {
        this.acquired = acquired;
    }

    /**
     * Gives back what is held; a second call does nothing.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @throws IllegalStateException if no loop runs the calling code, or it was given back with
     *     {@code release()} before, or belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    @Override
    public void close() {
        Releasable releasable = acquired;
        if (releasable != null) {
            releasable.release();
            acquired = null;
        }
    }

    /** Returns what is held and whether it was given back. */
    @Override
    public String toString() {
        return acquired == null ? "Held[given back]" : "Held[" + acquired + "]";
    }
}
