package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.spi.Readiness;
import io.asyncio4j.net.spi.Readiness.Direction;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Objects;

/**
 * Callbacks for channels and raw descriptors that are ready: asyncio's {@code loop.add_reader} and
 * its relatives, for those who bring another library's sockets into the loop.
 *
 * {@snippet :
 * channel.configureBlocking(false);
 * Descriptors.addReader(channel, () -> receive(channel));
 * }
 *
 * <p>Readiness is level-triggered: the callback runs in each pass of the loop in which there is
 * something to do, until it is removed; what it leaves unread is told again. It runs as an ordinary
 * callback, in a copy of the context that was current when it was added. Errors and the end of a
 * stream count as readiness, so that whoever reads or writes learns of them.
 *
 * <p>A channel is any {@link SelectableChannel} of the JDK in non-blocking mode, whatever mechanism
 * the loop has. A raw descriptor is the system's number of a socket, a pipe, a terminal, an event
 * descriptor: everything that epoll, io_uring or kqueue can wait for. Remove the callback before
 * the channel or descriptor is closed.
 *
 * <p>The methods work on the running loop and never suspend. Confined to the loop.
 */
public final class Descriptors {
    private Descriptors() {}

    /**
     * Has a callback run while there is something to read or to accept. It takes the place of the
     * reader that was set before, which does not run any more even if it is queued.
     *
     * @param channel an open channel in non-blocking mode
     * @param callback what to run
     * @throws IOException if the channel is closed
     * @throws IllegalArgumentException if the channel is in blocking mode or cannot be read
     * @throws IllegalStateException if a transport, or a task in a method of {@link Sockets}, uses
     *     the channel; or the loop cannot tell readiness
     */
    public static void addReader(SelectableChannel channel, Runnable callback) throws IOException {
        Objects.requireNonNull(callback, "callback");
        readiness().add(channel, Direction.READING, callback);
    }

    /**
     * Has a callback run while a raw descriptor can be read, as {@link
     * #addReader(SelectableChannel, Runnable)} does for a channel.
     *
     * @param descriptor the system's number
     * @param callback what to run
     * @throws IOException if the system refuses the descriptor; the message has the system's name
     *     of the error, such as EBADF for one that is not open and EPERM for a regular file
     * @throws IllegalStateException if a transport uses the descriptor, or the loop cannot tell
     *     readiness
     * @throws UnsupportedOperationException if the loop's mechanism is NIO, which knows channels
     *     only
     */
    public static void addReader(int descriptor, Runnable callback) throws IOException {
        Objects.requireNonNull(callback, "callback");
        readiness().add(descriptor, Direction.READING, callback);
    }

    /**
     * Has a callback run while there is room to write, or once connecting has ended. It takes the
     * place of the writer that was set before.
     *
     * @param channel an open channel in non-blocking mode
     * @param callback what to run
     * @throws IOException if the channel is closed
     * @throws IllegalArgumentException if the channel is in blocking mode or cannot be written
     * @throws IllegalStateException if a transport, or a task in a method of {@link Sockets}, uses
     *     the channel; or the loop cannot tell readiness
     */
    public static void addWriter(SelectableChannel channel, Runnable callback) throws IOException {
        Objects.requireNonNull(callback, "callback");
        readiness().add(channel, Direction.WRITING, callback);
    }

    /**
     * Has a callback run while a raw descriptor can be written, as {@link
     * #addWriter(SelectableChannel, Runnable)} does for a channel.
     *
     * @param descriptor the system's number
     * @param callback what to run
     * @throws IOException if the system refuses the descriptor; the message has the system's name
     *     of the error, such as EBADF for one that is not open and EPERM for a regular file
     * @throws IllegalStateException if a transport uses the descriptor, or the loop cannot tell
     *     readiness
     * @throws UnsupportedOperationException if the loop's mechanism is NIO, which knows channels
     *     only
     */
    public static void addWriter(int descriptor, Runnable callback) throws IOException {
        Objects.requireNonNull(callback, "callback");
        readiness().add(descriptor, Direction.WRITING, callback);
    }

    /**
     * Removes the reader of a channel; it does not run any more, even if it is queued.
     *
     * @param channel the channel, open or closed
     * @return whether there was one
     * @throws IllegalStateException if a transport uses the channel
     */
    public static boolean removeReader(SelectableChannel channel) {
        Objects.requireNonNull(channel, "channel");
        return readiness().remove(channel, Direction.READING);
    }

    /**
     * Removes the reader of a raw descriptor; it does not run any more, even if it is queued.
     *
     * @param descriptor the system's number
     * @return whether there was one
     */
    public static boolean removeReader(int descriptor) {
        return readiness().remove(descriptor, Direction.READING);
    }

    /**
     * Removes the writer of a channel; it does not run any more, even if it is queued.
     *
     * @param channel the channel, open or closed
     * @return whether there was one
     * @throws IllegalStateException if a transport uses the channel
     */
    public static boolean removeWriter(SelectableChannel channel) {
        Objects.requireNonNull(channel, "channel");
        return readiness().remove(channel, Direction.WRITING);
    }

    /**
     * Removes the writer of a raw descriptor; it does not run any more, even if it is queued.
     *
     * @param descriptor the system's number
     * @return whether there was one
     */
    public static boolean removeWriter(int descriptor) {
        return readiness().remove(descriptor, Direction.WRITING);
    }

    private static Readiness readiness() {
        return Readiness.of(Asyncio.getRunningLoop());
    }
}
