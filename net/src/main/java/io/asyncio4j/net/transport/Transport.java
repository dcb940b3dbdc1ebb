package io.asyncio4j.net.transport;

/**
 * A connection that receives and sends, such as TCP: asyncio's {@code Transport}. Made by a network
 * together with the {@link Protocol} that it reports to; never implemented by users.
 *
 * <p>A transport promises, whatever it is made of:
 *
 * <ul>
 *   <li>{@link Protocol#connectionMade} comes first and {@link Protocol#connectionLost} last, each
 *       exactly once, and no call of a method leads to the latter before it has returned;
 *   <li>what is written arrives in its order or not at all;
 *   <li>a protocol is called by the loop only, one call at a time, in a copy of the context that
 *       was current when the transport was asked for.
 * </ul>
 *
 * <p>Nothing here suspends. Confined to the loop.
 */
public interface Transport extends ReadTransport, WriteTransport {}
