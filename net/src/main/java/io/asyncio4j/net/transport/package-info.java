/**
 * The two sides of a connection, for those who write protocols: the transport, which a network
 * makes, and the protocol, which a program writes.
 *
 * <p>Start with {@link io.asyncio4j.net.transport.Protocol}: its methods are called with everything
 * that happens on a connection. It answers through a {@link io.asyncio4j.net.transport.Transport},
 * which is a {@link io.asyncio4j.net.transport.ReadTransport} and a {@link
 * io.asyncio4j.net.transport.WriteTransport}. {@link io.asyncio4j.net.transport.StreamEndpoint} is
 * what all that carry bytes have in common, {@link io.asyncio4j.net.transport.Endpoint} and {@link
 * io.asyncio4j.net.transport.EndpointProtocol} what transports and protocols of every kind do. A
 * {@link io.asyncio4j.net.transport.BufferedProtocol} brings its own memory.
 *
 * <p>A {@link io.asyncio4j.net.transport.DatagramTransport} and its {@link
 * io.asyncio4j.net.transport.DatagramProtocol} are the same for datagrams, opened with {@link
 * io.asyncio4j.net.transport.DatagramOptions}.
 *
 * <p>{@link io.asyncio4j.net.transport.ConnectOptions} and {@link
 * io.asyncio4j.net.transport.ServerOptions} say how to connect and to listen, {@link
 * io.asyncio4j.net.transport.WriteBufferLimits} how much may wait to be sent, and {@link
 * io.asyncio4j.net.transport.ExtraInfo} names what a transport knows. {@link
 * io.asyncio4j.net.transport.ConnectionResetException} is how a connection breaks.
 *
 * <p>Nothing in this package suspends: protocols are callbacks. Readers and writers that wait are
 * in {@link io.asyncio4j.net}, and the functions that make connections too.
 */
package io.asyncio4j.net.transport;
