package io.asyncio4j.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/**
 * A pipe in memory whose calls block. Unlike {@link java.io.PipedInputStream} it does not ask
 * whether the thread that read or wrote last is still alive.
 *
 * <p>Thread-safe.
 */
final class MemoryPipe {
    private final byte[] ring = new byte[64 * 1024];
    private int first;
    private int count;
    private boolean isReaderClosed;
    private boolean isWriterClosed;

    InputStream in() {
        return new In();
    }

    OutputStream out() {
        return new Out();
    }

    private synchronized int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (count == 0 && !isWriterClosed && !isReaderClosed) {
            await();
        }
        if (isReaderClosed) {
            throw new IOException("Pipe closed");
        }
        if (count == 0) {
            return -1;
        }
        int taken = Math.min(length, count);
        for (int i = 0; i < taken; i++) {
            target[offset + i] = ring[(first + i) % ring.length];
        }
        first = (first + taken) % ring.length;
        count -= taken;
        notifyAll();
        return taken;
    }

    private synchronized void write(byte[] source, int offset, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            while (count == ring.length && !isReaderClosed && !isWriterClosed) {
                await();
            }
            if (isReaderClosed || isWriterClosed) {
                throw new IOException("Pipe closed");
            }
            ring[(first + count) % ring.length] = source[offset + i];
            count++;
            notifyAll();
        }
    }

    private void await() throws InterruptedIOException {
        try {
            wait();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at a pipe");
        }
    }

    private synchronized int available() {
        return count;
    }

    private synchronized void closeReader() {
        isReaderClosed = true;
        notifyAll();
    }

    private synchronized void closeWriter() {
        isWriterClosed = true;
        notifyAll();
    }

    private final class In extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return MemoryPipe.this.read(target, offset, length);
        }

        @Override
        public int available() {
            return MemoryPipe.this.available();
        }

        @Override
        public void close() {
            closeReader();
        }
    }

    private final class Out extends OutputStream {
        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            MemoryPipe.this.write(source, offset, length);
        }

        @Override
        public void close() {
            closeWriter();
        }
    }
}
