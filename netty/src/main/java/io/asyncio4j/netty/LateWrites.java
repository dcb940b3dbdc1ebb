package io.asyncio4j.netty;

/**
 * Counts what is written to a transport after its end, and warns when that does not stop.
 *
 * <p>Confined to the loop.
 */
final class LateWrites {
    private static final System.Logger LOG = System.getLogger(LateWrites.class.getName());

    /** From so many on, each is logged. */
    private static final int DROPPED_BEFORE_WARNING = 5;

    private int count;

    void drop(Object transport) {
        count++;
        if (count >= DROPPED_BEFORE_WARNING) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "write number {0} on {1} was dropped: the connection has ended",
                    count,
                    transport);
        }
    }
}
