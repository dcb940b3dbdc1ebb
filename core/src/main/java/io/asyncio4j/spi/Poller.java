package io.asyncio4j.spi;

import java.util.Optional;

/**
 * Where a loop waits: for I/O, for the next timer, for other threads. A loop owns one.
 *
 * <p>Confined to the loop, but for {@link #wakeup()}, which any thread may call.
 */
public interface Poller extends AutoCloseable {

    /**
     * Waits for I/O and delivers it, by calling its receivers inside this call. Called by the
     * thread that runs the loop, once in each pass. Returns early when it delivered something or
     * was woken; may return early for no reason.
     *
     * @param timeoutNanos how long to wait: 0 not at all, {@link Long#MAX_VALUE} without limit
     */
    void poll(long timeoutNanos);

    /**
     * Ends the wait of {@link #poll}. It sticks: when nobody waits, the next poll returns at once.
     */
    void wakeup();

    /**
     * Whether a poll that does not wait would do nothing now: no I/O to look for, nothing to flush.
     * Then the loop may leave it out. Called on the loop, in place of such a poll, by the thread
     * that holds it.
     */
    default boolean isQuiet() {
        return false;
    }

    /**
     * What else this poller offers, such as a network; found through {@link
     * io.asyncio4j.EventLoop#capability}.
     *
     * @param type the type that offers it
     * @param <S> the same
     */
    default <S> Optional<S> capability(Class<S> type) {
        return Optional.empty();
    }

    /** Releases what the poller holds. Called once, when the loop is closed. */
    @Override
    void close();
}
