package io.asyncio4j.netty;

import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Tls;

import java.util.Optional;

/**
 * Who asked for a transport: a connection attempt, or a listener. Called in the transport's
 * context.
 *
 * <p>Confined to the loop.
 */
interface Origin {
    /** How to do TLS, before there is a protocol; empty for a connection in the clear. */
    Optional<? extends Tls> tls();

    /** A TLS handshake begins; the protocol is made when it has succeeded. */
    void securing(NettyTransport transport);

    /** The TLS handshake failed; the channel is closed. */
    void notSecured(NettyTransport transport, Throwable failure);

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
