package io.asyncio4j.net;

import java.io.IOException;
import java.util.Objects;

/**
 * Says that no separator was found within the limit of a reader.
 *
 * <p>Immutable.
 */
public final class LimitOverrunException extends IOException {
    private static final long serialVersionUID = 1;

    private final int consumed;

    /**
     * Reports a piece of a stream that is too long.
     *
     * @param message what was looked for and found
     * @param consumed how many bytes were searched without finding a separator
     */
    public LimitOverrunException(String message, int consumed) {
        super(Objects.requireNonNull(message, "message"));
        this.consumed = consumed;
    }

    /**
     * How many bytes precede the separator, or were searched without finding one: so many can be
     * read away to go on behind them.
     */
    public int consumed() {
        return consumed;
    }
}
