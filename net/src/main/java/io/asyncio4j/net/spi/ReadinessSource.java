package io.asyncio4j.net.spi;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Optional;

/**
 * Where a {@link Readiness} learns which channels and descriptors are ready: what a poller has to
 * implement so that programs can use raw sockets on its loops.
 *
 * <p>Nothing here suspends. Confined to the loop.
 */
public interface ReadinessSource {

    /**
     * Takes a channel up. Nothing is told about it before {@link Registration#arm}.
     *
     * @param channel an open channel in non-blocking mode
     * @param receiver who is told
     * @throws IOException if the system refuses the channel
     */
    Registration register(SelectableChannel channel, Receiver receiver) throws IOException;

    /**
     * Takes a raw descriptor up. Nothing is told about it before {@link Registration#arm}.
     *
     * @param descriptor the system's number of an open file or socket
     * @param receiver who is told
     * @throws IOException if the system refuses the descriptor; the message has the system's name
     *     of the error, such as EBADF
     * @throws UnsupportedOperationException if only channels can be registered; the message says
     *     what can do more
     */
    Registration register(int descriptor, Receiver receiver) throws IOException;

    /**
     * The transport that does its I/O on a raw descriptor, if one of the loop's transports does.
     *
     * @param descriptor the system's number of an open file or socket
     */
    Optional<Object> ownerOf(int descriptor);

    /** Who is told. Confined to the loop. */
    @FunctionalInterface
    interface Receiver {

        /**
         * Tells that I/O would not block. Errors and the end of a stream count as both: whoever
         * tries to read or write then learns more.
         *
         * @param isReadable whether to read, or to accept
         * @param isWritable whether to write, or to finish connecting
         */
        void ready(boolean isReadable, boolean isWritable);
    }

    /** A channel or descriptor that was taken up. Confined to the loop. */
    interface Registration {

        /**
         * Sets what to tell about. While there is something to tell, the receiver is told at least
         * once after each call.
         *
         * @param isReading whether to tell when it is readable
         * @param isWriting whether to tell when it is writable
         * @throws IOException if the system refuses
         */
        void arm(boolean isReading, boolean isWriting) throws IOException;

        /**
         * Lets go of the channel or descriptor, which stays open. Nothing is told any more.
         *
         * @param letGo run by the loop, in this call or later, when it has been let go of: a
         *     channel that is closed gives its address back only then
         */
        void close(Runnable letGo);
    }
}
