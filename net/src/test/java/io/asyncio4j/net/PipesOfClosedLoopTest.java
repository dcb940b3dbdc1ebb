package io.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.transport.Transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** What becomes of the ends of pipes that a program left open when it closed their loop. */
@Timeout(60)
class PipesOfClosedLoopTest {
    private final Trace trace = new Trace();

    /** Blocks in every read until it is closed. */
    private static final class Silent extends InputStream {
        private final CountDownLatch reading = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private final CountDownLatch returned = new CountDownLatch(1);

        @Override
        public int read() {
            reading.countDown();
            while (closed.getCount() > 0) {
                try {
                    closed.await();
                } catch (InterruptedException ignored) {
                    // as a read of the system
                }
            }
            returned.countDown();
            return -1;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /** Says when it is written to and when it is closed, and lets no write return before it may. */
    private static final class Slow extends ByteArrayOutputStream {
        private final CountDownLatch writing = new CountDownLatch(1);
        private final CountDownLatch mayWrite = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile boolean isInterrupted;

        @Override
        public void write(byte[] data, int offset, int length) {
            writing.countDown();
            try {
                mayWrite.await();
            } catch (InterruptedException interrupted) {
                isInterrupted = true;
            }
            super.write(data, offset, length);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void aBlockedReadEndsWithTheLoop() throws Exception {
        Silent stream = new Silent();
        try (EventLoop loop = Asyncio.newEventLoop()) {
            loop.runUntilComplete(
                    () -> {
                        Pipes.connectReadPipe(() -> new RecordingProtocol("A", trace), stream);
                        Asyncio.toThread(() -> stream.reading.await());
                    });
        }
        stream.returned.await();
        assertThat(trace.words()).as("nobody can be told").containsExactly("A made");
    }

    @Test
    void aPausedReaderIsClosedWithTheLoop() throws Exception {
        Silent stream = new Silent();
        try (EventLoop loop = Asyncio.newEventLoop()) {
            loop.runUntilComplete(
                    () -> {
                        var paused =
                                new RecordingProtocol("A", trace) {
                                    @Override
                                    public void connectionMade(Transport made) {
                                        made.pauseReading();
                                    }
                                };
                        Pipes.connectReadPipe(() -> paused, stream);
                    });
        }
        stream.closed.await();
    }

    @Test
    void aWriteUnderWayIsFinishedBeforeTheStreamIsClosed() throws Exception {
        Slow stream = new Slow();
        try (EventLoop loop = Asyncio.newEventLoop()) {
            loop.runUntilComplete(
                    () -> {
                        var link =
                                Pipes.connectWritePipe(
                                        () -> new RecordingProtocol("A", trace), stream);
                        link.transport().write("bye".getBytes());
                        Asyncio.toThread(() -> stream.writing.await());
                    });
        }
        assertThat(stream.closed.getCount()).isEqualTo(1);
        stream.mayWrite.countDown();
        stream.closed.await();
        assertThat(stream.toString()).isEqualTo("bye");
        assertThat(stream.isInterrupted).isFalse();
    }

    @Test
    void anEndThatWasClosedBeforeIsLeftAlone() throws Exception {
        Slow stream = new Slow();
        try (EventLoop loop = Asyncio.newEventLoop()) {
            loop.runUntilComplete(
                    () -> {
                        var protocol = new RecordingProtocol("A", trace);
                        Pipes.connectWritePipe(() -> protocol, stream).transport().close();
                        protocol.awaitLost();
                    });
        }
        stream.closed.await();
        assertThat(trace.words()).containsExactly("A made", "A lost None");
    }
}
