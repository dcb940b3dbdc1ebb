package io.asyncio4j.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;

/**
 * Both ends of a pipe whose calls block.
 *
 * <p>Immutable.
 */
record BlockingPipe(InputStream in, OutputStream out) {
    /** What carries the bytes: memory, or a pipe of the system. */
    enum Kind {
        MEMORY {
            @Override
            BlockingPipe open() {
                MemoryPipe pipe = new MemoryPipe();
                return new BlockingPipe(pipe.in(), pipe.out());
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
