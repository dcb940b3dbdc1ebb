package io.asyncio4j.conformance;

import static io.asyncio4j.conformance.Virtual.loop;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Promise;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferLimits;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Transports, on real sockets. */
class TransportTest {
    private static final String HOST = "127.0.0.1";

    /** Linux may hold ten megabytes between two ends; in a socket pair four are enough. */
    private static final int MORE_THAN_TCP_BUFFERS = 64_000_000;

    @RegisterExtension final Trace trace = new Trace();

    /** One end of a connection, which tells what it sees. */
    private final class Peer implements Protocol {
        private final String name;
        private final boolean keepsOpen;
        private final Promise<Transport> made = loop().createFuture();
        private final Promise<Boolean> eof = loop().createFuture();
        private final Promise<Boolean> lost = loop().createFuture();

        Peer(String name, boolean keepsOpen) {
            this.name = name;
            this.keepsOpen = keepsOpen;
        }

        Transport transport() {
            return made.result();
        }

        @Override
        public void connectionMade(Transport transport) {
            made.setResult(transport);
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            trace.log(name, "data", bytes);
        }

        @Override
        public boolean eofReceived() {
            trace.log(name, "eof");
            eof.setResult(true);
            return keepsOpen;
        }

        @Override
        public void connectionLost(Optional<Throwable> cause) {
            trace.log(name, "lost", cause.map(Python::name));
            lost.setResult(true);
        }

        @Override
        public void pauseWriting() {
            trace.log(name, "pause");
        }

        @Override
        public void resumeWriting() {
            trace.log(name, "resume");
        }
    }

    private record Pair(Peer a, Peer b) {}

    /**
     * Two ends of a connection, which are told here that it is made: over TCP either may learn of
     * it first, while Python makes the two ends of its socket pair one after the other.
     */
    private Pair connect(boolean keepsOpen) throws IOException {
        Peer a = new Peer("A", false);
        Peer b = new Peer("B", keepsOpen);
        Server server = Net.createServer(() -> b, HOST, 0);
        Net.createConnection(() -> a, HOST, server.port());
        a.made.await();
        b.made.await();
        trace.log("A made");
        trace.log("B made");
        server.close();
        return new Pair(a, b);
    }

    @Scenario("s55_protocol_half_close")
    void endThatStaysOpenStillAnswers() {
        Asyncio.run(
                () -> {
                    Pair pair = connect(true);
                    Transport a = pair.a.transport();
                    Transport b = pair.b.transport();
                    a.write("hi".getBytes(StandardCharsets.US_ASCII));
                    a.writeEof();
                    pair.b.eof.await();
                    trace.log("B closing", b.isClosing());
                    b.write("reply".getBytes(StandardCharsets.US_ASCII));
                    b.close();
                    trace.log("close returned");
                    pair.a.lost.await();
                    pair.b.lost.await();
                });
    }

    @Scenario("s56_close_flush_abort")
    void closeIsGentleAndAbortDropsWhatIsBuffered() {
        Asyncio.run(
                () -> {
                    closeGently();
                    abortWithAFullBuffer();
                });
    }

    private void closeGently() throws IOException {
        Pair pair = connect(false);
        Transport a = pair.a.transport();
        a.close();
        trace.log("closing", a.isClosing(), "lost?", pair.a.lost.isDone());
        pair.a.lost.await();
        pair.b.lost.await();
    }

    private void abortWithAFullBuffer() throws IOException {
        Pair pair = connect(false);
        Transport a = pair.a.transport();
        Transport b = pair.b.transport();
        b.pauseReading();
        a.setWriteBufferLimits(WriteBufferLimits.ofHigh(1000));
        WriteBufferLimits limits = a.writeBufferLimits();
        trace.log(Python.tuple(limits.lowBytes(), limits.highBytes()));
        a.write(new byte[MORE_THAN_TCP_BUFFERS]);
        trace.log("buffered", a.writeBufferSize() > 1000);
        a.abort();
        trace.log("size", a.writeBufferSize());
        pair.a.lost.await();
        b.abort();
        pair.b.lost.await();
    }
}
