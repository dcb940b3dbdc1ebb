package io.asyncio4j.net.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * A socket that sends and receives datagrams, such as UDP: asyncio's {@code DatagramTransport}. It
 * may be connected: then it sends to one peer and receives only from that.
 *
 * <p>Datagrams may be lost, doubled or swapped on their way, and none is split. What cannot be sent
 * is told to {@link DatagramProtocol#errorReceived}, later, and never inside the call.
 *
 * <p>Nothing here suspends. Confined to the loop.
 */
public interface DatagramTransport extends Endpoint {

    /** What a datagram counts in the write buffer besides its bytes. */
    int HEADER_BYTES = 8;

    /** Who is told what happens. */
    DatagramProtocol protocol();

    /**
     * Hands the socket to another protocol, which gets everything from the next event on. Its
     * {@link DatagramProtocol#connectionMade} is not called.
     *
     * @param protocol who is told from now on
     */
    void setProtocol(DatagramProtocol protocol);

    /**
     * Sends the remaining bytes of a buffer as one datagram, maybe an empty one, and moves its
     * position to its limit. The buffer may be reused as soon as the call returns. After the
     * transport was closed the datagram is dropped.
     *
     * @param data what to send
     * @param receiver to whom; of a connected transport its peer
     * @throws IllegalArgumentException if the transport is connected to somebody else, or the
     *     address is not a resolved {@link java.net.InetSocketAddress}
     * @throws IllegalStateException if the memory behind the buffer is gone, with its arena;
     *     nothing was taken
     * @throws WrongThreadException if that memory belongs to another thread; nothing was taken
     * @throws WriteBufferFullException if the buffer would exceed its cap; nothing was taken
     */
    void sendTo(ByteBuffer data, SocketAddress receiver);

    /**
     * Sends bytes as one datagram, as {@link #sendTo(ByteBuffer, SocketAddress)} does.
     *
     * @param data what to send
     * @param receiver to whom
     * @throws IllegalArgumentException if the transport is connected to somebody else, or the
     *     address is not a resolved {@link java.net.InetSocketAddress}
     * @throws WriteBufferFullException if the buffer would exceed its cap; nothing was taken
     */
    default void sendTo(byte[] data, SocketAddress receiver) {
        sendTo(ByteBuffer.wrap(data), receiver);
    }

    /**
     * Sends the remaining bytes of a buffer to the peer of a connected transport.
     *
     * @param data what to send
     * @throws IllegalStateException if the transport is not connected
     * @throws WriteBufferFullException if the buffer would exceed its cap; nothing was taken
     */
    default void send(ByteBuffer data) {
        sendTo(
                data,
                extraInfo(ExtraInfo.PEERNAME)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                this
                                                        + " is not connected; name the receiver in"
                                                        + " sendTo, or a remote address in the"
                                                        + " options")));
    }

    /**
     * Sends bytes to the peer of a connected transport.
     *
     * @param data what to send
     * @throws IllegalStateException if the transport is not connected
     * @throws WriteBufferFullException if the buffer would exceed its cap; nothing was taken
     */
    default void send(byte[] data) {
        send(ByteBuffer.wrap(data));
    }

    /**
     * Closes the socket at once and drops what was not sent. {@link
     * DatagramProtocol#connectionLost} is called with no failure, later, through the loop's queue.
     */
    void abort();

    /** How many bytes wait in the transport's buffer, with {@link #HEADER_BYTES} a datagram. */
    int writeBufferSize();

    /** The marks of the transport's buffer. */
    WriteBufferLimits writeBufferLimits();

    /**
     * Sets the marks. If more than the new high-water mark is buffered already, {@link
     * DatagramProtocol#pauseWriting} is called inside this call.
     *
     * @param limits the new marks
     */
    void setWriteBufferLimits(WriteBufferLimits limits);
}
