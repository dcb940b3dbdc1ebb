package io.asyncio4j.netty;

import io.netty.channel.socket.DuplexChannel;

/**
 * Where the accepted channels of a {@link NettyListener} go.
 *
 * <p>Confined to the loop.
 */
@FunctionalInterface
interface Arrivals {
    /** A channel was accepted. It is not registered yet, and becomes the receiver's. */
    void arrived(DuplexChannel channel);

    /** The listener is closed: connections that nobody knows of yet shall end. */
    default void ended() {}
}
