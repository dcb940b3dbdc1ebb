package io.asyncio4j;

import java.util.Objects;

/**
 * Says that a deadline passed before the work was done. {@link Asyncio#timeout}, {@link
 * Asyncio#waitFor} and {@link Asyncio#asCompleted} throw it.
 *
 * <p>The cause is the {@link CancelledError} that ended the work, whose stack trace shows where the
 * work was waiting.
 *
 * <p>Immutable.
 */
public final class TimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A timeout without a cause of its own.
     *
     * @param message what took too long
     */
    public TimeoutException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }

    /**
     * A timeout that ended work by cancelling it.
     *
     * @param message what took too long
     * @param cause the cancellation, which shows where the work was waiting
     */
    public TimeoutException(String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message"), Objects.requireNonNull(cause, "cause"));
    }
}
