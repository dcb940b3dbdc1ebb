package io.asyncio4j.net.transport;

import java.util.Optional;

/**
 * What the receivers of a transport's events have in common, whatever the transport carries:
 * asyncio's {@code BaseProtocol}. Programs write a {@link Protocol} or a {@link DatagramProtocol}.
 *
 * <p>The methods are callbacks, so none of them may await; one that has to wait creates a task.
 *
 * <p>Confined to the loop.
 */
public interface EndpointProtocol {

    /**
     * Tells that the transport is gone. Comes last, exactly once, if {@code connectionMade} came.
     *
     * @param cause why it broke; empty if this end closed or aborted it, or the peer closed it in
     *     order
     */
    default void connectionLost(Optional<Throwable> cause) {}

    /**
     * Asks to stop writing: more than the high-water mark is buffered. Called inside the write that
     * exceeded it. A failure is reported to the loop's exception handler.
     */
    default void pauseWriting() {}

    /**
     * Tells that writing may go on: no more than the low-water mark is buffered. Comes once after
     * each {@link #pauseWriting}, unless the transport ends. A failure is reported to the loop's
     * exception handler.
     */
    default void resumeWriting() {}
}
