package io.asyncio4j.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A part of a file that is being sent, and how far that is. It ends where the file ends, whatever
 * was announced, even if the file is cut short meanwhile.
 *
 * <p>Confined to the loop, but for {@link #read}, which its caller keeps apart from all else.
 */
final class FilePart {
    private final FileChannel file;
    private final long offset;
    private final long count;

    /** How many bytes went to the system, or into a transport's buffer. */
    private long sent;

    FilePart(FileChannel file, long offset, long count) {
        if (offset < 0 || count < 0) {
            throw new IllegalArgumentException(
                    "a part of a file needs an offset and a count of at least 0, not "
                            + offset
                            + " and "
                            + count);
        }
        this.file = file;
        this.offset = offset;
        this.count = count;
    }

    FileChannel file() {
        return file;
    }

    long offset() {
        return offset;
    }

    long sent() {
        return sent;
    }

    /** How many bytes are left of those that the file has by now. */
    long remaining() throws IOException {
        return Math.max(0, Math.min(count - sent, file.size() - offset - sent));
    }

    boolean hasMore() throws IOException {
        return remaining() > 0;
    }

    void advance(long bytes) {
        sent += bytes;
    }

    /** Sends what the channel takes. Answers whether it took something. */
    boolean transferTo(WritableByteChannel channel, long most) throws IOException {
        long bytes = file.transferTo(offset + sent, most, channel);
        sent += bytes;
        return bytes > 0;
    }

    /** Reads the next bytes and does not advance. Blocks. */
    ByteBuffer read(int most) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(most, count - sent));
        while (piece.hasRemaining()) {
            if (file.read(piece, offset + sent + piece.position()) < 0) {
                break;
            }
        }
        return piece.flip();
    }

    /** Sets the position of the file behind the last byte sent. */
    void settlePosition() throws IOException {
        if (file.isOpen()) {
            file.position(offset + sent);
        }
    }
}
