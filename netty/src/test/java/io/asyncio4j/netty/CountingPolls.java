package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;
import io.asyncio4j.spi.Poller;
import io.asyncio4j.spi.PollerProvider;

import java.time.Duration;
import java.util.Optional;

/**
 * Counts the polls of a loop, so that a test can tell waiting from spinning.
 *
 * <p>Confined to the loop.
 */
final class CountingPolls implements PollerProvider {
    private static final int INTERVALS = 20;
    private static final int FEW = 20;

    private final PollerProvider counted;

    /** How often the loop has polled. */
    private int count;

    CountingPolls(Mechanism mechanism) {
        counted = NettyOptions.defaults().withMechanism(mechanism).provider();
    }

    /**
     * Asserts that the loop comes to rest, be it after some last events: one that spins polls
     * thousands of times in every interval.
     */
    void assertRest() {
        int polls = Integer.MAX_VALUE;
        for (int interval = 0; interval < INTERVALS && polls >= FEW; interval++) {
            int before = count;
            Asyncio.sleep(Duration.ofMillis(50));
            polls = count - before;
        }
        assertThat(polls).as("polls in 50 ms, when the loop has nothing to do").isLessThan(FEW);
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
