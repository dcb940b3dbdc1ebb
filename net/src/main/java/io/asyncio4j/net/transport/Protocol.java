package io.asyncio4j.net.transport;

import java.nio.ByteBuffer;

/**
 * The receiver of a connection's events, written by users: asyncio's {@code Protocol}. A class
 * overrides what it wants to know; the methods given here do nothing.
 *
 * <pre>
 *   connectionMade -> dataReceived* -> eofReceived? -> connectionLost
 *                     (pauseWriting -> resumeWriting)*  at any time in between
 * </pre>
 *
 * {@snippet :
 * final class Echo implements Protocol {
 *     private Transport transport;
 *
 *     public void connectionMade(Transport transport) {
 *         this.transport = transport;
 *     }
 *
 *     public void dataReceived(ByteBuffer data) {
 *         transport.write(data);
 *     }
 * }
 * }
 *
 * <p>The methods are callbacks, so none of them may await; one that has to wait creates a task.
 *
 * <p>Confined to the loop.
 */
public interface Protocol extends EndpointProtocol {

    /**
     * Tells that the connection stands. Comes before everything else. A failure is reported to the
     * loop's exception handler and ends the connection.
     *
     * @param transport the connection
     */
    default void connectionMade(Transport transport) {}

    /**
     * Takes bytes from the peer, at least one. How they are split says nothing about how the peer
     * wrote them. A failure is reported to the loop's exception handler and ends the connection.
     *
     * @param data the bytes; the buffer belongs to the transport and changes when the call has
     *     returned, so copy what you keep
     */
    default void dataReceived(ByteBuffer data) {}

    /**
     * Tells that the peer will send no more. Comes at most once.
     *
     * @return true to go on sending and close later, false to have the transport closed now
     */
    default boolean eofReceived() {
        return false;
    }
}
