package io.asyncio4j.queues;

import java.util.Objects;

/**
 * Thrown by {@link Queue#getNowait()} when there is nothing to take; more may come.
 *
 * <p>Immutable.
 */
public final class QueueEmptyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which queue is empty, and what to do
     */
    public QueueEmptyException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
