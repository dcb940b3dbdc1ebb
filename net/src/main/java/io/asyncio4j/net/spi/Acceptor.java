package io.asyncio4j.net.spi;

import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;

/**
 * Who gets the connections of a {@link Listener}: the server.
 *
 * <p>Confined to the loop.
 */
public interface Acceptor {

    /**
     * Makes the protocol of a connection that was accepted. A failure is reported to the loop's
     * exception handler and ends the connection.
     */
    Protocol protocol();

    /**
     * Tells that a connection begins. Its {@link Protocol#connectionMade} comes next.
     *
     * @param transport the connection
     */
    void opened(Transport transport);

    /**
     * Tells that a connection is gone: its {@link Protocol#connectionLost} has returned and its
     * descriptor is released. Comes once after each {@link #opened}.
     *
     * @param transport the connection
     */
    void closed(Transport transport);
}
