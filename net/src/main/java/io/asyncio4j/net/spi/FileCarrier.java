package io.asyncio4j.net.spi;

import io.asyncio4j.Future;
import io.asyncio4j.net.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * A transport over which files can be sent. Its {@link FlowControl} keeps other writes out
 * meanwhile and tells when there is room; whether the bytes of the file have to come into the
 * program is up to it.
 *
 * <p>Nothing here suspends. Confined to the loop.
 */
public interface FileCarrier extends Transport {

    /** The flow control through which every write goes. */
    FlowControl flowControl();

    /**
     * Begins to send a part of a file without bringing its bytes into the program. Called while
     * nothing is buffered and other writes are refused.
     *
     * @param file the file; it stays open until the transfer has ended
     * @param position where in the file to begin
     * @param count how many bytes, at least 1, all of which the file has
     * @return empty if this transport cannot do that now, as under TLS
     */
    default Optional<Transfer> transfer(FileChannel file, long position, long count) {
        return Optional.empty();
    }

    /** A part of a file on its way. Confined to the loop. */
    interface Transfer {

        /**
         * Done when everything is sent, or the file ended before.
         *
         * @return fails with an {@link java.io.IOException} if the connection ends before
         */
        Future<@Nullable Void> ended();

        /** How many bytes were sent so far. */
        long sent();

        /** Sends no more than was sent so far. The file may be closed then. */
        void stop();
    }
}
