package io.asyncio4j.netty;

import io.netty.channel.Channel;

/**
 * Whether a channel is read: while somebody wants what comes, unless it has been stopped because
 * the peer does not take what it asked for.
 *
 * <p>Confined to the loop.
 */
final class Reading {
    private final Channel channel;

    /** Set by whom the bytes are for. */
    private boolean isWanted;

    /** Set by {@link TlsOutput}. */
    private boolean isStopped;

    Reading(Channel channel) {
        this.channel = channel;
    }

    void want(boolean wanted) {
        isWanted = wanted;
        apply();
    }

    void stop() {
        isStopped = true;
        apply();
    }

    void goOn() {
        isStopped = false;
        apply();
    }

    /** Whether what is wanted is not read. */
    boolean isHeldUp() {
        return isWanted && isStopped;
    }

    private void apply() {
        if (channel.isOpen()) {
            channel.config().setAutoRead(isWanted && !isStopped);
        }
    }
}
