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
 * <p>For sockets that a program has already: {@link io.asyncio4j.net.Descriptors} calls back when
 * one is ready, {@link io.asyncio4j.net.Sockets} reads and writes it, and {@link
 * io.asyncio4j.net.SocketDescriptor} stands for one that is known by its number.
 *
 * <p>The machinery: {@link io.asyncio4j.net.StreamReaderProtocol} stands between a transport and a
 * reader and writer, {@code DrainGate} is where writers wait for a slow peer, {@code Waiters} lets
 * several tasks wait for one thing, and {@code Attempts} tries the addresses of a host. {@code
 * Linking} makes transports of what is connected already, and {@code FileSending} sends files.
 * {@code ReadPipe} and {@code WritePipe} make transports of blocking streams, each with a {@code
 * PipeThread}; {@code StandardInput} and {@code StandardOutput} are those of the JVM.
 *
 * <p>Not here: transports, protocols and options are in {@link io.asyncio4j.net.transport}, and
 * what a network has to implement is in {@link io.asyncio4j.net.spi}. But for pipes and for
 * channels that a program brings, no code of this module does I/O: the loop's poller offers the
 * network, as the module {@code io.asyncio4j.netty} does.
 */
package io.asyncio4j.net;
