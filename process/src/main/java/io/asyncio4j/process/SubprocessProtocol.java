package io.asyncio4j.process;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The receiver of a child's events, written by users: asyncio's {@code SubprocessProtocol}. A class
 * overrides what it wants to know; the methods given here do nothing.
 *
 * <pre>
 *   connectionMade -> pipeDataReceived*, pipeConnectionLost for each pipe -> connectionLost
 *                  -> processExited                                       ->
 * </pre>
 *
 * <p>The child's exit and the ends of its pipes come in any order: a grandchild may keep a pipe
 * open, and what the child has said may be read after its end. Descriptor 0 is the child's input, 1
 * its output, 2 its errors.
 *
 * <p>The methods are callbacks, so none of them may await; one that has to wait creates a task.
 *
 * <p>Confined to the loop.
 */
public interface SubprocessProtocol {

    /**
     * Tells that the child runs and its pipes are connected. Comes before everything else. A
     * failure is reported to the loop's exception handler and kills the child.
     *
     * @param transport the child
     */
    default void connectionMade(SubprocessTransport transport) {}

    /**
     * Takes bytes that the child has written, at least one. A failure is reported to the loop's
     * exception handler and closes the pipe.
     *
     * @param fd 1 for its output, 2 for its errors
     * @param data the bytes; the buffer changes when the call has returned, so copy what you keep
     */
    default void pipeDataReceived(int fd, ByteBuffer data) {}

    /**
     * Tells that a pipe is closed. Comes once for each pipe.
     *
     * @param fd 0, 1 or 2
     * @param cause why it broke; empty if this end closed it, or the child closed its own in order
     */
    default void pipeConnectionLost(int fd, Optional<Throwable> cause) {}

    /**
     * Tells that the child has ended; {@link SubprocessTransport#returncode} says how. Its pipes
     * may still deliver.
     */
    default void processExited() {}

    /**
     * Tells that the child has ended and all its pipes are closed. Comes last, exactly once.
     *
     * @param cause empty; failures of pipes are told to {@link #pipeConnectionLost}
     */
    default void connectionLost(Optional<Throwable> cause) {}

    /** Asks to stop writing to the child's input: it does not read as fast. */
    default void pauseWriting() {}

    /** Tells that writing to the child's input may go on. */
    default void resumeWriting() {}
}
