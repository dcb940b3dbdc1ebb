package io.asyncio4j.net;

import io.asyncio4j.net.transport.DatagramProtocol;
import io.asyncio4j.net.transport.DatagramTransport;

import java.util.Objects;

/**
 * A transport for datagrams with the protocol that was made for it, as {@link
 * Datagrams#createDatagramEndpoint} returns them.
 *
 * <p>Immutable.
 *
 * @param transport the socket
 * @param protocol who is told about it
 * @param <P> the type of the protocol
 */
public record DatagramLink<P extends DatagramProtocol>(DatagramTransport transport, P protocol) {

    /** Checks that nothing is missing. */
    public DatagramLink {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(protocol, "protocol");
    }
}
