package io.asyncio4j.netty;

import io.asyncio4j.EventLoop;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.spi.ChannelNetwork;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.spi.Poller;
import io.asyncio4j.spi.PollerProvider;

import java.util.Optional;

/**
 * Loops on each mechanism whose network is not Netty's but the one on channels of the JDK.
 *
 * <p>Immutable.
 */
record ChannelLoops(PollerProvider below) implements PollerProvider {

    /** Skips the test if the mechanism does not work here. */
    static LoopOptions on(Mechanism mechanism) {
        return Loops.on(mechanism)
                .withPoller(
                        new ChannelLoops(
                                NettyOptions.defaults().withMechanism(mechanism).provider()));
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
        Network network = new ChannelNetwork(loop);
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
