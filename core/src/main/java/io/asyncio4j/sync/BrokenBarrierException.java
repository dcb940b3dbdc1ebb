package io.asyncio4j.sync;

import java.util.Objects;

/**
 * Thrown to a task at a {@link Barrier} that was aborted, or reset while the task waited.
 *
 * <p>Immutable.
 */
public final class BrokenBarrierException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what broke the barrier
     */
    public BrokenBarrierException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
