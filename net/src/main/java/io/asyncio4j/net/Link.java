package io.asyncio4j.net;

import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;

import java.util.Objects;

/**
 * A transport with the protocol that was made for it, as {@link Net#createConnection} returns them.
 *
 * <p>Immutable.
 *
 * @param transport the connection
 * @param protocol who is told about it
 * @param <P> the type of the protocol
 */
public record Link<P extends Protocol>(Transport transport, P protocol) {

    /** Checks that nothing is missing. */
    public Link {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(protocol, "protocol");
    }
}
