/**
 * Connections and servers: asyncio's streams and its entry points for protocols.
 *
 * <p>Start with {@link io.asyncio4j.net.Stream}, a connection as one object whose writes wait by
 * themselves. {@link io.asyncio4j.net.Streams} offers asyncio's pair of a {@link
 * io.asyncio4j.net.StreamReader} and a {@link io.asyncio4j.net.StreamWriter} instead, and {@link
 * io.asyncio4j.net.Net} connects and listens with protocols of your own. {@link
 * io.asyncio4j.net.DatagramStream} sends and receives datagrams. All of them make a {@link
 * io.asyncio4j.net.Server} when they listen.
 *
 * <p>The machinery: {@link io.asyncio4j.net.StreamReaderProtocol} stands between a transport and a
 * reader and writer, {@code DrainGate} is where writers wait for a slow peer, {@code Waiters} lets
 * several tasks wait for one thing, and {@code Attempts} tries the addresses of a host.
 *
 * <p>Not here: transports, protocols and options are in {@link io.asyncio4j.net.transport}, and
 * what a network has to implement is in {@link io.asyncio4j.net.spi}. No code of this module does
 * I/O: the loop's poller offers the network, as the module {@code io.asyncio4j.netty} does.
 */
package io.asyncio4j.net;
