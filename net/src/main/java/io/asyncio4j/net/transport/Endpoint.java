package io.asyncio4j.net.transport;

import java.util.Optional;

/**
 * One end of a connection, or a socket that sends and receives datagrams, as its protocol sees it:
 * what transports of every kind have in common.
 *
 * <p>Nothing here suspends. Confined to the loop.
 */
public interface Endpoint {

    /**
     * Closes the connection gently: no more is received, what was written is still sent, and then
     * {@link EndpointProtocol#connectionLost} is called with no failure. It is called later,
     * through the loop's queue, never inside this call, and exactly once. Closing again does
     * nothing.
     */
    void close();

    /** Whether the connection is closed or on its way there. */
    boolean isClosing();

    /**
     * What is known about the connection, such as the address of the peer. The answers are the same
     * after it was closed.
     *
     * @param key what to tell
     * @param <T> the type of the answer
     * @return empty if this kind of transport does not know
     */
    <T> Optional<T> extraInfo(ExtraInfo<T> key);
}
