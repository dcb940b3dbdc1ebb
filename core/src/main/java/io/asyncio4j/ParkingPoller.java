package io.asyncio4j;

import io.asyncio4j.internal.Parker;
import io.asyncio4j.spi.Poller;

/**
 * The poller of a loop without a network module: it parks the thread.
 *
 * <p>Confined to the loop, but for {@link #wakeup()}.
 */
final class ParkingPoller implements Poller {
    private final Parker parker = new Parker();

    @Override
    public void poll(long timeoutNanos) {
        parker.await(timeoutNanos);
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
    public void close() {
        // holds nothing
    }
}
