package io.asyncio4j.netty;

import io.asyncio4j.EventLoop;
import io.asyncio4j.spi.Poller;
import io.asyncio4j.spi.PollerProvider;

import java.util.Optional;

/**
 * Counts the polls of a loop, so that a test can tell waiting from spinning.
 *
 * <p>Confined to the loop.
 */
final class CountingPolls implements PollerProvider {
    private final PollerProvider counted;

    /** How often the loop has polled. */
    private int count;

    CountingPolls(Mechanism mechanism) {
        counted = NettyOptions.defaults().withMechanism(mechanism).provider();
    }

    int count() {
        return count;
    }

    @Override
    public String name() {
        return "counting";
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
        Poller poller = counted.open(loop);
        return new Poller() {
            @Override
            public void poll(long timeoutNanos) {
                count++;
                poller.poll(timeoutNanos);
            }

            @Override
            public void wakeup() {
                poller.wakeup();
            }

            @Override
            public <S> Optional<S> capability(Class<S> type) {
                return poller.capability(type);
            }

            @Override
            public void close() {
                poller.close();
            }
        };
    }
}
