package io.asyncio4j.netty;

import io.asyncio4j.EventLoop;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.spi.ChannelNetwork;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.spi.Poller;
import io.asyncio4j.spi.PollerProvider;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Loops on each mechanism whose network is not Netty's but the one on channels of the JDK.
 *
 * <p>Immutable.
 */
record ChannelLoops(PollerProvider below, Function<EventLoop, Network> networks)
        implements PollerProvider {

    /** Skips the test if the mechanism does not work here. */
    static LoopOptions on(Mechanism mechanism) {
        return on(mechanism, ChannelNetwork::new);
    }

    /** The same with Unix sockets instead of TCP. */
    static LoopOptions onUnixSockets(Mechanism mechanism, Path directory) {
        return on(mechanism, loop -> new UnixInsteadOfTcp(new ChannelNetwork(loop), directory));
    }

    private static LoopOptions on(Mechanism mechanism, Function<EventLoop, Network> networks) {
        return Loops.on(mechanism)
                .withPoller(
                        new ChannelLoops(
                                NettyOptions.defaults().withMechanism(mechanism).provider(),
                                networks));
    }

    @Override
    public String name() {
        return "channels";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public Poller open(EventLoop loop) {
        Poller poller = below.open(loop);
        Network network = networks.apply(loop);
        return new Poller() {
            @Override
            public void poll(long timeoutNanos) {
                poller.poll(timeoutNanos);
            }

            @Override
            public void wakeup() {
                poller.wakeup();
            }

            @Override
            public <S> Optional<S> capability(Class<S> type) {
                return type == Network.class
                        ? Optional.of(type.cast(network))
                        : poller.capability(type);
            }

            @Override
            public void close() {
                poller.close();
            }
        };
    }
}
