package io.asyncio4j.net.transport;

/**
 * One end of a stream of bytes, or of one direction of it, which reports to a {@link Protocol}.
 *
 * <p>Nothing here suspends. Confined to the loop.
 */
public interface StreamEndpoint extends Endpoint {

    /** Who is told what happens on the connection. */
    Protocol protocol();

    /**
     * Hands the connection to another protocol, which gets everything from the next event on. Its
     * {@link Protocol#connectionMade} is not called.
     *
     * @param protocol who is told from now on
     */
    void setProtocol(Protocol protocol);
}
