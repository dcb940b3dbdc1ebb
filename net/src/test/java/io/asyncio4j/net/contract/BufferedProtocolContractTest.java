package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.net.transport.BufferedProtocol;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What every transport promises to protocols that bring their own memory. */
public abstract class BufferedProtocolContractTest extends NetworkContract {
    private final Trace trace = new Trace();

    /** Tests on this carrier. */
    protected BufferedProtocolContractTest(Carrier carrier) {
        super(carrier);
    }

    /** Receives into a buffer of its own, which it empties whenever something came. */
    private class Receiving extends RecordingProtocol implements BufferedProtocol {
        private final ByteBuffer buffer;
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();

        Receiving(int bufferBytes) {
            super("B", trace);
            buffer = ByteBuffer.allocate(bufferBytes);
        }

        byte[] all() {
            return all.toByteArray();
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            return buffer;
        }

        @Override
        public void bufferUpdated(int bytes) {
            assertThat(buffer.position()).isEqualTo(bytes);
            all.write(buffer.array(), 0, bytes);
            buffer.clear();
            trace.log("B updated", bytes > 10 ? "much" : bytes);
        }

        /**
         * Not called: the transport, or the default of the interface, puts bytes into the buffer.
         */
        @Override
        public void dataReceived(ByteBuffer data) {
            BufferedProtocol.super.dataReceived(data);
        }
    }

    @Test
    void dataIsPutIntoTheBufferOfTheProtocol() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new Receiving(100);
                    connect(a, b);
                    a.transport().write(bytes("hello"));
                    trace.await("B updated 5");
                    assertThat(b.all()).isEqualTo(bytes("hello"));
                    a.transport().close();
                    b.awaitLost();
                    assertThat(trace.words()).contains("B eof", "B lost None");
                });
    }

    @Test
    void aBufferThatIsSmallerThanTheDataIsFilledAgainAndAgain() {
        byte[] much = randomBytes(300_000);
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new Receiving(777);
                    connect(a, b);
                    a.transport().write(much);
                    a.transport().close();
                    b.awaitLost();
                    assertThat(b.all()).isEqualTo(much);
                });
    }

    @Test
    void whatIsLeftOfAPieceComesBeforeTheNextAlsoWhenReadingIsResumedInside() {
        byte[] much = randomBytes(300_000);
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b =
                            new Receiving(777) {
                                @Override
                                public void bufferUpdated(int bytes) {
                                    transport().pauseReading();
                                    transport().resumeReading();
                                    super.bufferUpdated(bytes);
                                }
                            };
                    connect(a, b);
                    a.transport().write(much);
                    a.transport().close();
                    b.awaitLost();
                    assertThat(b.all()).isEqualTo(much);
                });
    }

    @Test
    void aPauseInsideBufferUpdatedHoldsAtOnceAndLosesNothing() {
        byte[] much = randomBytes(50_000);
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b =
                            new Receiving(1000) {
                                @Override
                                public void bufferUpdated(int bytes) {
                                    super.bufferUpdated(bytes);
                                    transport().pauseReading();
                                }
                            };
                    connect(a, b);
                    a.transport().write(much);
                    endOutput(a.transport());
                    trace.awaitPrefix("B updated");
                    while (b.all().length < much.length) {
                        int before = b.all().length;
                        passes(5);
                        assertThat(b.all().length).as("it holds").isEqualTo(before);
                        b.transport().resumeReading();
                        assertThat(b.all().length).as("nothing comes inside").isEqualTo(before);
                        while (b.transport().isReading()) {
                            passes(1);
                        }
                    }
                    assertThat(b.all()).isEqualTo(much);
                    assertThat(trace.has("B eof")).isFalse();
                    b.transport().resumeReading();
                    trace.await("B eof");
                    b.awaitLost();
                });
    }

    @Test
    void closingInsideBufferUpdatedEndsTheDelivery() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b =
                            new Receiving(1000) {
                                @Override
                                public void bufferUpdated(int bytes) {
                                    super.bufferUpdated(bytes);
                                    transport().close();
                                }
                            };
                    connect(a, b);
                    a.transport().write(new byte[50_000]);
                    b.awaitLost();
                    assertThat(b.all()).hasSizeLessThanOrEqualTo(1000);
                    a.transport().abort();
                    a.awaitLost();
                });
    }

    @Test
    void theKindOfProtocolMayChangeAtAnyTime() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var plain = new RecordingProtocol("P", trace);
                    var b = new Receiving(100);
                    connect(a, plain);
                    a.transport().write(bytes("one"));
                    trace.await("P data one");
                    plain.transport().setProtocol(b);
                    a.transport().write(bytes("three"));
                    trace.await("B updated 5");
                    plain.transport().setProtocol(plain);
                    a.transport().write(bytes("five"));
                    trace.await("P data five");
                    a.transport().close();
                    plain.awaitLost();
                });
    }

    @Test
    void anEmptyBufferIsReportedAndEndsTheConnection() {
        assertEnds("returned an empty buffer", new Receiving(0));
    }

    @Test
    void aFailureInGetBufferIsReportedAndEndsTheConnection() {
        assertEnds(
                "no buffer today",
                new Receiving(1) {
                    @Override
                    public ByteBuffer getBuffer(int sizeHint) {
                        throw new IllegalStateException("no buffer today");
                    }
                });
    }

    @Test
    void aFailureInBufferUpdatedIsReportedAndEndsTheConnection() {
        assertEnds(
                "no update today",
                new Receiving(1) {
                    @Override
                    public void bufferUpdated(int bytes) {
                        throw new IllegalStateException("no update today");
                    }
                });
    }

    private void assertEnds(String message, Receiving b) {
        List<ExceptionContext> reports = new ArrayList<>();
        run(
                () -> {
                    Asyncio.getRunningLoop().setExceptionHandler((loop, each) -> reports.add(each));
                    var a = new RecordingProtocol("A", trace);
                    connect(a, b);
                    a.transport().write(bytes("x"));
                    trace.await("B lost IllegalStateException");
                    a.transport().abort();
                    a.awaitLost();
                });
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().exception().orElseThrow()).hasMessageContaining(message);
        assertThat(reports.getFirst().message()).startsWith("Fatal error: protocol.");
    }
}
