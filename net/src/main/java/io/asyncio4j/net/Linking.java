package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Future;
import io.asyncio4j.net.spi.ChannelNetwork;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferLimits;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Makes a transport of something that is connected already, and waits until its protocol knows it.
 *
 * <p>Confined to the loop.
 */
final class Linking {
    private Linking() {}

    /** How a transport is made, given what makes its protocol. Confined to the loop. */
    @FunctionalInterface
    interface Way {
        Future<Transport> begin(Supplier<? extends Protocol> protocols) throws IOException;
    }

    /** On a channel of the JDK. Suspends. On cancellation the channel is closed. */
    static <P extends Protocol> Link<P> on(
            Supplier<P> protocols, SelectableChannel channel, WriteBufferLimits limits)
            throws IOException {
        ChannelNetwork network = new ChannelNetwork(Asyncio.getRunningLoop());
        return link(protocols, made -> network.adopt(channel, limits, made));
    }

    /** In any way. Suspends. On cancellation nothing stays open. */
    static <P extends Protocol> Link<P> link(Supplier<P> protocols, Way way) throws IOException {
        Objects.requireNonNull(protocols, "protocols");
        AtomicReference<P> known = new AtomicReference<>();
        Future<Transport> made =
                way.begin(
                        () -> {
                            P protocol = protocols.get();
                            known.set(protocol);
                            return protocol;
                        });
        try {
            return new Link<>(made.await(IOException.class), known.get());
        } catch (Throwable failure) {
            Attempts.release(made);
            throw failure;
        }
    }
}
