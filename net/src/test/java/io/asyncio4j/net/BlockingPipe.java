package io.asyncio4j.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;

/**
 * Both ends of a pipe whose calls block.
 *
 * <p>Immutable.
 */
record BlockingPipe(InputStream in, OutputStream out) {
    /** What carries the bytes: an object of the JDK, or a pipe of the system. */
    enum Kind {
        JDK {
            @Override
            BlockingPipe open() throws IOException {
                PipedInputStream in = new PipedInputStream(64 * 1024);
                return new BlockingPipe(in, new PipedOutputStream(in));
            }
        },
        SYSTEM {
            @Override
            BlockingPipe open() throws IOException {
                Pipe pipe = Pipe.open();
                return new BlockingPipe(
                        Channels.newInputStream(pipe.source()),
                        Channels.newOutputStream(pipe.sink()));
            }
        };

        abstract BlockingPipe open() throws IOException;
    }
}
