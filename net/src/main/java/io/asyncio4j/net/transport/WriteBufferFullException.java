package io.asyncio4j.net.transport;

import java.util.Objects;

/**
 * Says that a write was refused because the transport's buffer would have exceeded the cap of its
 * {@link WriteBufferLimits}. The writer did not wait for the peer; await {@code drain()} between
 * writes, or use the writing methods of a {@code Stream}, which wait by themselves.
 *
 * <p>Immutable.
 */
public final class WriteBufferFullException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /**
     * Reports a refused write.
     *
     * @param message how much was to be written to what, and what to do instead
     */
    public WriteBufferFullException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
