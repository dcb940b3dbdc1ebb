package io.asyncio4j.spi;

import io.asyncio4j.EventLoop;
import io.asyncio4j.internal.Parker;
import io.asyncio4j.introspect.CallGraph;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Time that costs nothing: when a loop has nothing to run, its clock jumps to the next deadline. An
 * hour of {@code sleep} passes in a moment, always in the same order, and every deadline is exact.
 *
 * {@snippet :
 * run(LoopOptions.defaults().withVirtualTime(), () -> {
 *     sleep(Duration.ofHours(1));           // at once
 * });
 * }
 *
 * <p>The clock stands still while something outside the loop is under way that will call back: a
 * job in an executor, a {@link java.util.concurrent.CompletionStage} being awaited. When nothing
 * can ever happen any more, {@link EventLoop#runForever} fails with a list of what the tasks wait
 * for, instead of hanging.
 *
 * <p>The clock begins at {@link Instant#EPOCH}. One object serves one loop.
 *
 * <p>Thread-safe; only the loop and {@link #advance} move the clock.
 */
public final class VirtualTime implements Clock, PollerProvider {
    /** Moved by the loop's thread and by {@link #advance}; read by anybody. */
    private volatile long nowNanos;

    /** A clock at {@link Instant#EPOCH}. */
    public VirtualTime() {}

    @Override
    public Instant origin() {
        return Instant.EPOCH;
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    /**
     * Moves the clock, as if the running code had taken that long. To be called by the loop's own
     * code, or while the loop does not run.
     *
     * @param duration how far; not negative
     * @throws IllegalArgumentException if the duration is negative, since time never goes back
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time cannot go back by " + Wording.of(duration));
        }
        jump(duration.toNanos());
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer at a time, see above
    private void jump(long nanos) {
        nowNanos = Math.addExact(nowNanos, nanos);
    }

    @Override
    public String name() {
        return "virtual-time";
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
        return new JumpingPoller(Objects.requireNonNull(loop, "loop"));
    }

    /** Jumps instead of waiting, unless something outside will call back. */
    private final class JumpingPoller implements Poller {
        private final EventLoop loop;

        private final Parker parker = new Parker();

        JumpingPoller(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public void poll(long timeoutNanos) {
            if (timeoutNanos == 0 || loop.hasExternalWork()) {
                parker.await(timeoutNanos == 0 ? 0 : Long.MAX_VALUE);
            } else if (timeoutNanos != Long.MAX_VALUE) {
                jump(timeoutNanos);
            } else if (!parker.takeWakeup()) {
                throw new IllegalStateException(
                        "deadlock: nothing can run, no timer is set and nothing outside the loop"
                                + " is under way\n"
                                + CallGraph.of(loop).format());
            }
        }

        @Override
        public boolean isQuiet() {
            return true;
        }

        @Override
        public void wakeup() {
            parker.wakeup();
        }

        @Override
        public void close() {}
    }
}
