package io.asyncio4j;

import io.asyncio4j.spi.Poller;
import io.asyncio4j.spi.PollerProvider;
import io.asyncio4j.spi.VirtualTime;

import java.util.function.IntPredicate;

/**
 * Virtual time that counts the passes of the loop and calls the test in each of them, where a
 * network would deliver its bytes: after the batch of the pass and before its timers.
 *
 * <p>Confined to the loop.
 */
final class PassCounter implements PollerProvider {
    private final VirtualTime time = new VirtualTime();
    private final IntPredicate inEachPass;
    private int passes;

    /**
     * The test is told the number of the pass, the first being 1, and answers if it did a thing.
     */
    PassCounter(IntPredicate inEachPass) {
        this.inEachPass = inEachPass;
    }

    LoopOptions options() {
        return LoopOptions.defaults().withVirtualTime(time).withPoller(this);
    }

    int passes() {
        return passes;
    }

    @Override
    public String name() {
        return "pass-counter";
    }

    @Override
    public int priority() {
        return Integer.MIN_VALUE;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public Poller open(EventLoop loop) {
        Poller inner = time.open(loop);
        return new Poller() {
            @Override
            public void poll(long timeoutNanos) {
                boolean delivered = inEachPass.test(++passes);
                inner.poll(delivered ? 0 : timeoutNanos);
            }

            @Override
            public void wakeup() {
                inner.wakeup();
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }
}
