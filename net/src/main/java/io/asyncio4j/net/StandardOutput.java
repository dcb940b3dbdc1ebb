package io.asyncio4j.net;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Standard output as a stream that tells of its failures, which {@link System#out} hides, and that
 * cannot be closed.
 *
 * <p>Confined to the thread of its pipe.
 */
final class StandardOutput extends OutputStream {
    private final PrintStream out = System.out;

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        out.write(data, offset, length);
        flush();
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void flush() throws IOException {
        if (out.checkError()) { // flushes
            throw new IOException(
                    "cannot write to standard output; whoever read it may be gone, or the disk"
                            + " full");
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
