package io.asyncio4j.net;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

final class PipeThreadTest {

    /** Looks whether it is closed only when it is interrupted, as a stream of the JDK does. */
    private static final class Deaf extends InputStream {
        private final CountDownLatch reading = new CountDownLatch(1);
        private volatile boolean isClosed;

        @Override
        public int read() {
            reading.countDown();
            while (true) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException noticed) {
                    if (isClosed) {
                        return -1;
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            isClosed = true;
        }
    }

    @Test
    void aCallThatMissedTheFirstInterruptIsInterruptedWhenItsStreamIsClosed() throws Exception {
        Deaf stream = new Deaf();
        CountDownLatch ended = new CountDownLatch(1);
        PipeThread thread = new PipeThread("deaf", stream);
        thread.execute(
                () -> {
                    int unused = stream.read();
                    ended.countDown();
                });
        stream.reading.await();
        thread.close(true);
        ended.await();
    }
}
