package io.asyncio4j.net.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * The receiver of a datagram socket's events, written by users: asyncio's {@code DatagramProtocol}.
 * A class overrides what it wants to know; the methods given here do nothing.
 *
 * <pre>
 *   connectionMade -> (datagramReceived | errorReceived | pauseWriting -> resumeWriting)*
 *       -> connectionLost
 * </pre>
 *
 * <p>The methods are callbacks, so none of them may await; one that has to wait creates a task.
 *
 * <p>Confined to the loop.
 */
public interface DatagramProtocol extends EndpointProtocol {

    /**
     * Tells that the socket is bound. Comes before everything else. A failure is reported to the
     * loop's exception handler and ends the transport.
     *
     * @param transport the socket
     */
    default void connectionMade(DatagramTransport transport) {}

    /**
     * Takes a datagram, which may be empty. A failure is reported to the loop's exception handler
     * and ends the transport.
     *
     * @param data its bytes; the buffer belongs to the transport and changes when the call has
     *     returned, so copy what you keep
     * @param sender where it comes from, and where an answer goes
     */
    default void datagramReceived(ByteBuffer data, SocketAddress sender) {}

    /**
     * Tells that a datagram sent earlier was refused: it was too large, there is no way to its
     * receiver, or, if the transport is connected, nobody listens there. The transport goes on. A
     * failure is reported to the loop's exception handler and ends the transport.
     *
     * @param error what the system said; a {@link java.net.PortUnreachableException} if nobody
     *     listens
     */
    default void errorReceived(IOException error) {}
}
