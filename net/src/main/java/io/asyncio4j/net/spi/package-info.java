/**
 * What a network implements and what it gets to work with.
 *
 * <p>Start with {@link io.asyncio4j.net.spi.Network}: it connects to one address and listens on one
 * address. Listening gives a {@link io.asyncio4j.net.spi.Listener}, which hands its connections to
 * an {@link io.asyncio4j.net.spi.Acceptor}, the server. A loop finds its network as a capability of
 * its poller.
 *
 * <p>{@link io.asyncio4j.net.spi.FlowControl} is a building block for transports: it counts what is
 * buffered and asks the protocol to pause and to resume. A network is complete when the contract
 * suites of this module's tests pass on it.
 *
 * <p>A poller that implements {@link io.asyncio4j.net.spi.ReadinessSource} can offer {@link
 * io.asyncio4j.net.spi.Readiness}, the table of the channels and descriptors that programs bring.
 * On top of it {@link io.asyncio4j.net.spi.ChannelNetwork} is a whole network on channels of the
 * JDK, made of {@code ChannelTransport} with its input and output, and {@code ChannelListener}.
 * {@link io.asyncio4j.net.spi.FileCarrier} is a transport over which files can be sent, {@link
 * io.asyncio4j.net.spi.Losses} tells lost connections from other failures.
 *
 * <p>Not here: programs that use a network need nothing of this package, see {@link
 * io.asyncio4j.net}.
 */
package io.asyncio4j.net.spi;
