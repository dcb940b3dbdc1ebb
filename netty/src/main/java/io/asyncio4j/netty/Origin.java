package io.asyncio4j.netty;

import io.asyncio4j.net.transport.Protocol;

/**
 * Who asked for a transport: a connection attempt, or a listener. Called in the transport's
 * context.
 *
 * <p>Confined to the loop.
 */
interface Origin {
    /** Makes the protocol of a connection that stands. */
    Protocol protocol();

    /** The protocol could not be made; the channel is closed. */
    void failed(Throwable failure);

    /** The connection begins; connectionMade comes next. */
    void opening(NettyTransport transport);

    /** connectionMade has returned. */
    void opened(NettyTransport transport);

    /** connectionLost has returned and the channel is closed. */
    void closed(NettyTransport transport);
}
