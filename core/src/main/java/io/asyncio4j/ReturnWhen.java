package io.asyncio4j;

/**
 * What {@link Asyncio#wait(java.util.Collection, ReturnWhen)} waits for.
 *
 * <p>Immutable.
 */
public enum ReturnWhen {
    /** One of the futures is done, in whatever way. */
    FIRST_COMPLETED,
    /** One of them failed, or all are done. A cancelled one does not count as failed. */
    FIRST_EXCEPTION,
    /** All of them are done. */
    ALL_COMPLETED
}
