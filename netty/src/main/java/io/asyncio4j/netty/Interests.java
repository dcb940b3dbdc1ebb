package io.asyncio4j.netty;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/**
 * The two directions as a selector's operations: connecting is writing, accepting is reading.
 *
 * <p>Thread-safe.
 */
final class Interests {
    private static final int READING = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITING = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    private Interests() {}

    /** What to select for. A socket that is not connecting never reports that it has connected. */
    static int of(SelectableChannel channel, boolean isReading, boolean isWriting) {
        return channel.validOps() & ((isReading ? READING : 0) | (isWriting ? WRITING : 0));
    }

    static boolean isReadable(int operations) {
        return (operations & READING) != 0;
    }

    static boolean isWritable(int operations) {
        return (operations & WRITING) != 0;
    }
}
