package io.asyncio4j;

import java.util.Objects;

/**
 * Says that a {@link Future} is not in the state that the call needs: its result was asked for
 * before it was done, or it was completed twice.
 *
 * <p>Immutable.
 */
public final class InvalidStateException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the future, the state it is in and what to do instead.
     *
     * @param message what happened
     */
    public InvalidStateException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
