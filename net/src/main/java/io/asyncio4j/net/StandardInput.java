package io.asyncio4j.net;

import io.asyncio4j.EventLoop;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Standard input as one loop reads it. A blocked read of standard input cannot be ended: closing
 * leaves its thread waiting. What that thread gets in the end is kept for the next reader, so that
 * a program that runs two loops one after the other loses no line.
 *
 * <p>Standard input itself is never closed.
 *
 * <p>Thread-safe.
 */
final class StandardInput extends InputStream {
    /** The source of the last reader; the next one shares it unless System.in was replaced. */
    private static @Nullable Source latest;

    /** A stream, and what came from it for a reader that was closed. */
    private static final class Source {
        final InputStream in;

        /** Held while a thread reads, so that the next reader waits for what this one gets. */
        final ReentrantLock reading = new ReentrantLock();

        /** Guarded by reading. */
        byte @Nullable [] kept;

        Source(InputStream in) {
            this.in = in;
        }
    }

    private final EventLoop loop;
    private final Source source;
    private volatile boolean isClosed;

    StandardInput(EventLoop loop) {
        this.loop = loop;
        this.source = sourceOf(System.in);
    }

    private static synchronized Source sourceOf(InputStream in) {
        Source source = latest;
        if (source == null || source.in != in) {
            source = new Source(in);
            latest = source;
        }
        return source;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        source.reading.lock();
        try {
            if (isClosed) {
                return -1;
            }
            byte[] kept = source.kept;
            if (kept != null) {
                int count = Math.min(length, kept.length);
                System.arraycopy(kept, 0, target, offset, count);
                source.kept =
                        count == kept.length ? null : Arrays.copyOfRange(kept, count, kept.length);
                return count;
            }
            int count = source.in.read(target, offset, length);
            if (count > 0 && (isClosed || loop.isClosed())) {
                source.kept = Arrays.copyOfRange(target, offset, offset + count);
                return -1;
            }
            return count;
        } finally {
            source.reading.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
