package io.asyncio4j.process;

import java.util.Objects;

/**
 * A transport with the protocol that was made for it, as {@link Subprocess#subprocessExec} returns
 * them.
 *
 * <p>Immutable.
 *
 * @param transport the child
 * @param protocol who is told about it
 * @param <P> the type of the protocol
 */
public record SubprocessLink<P extends SubprocessProtocol>(
        SubprocessTransport transport, P protocol) {

    /** Checks that nothing is missing. */
    public SubprocessLink {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(protocol, "protocol");
    }
}
