package io.asyncio4j.net.transport;

import java.nio.ByteBuffer;
import java.util.Optional;

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
public interface Protocol {

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

    /**
     * Tells that the connection is gone. Comes last, exactly once, if {@link #connectionMade} came.
     *
     * @param cause why it broke; empty if this end closed or aborted it, or the peer closed it in
     *     order
     */
    default void connectionLost(Optional<Throwable> cause) {}

    /**
     * Asks to stop writing: more than the high-water mark is buffered. Called inside the write that
     * exceeded it. A failure is reported to the loop's exception handler.
     */
    default void pauseWriting() {}

    /**
     * Tells that writing may go on: no more than the low-water mark is buffered. Comes once after
     * each {@link #pauseWriting}, unless the connection ends. A failure is reported to the loop's
     * exception handler.
     */
    default void resumeWriting() {}
}
