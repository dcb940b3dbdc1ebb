package io.asyncio4j.netty;

/**
 * What the poller flushes at the end of a pass.
 *
 * <p>Confined to the loop.
 */
interface Flushed {
    /** Sends what was written in this pass; called by the poller. */
    void flushNow();
}
