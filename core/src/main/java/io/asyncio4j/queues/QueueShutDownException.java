package io.asyncio4j.queues;

import java.util.Objects;

/**
 * Thrown by a {@link Queue} that was shut down: to every put, and to a get when nothing is left.
 *
 * <p>Immutable.
 */
public final class QueueShutDownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which queue was shut down, and what that means for the call
     */
    public QueueShutDownException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
