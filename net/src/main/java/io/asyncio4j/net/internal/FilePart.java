package io.asyncio4j.net.internal;

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
public final class FilePart {
    private final FileChannel file;
    private final long offset;
    private final long count;

    /** How many bytes went to the system, or into a transport's buffer. */
    private long sent;

    /**
     * A part of which nothing was sent.
     *
     * @param file the file
     * @param offset where it begins
     * @param count how many bytes it has at most
     * @throws IllegalArgumentException if a number is negative
     */
    public FilePart(FileChannel file, long offset, long count) {
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

    /** The file. */
    public FileChannel file() {
        return file;
    }

    /** Where the part begins. */
    public long offset() {
        return offset;
    }

    /** How many bytes were sent. */
    public long sent() {
        return sent;
    }

    /** How many bytes are left of those that the file has by now. */
    public long remaining() throws IOException {
        return Math.max(0, Math.min(count - sent, file.size() - offset - sent));
    }

    /** Whether something is left. */
    public boolean hasMore() throws IOException {
        return remaining() > 0;
    }

    /** Counts bytes that were sent. */
    public void advance(long bytes) {
        sent += bytes;
    }

    /** Sends what the channel takes. Answers whether it took something. */
    public boolean transferTo(WritableByteChannel channel, long most) throws IOException {
        long bytes = file.transferTo(offset + sent, most, channel);
        sent += bytes;
        return bytes > 0;
    }

    /** Reads the next bytes and does not advance. Blocks. */
    public ByteBuffer read(int most) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(most, count - sent));
        while (piece.hasRemaining()) {
            if (file.read(piece, offset + sent + piece.position()) < 0) {
                break;
            }
        }
        return piece.flip();
    }

    /** Sets the position of the file behind the last byte sent. */
    public void settlePosition() throws IOException {
        if (file.isOpen()) {
            file.position(offset + sent);
        }
    }
}
