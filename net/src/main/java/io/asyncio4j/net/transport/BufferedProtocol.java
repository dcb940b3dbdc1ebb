package io.asyncio4j.net.transport;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A protocol that brings its own memory: asyncio's {@code BufferedProtocol}. The transport asks for
 * a buffer, puts bytes into it, and tells how many; {@link #dataReceived} is not for such a
 * protocol to write.
 *
 * {@snippet :
 * final class Frames implements BufferedProtocol {
 *     private final ByteBuffer frame = ByteBuffer.allocateDirect(FRAME_BYTES);
 *
 *     public ByteBuffer getBuffer(int sizeHint) {
 *         return frame;
 *     }
 *
 *     public void bufferUpdated(int bytes) {
 *         if (!frame.hasRemaining()) {
 *             handle(frame.flip());
 *             frame.clear();
 *         }
 *     }
 * }
 * }
 *
 * <p>It is worth the trouble where messages are collected in a large buffer anyway: the copy out of
 * the transport's buffer falls away, or goes straight to the right place. Which kind of protocol a
 * transport has is asked for every piece of data, so {@link Transport#setProtocol} may change it.
 *
 * <p>The methods are callbacks, so none of them may await.
 *
 * <p>Confined to the loop.
 */
public interface BufferedProtocol extends Protocol {

    /**
     * Gives the memory for the next bytes: the transport fills it from its position on, as far as
     * its limit at most. A failure, or a buffer without room, is reported to the loop's exception
     * handler and ends the connection.
     *
     * @param sizeHint how many bytes there are; -1 if that is not known. The buffer may be smaller
     *     or larger
     * @return a buffer with at least one byte of room
     */
    ByteBuffer getBuffer(int sizeHint);

    /**
     * Tells that bytes are in the buffer that {@link #getBuffer} has given last, and that its
     * position has moved behind them. A failure is reported to the loop's exception handler and
     * ends the connection.
     *
     * @param bytes how many, at least one
     */
    void bufferUpdated(int bytes);

    /**
     * Puts bytes that a transport has in memory already into the buffer of the protocol: as many as
     * there is room for in one buffer. Called by transports, again and again until nothing is left.
     *
     * @param data the bytes; those that were taken are behind its position afterwards
     * @throws IllegalStateException if {@link #getBuffer} gives a buffer without room
     */
    @Override
    default void dataReceived(ByteBuffer data) {
        ByteBuffer target = requireRoom(this, getBuffer(data.remaining()));
        int bytes = Math.min(target.remaining(), data.remaining());
        target.put(target.position(), data, data.position(), bytes);
        target.position(target.position() + bytes);
        data.position(data.position() + bytes);
        bufferUpdated(bytes);
    }

    /**
     * Refuses a buffer without room, for transports.
     *
     * @param protocol who gave the buffer
     * @param buffer what {@link #getBuffer} has given
     * @return the buffer
     * @throws IllegalStateException if nothing fits into it
     */
    static ByteBuffer requireRoom(BufferedProtocol protocol, ByteBuffer buffer) {
        Objects.requireNonNull(protocol, "protocol");
        if (!Objects.requireNonNull(buffer, "buffer").hasRemaining()) {
            throw new IllegalStateException(
                    "getBuffer() of "
                            + protocol
                            + " returned an empty buffer; return one with room, or pause reading");
        }
        return buffer;
    }
}
