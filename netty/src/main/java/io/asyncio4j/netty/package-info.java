/**
 * The network on Netty. A program needs nothing from here unless it wants to choose how the system
 * is asked for I/O: then start with {@link io.asyncio4j.netty.NettyOptions} and {@link
 * io.asyncio4j.netty.Mechanism}. {@link io.asyncio4j.netty.NettyPollerProvider} is how loops find
 * the network.
 *
 * <p>The machinery, all of it package-private. {@code NettyPoller} is where a loop waits: it drives
 * Netty's {@code IoHandler} itself. {@code LoopExecutor} shows the loop to Netty as one of its
 * event loops, so that a task which holds the loop works on channels without a detour. {@code
 * NettyNetwork} makes channels; {@code ConnectAttempt} and {@code NettyListener} turn them into
 * connections.
 *
 * <p>{@code NettyTransport} is a connection: {@code ChannelEvents} tells it what happens on the
 * channel, {@code Inbound} delivers what arrives, {@code WriteQueue} collects what is written, and
 * {@code SharedReceiveBuffer} is the one buffer that all connections of a loop read into. {@code
 * SocketFailures} gives the failures of all mechanisms the same words.
 *
 * <p>{@code UnixChannels} makes the channels of Unix sockets, {@code UnixListening} looks after
 * their files, and {@code EndOfStream} keeps them half open. {@code NettyDatagramTransport} is a
 * UDP socket, on a channel of {@code DatagramChannels}.
 *
 * <p>{@code NettyReadiness} tells when channels and descriptors are ready that are not Netty's: one
 * {@code DescriptorHandle} for each mechanism, and a {@code SelectorThread} for channels beside the
 * native ones. {@code AdoptedChannels} takes sockets over, which {@code SocketCalls} has examined,
 * and {@code RegionTransfer} sends files.
 *
 * <p>No type of Netty leaves this package, and no buffer of Netty outlives the call that delivers
 * it. Streams, servers and protocols are in {@link io.asyncio4j.net}.
 */
package io.asyncio4j.netty;
