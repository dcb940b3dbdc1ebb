package io.asyncio4j.queues;

import java.util.Objects;

/**
 * Thrown by {@link Queue#putNowait} when there is no room; some may be made.
 *
 * <p>Immutable.
 */
public final class QueueFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which queue is full, and what to do
     */
    public QueueFullException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
