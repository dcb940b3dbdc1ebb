package io.asyncio4j.net;

import java.io.EOFException;
import java.util.OptionalInt;

/**
 * Says that the stream ended before everything that was asked for had arrived.
 *
 * <p>Immutable, if nobody changes {@link #partial()}.
 */
public final class IncompleteReadException extends EOFException {
    private static final long serialVersionUID = 1;

    private final byte[] partial;

    /** -1 if unknown. */
    private final int expectedBytes;

    /**
     * Reports a stream that ended while a number of bytes was awaited.
     *
     * @param partial what had arrived
     * @param expectedBytes how many bytes were awaited in all
     */
    public IncompleteReadException(byte[] partial, int expectedBytes) {
        super(partial.length + " bytes read on a total of " + expectedBytes + " expected bytes");
        this.partial = partial;
        this.expectedBytes = expectedBytes;
    }

    /**
     * Reports a stream that ended while a separator was awaited.
     *
     * @param partial what had arrived
     */
    public IncompleteReadException(byte[] partial) {
        super(
                partial.length
                        + " bytes read, and the stream ended before the separator that was"
                        + " expected");
        this.partial = partial;
        this.expectedBytes = -1;
    }

    /** What had arrived. It is no longer in the reader. */
    public byte[] partial() {
        return partial;
    }

    /** How many bytes were awaited in all; empty if a separator was. */
    public OptionalInt expected() {
        return expectedBytes < 0 ? OptionalInt.empty() : OptionalInt.of(expectedBytes);
    }
}
