package io.asyncio4j.net.spi;

import io.asyncio4j.Future;

import org.jspecify.annotations.Nullable;

import java.net.SocketAddress;

/**
 * A bound address on which a {@link Network} accepts connections for an {@link Acceptor}.
 *
 * <p>When a connection cannot be accepted because the system ran out of descriptors or memory, the
 * network reports that to the loop's exception handler and tries again a second later.
 *
 * <p>Nothing here suspends. Confined to the loop.
 */
public interface Listener {

    /** The bound address, with the port that the system chose. The same after closing. */
    SocketAddress address();

    /** Begins to accept connections. Doing it twice does nothing. */
    void startAccepting();

    /**
     * Stops listening. Connections accepted before are not touched. Closing again does nothing.
     *
     * @return done when the address can be bound again
     */
    Future<@Nullable Void> close();
}
