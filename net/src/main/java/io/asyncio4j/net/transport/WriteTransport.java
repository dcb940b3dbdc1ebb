package io.asyncio4j.net.transport;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The sending side of a connection. Writing never waits: what the operating system does not take
 * stays in the transport's buffer, and the protocol is asked to pause when that grows above its
 * high-water mark.
 *
 * <p>What is written during one pass of the loop goes out together when the pass ends, or at once
 * if it exceeds the high-water mark.
 *
 * <p>Nothing here suspends. Confined to the loop.
 */
public interface WriteTransport extends StreamEndpoint {

    /**
     * Sends bytes. The array may be reused as soon as the call returns. After the connection was
     * closed or lost the call does nothing, and from the fifth time on logs a warning.
     *
     * @param data what to send
     * @throws IllegalStateException if {@link #writeEof()} was called
     * @throws WriteBufferFullException if the buffer would exceed its cap; nothing was taken
     */
    default void write(byte[] data) {
        write(ByteBuffer.wrap(Objects.requireNonNull(data, "data")));
    }

    /**
     * Sends the remaining bytes of a buffer and moves its position to its limit. The buffer may be
     * reused as soon as the call returns. After the connection was closed or lost the bytes are
     * dropped, and from the fifth time on that is logged as a warning.
     *
     * @param data what to send
     * @throws IllegalStateException if {@link #writeEof()} was called, or the memory behind the
     *     buffer is gone, with its arena; nothing was taken
     * @throws WrongThreadException if that memory belongs to another thread; nothing was taken
     * @throws WriteBufferFullException if the buffer would exceed its cap; nothing was taken
     */
    void write(ByteBuffer data);

    /**
     * Sends several pieces in their order, as if each was written.
     *
     * @param pieces what to send
     * @throws IllegalStateException if {@link #writeEof()} was called
     * @throws WriteBufferFullException if the buffer would exceed its cap; the pieces before were
     *     taken
     */
    default void writeLines(Iterable<byte[]> pieces) {
        for (byte[] piece : pieces) {
            write(piece);
        }
    }

    /** Whether this kind of transport can close its sending side alone. */
    boolean canWriteEof();

    /**
     * Closes the sending side once everything written is sent; the peer then sees the end of the
     * stream and can still answer. Calling it again does nothing.
     *
     * @throws UnsupportedOperationException if {@link #canWriteEof()} is false
     */
    void writeEof();

    /**
     * Closes the connection at once and drops what was not sent. {@link Protocol#connectionLost} is
     * called with no failure, later, through the loop's queue.
     */
    void abort();

    /** How many bytes wait in the transport's buffer. */
    int writeBufferSize();

    /** The marks of the transport's buffer. */
    WriteBufferLimits writeBufferLimits();

    /**
     * Sets the marks. If more than the new high-water mark is buffered already, {@link
     * Protocol#pauseWriting} is called inside this call.
     *
     * @param limits the new marks
     */
    void setWriteBufferLimits(WriteBufferLimits limits);
}
