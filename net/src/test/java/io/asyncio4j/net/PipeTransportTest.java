package io.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.contract.NetworkContract;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.transport.WriteBufferLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the ends of a pipe whose calls block promise beyond the contract of transports. */
class PipeTransportTest extends NetworkContract {
    private final Trace trace = new Trace();

    PipeTransportTest() {
        super(new PipeCarrier(BlockingPipe.Kind.SYSTEM));
    }

    // ---- data

    @ParameterizedTest
    @EnumSource
    void muchDataArrivesInOrder(BlockingPipe.Kind kind) {
        byte[] much = randomBytes(4_000_000);
        run(
                () -> {
                    PipeEnds ends = new PipeEnds(trace, kind);
                    int size = 1;
                    for (int at = 0; at < much.length; at += size++) {
                        ends.a
                                .transport()
                                .write(ByteBuffer.wrap(much, at, Math.min(size, much.length - at)));
                    }
                    ends.a.transport().close();
                    ends.b.awaitLost();
                    assertThat(ends.b.received()).isEqualTo(much);
                    assertThat(trace.words())
                            .contains("A lost None", "A pause")
                            .endsWith("B eof", "B lost None");
                });
    }

    @ParameterizedTest
    @EnumSource
    void writingAfterTheOwnEofIsAMistake(BlockingPipe.Kind kind) {
        run(
                () -> {
                    PipeEnds ends = new PipeEnds(trace, kind);
                    ends.a.transport().write(bytes("x"));
                    ends.a.transport().writeEof();
                    ends.a.transport().writeEof();
                    assertThatThrownBy(() -> ends.a.transport().write(bytes("y")))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("write() after writeEof()");
                    ends.b.awaitLost();
                    assertThat(ends.b.received()).isEqualTo(bytes("x"));
                    ends.a.awaitLost();
                });
    }

    @ParameterizedTest
    @EnumSource
    void writingAfterTheEndIsIgnored(BlockingPipe.Kind kind) {
        run(
                () -> {
                    PipeEnds ends = new PipeEnds(trace, kind);
                    ends.a.transport().close();
                    ends.a.transport().write(bytes("x"));
                    ends.a.awaitLost();
                    for (int i = 0; i < 6; i++) {
                        ends.a.transport().write(bytes("x"));
                    }
                    assertThat(ends.a.transport().writeBufferSize()).isZero();
                    ends.b.awaitLost();
                    assertThat(ends.b.receivedBytes()).isZero();
                });
    }

    @ParameterizedTest
    @EnumSource
    void aPauseInsideDataReceivedHoldsAtOnceAndHoldsTheWriterToo(BlockingPipe.Kind kind) {
        int much = 1_000_000;
        run(
                () -> {
                    var pausing =
                            new RecordingProtocol("B", trace) {
                                @Override
                                public void dataReceived(ByteBuffer data) {
                                    trace.log("B got some");
                                    super.dataReceived(data);
                                    transport().pauseReading();
                                }
                            };
                    PipeEnds ends = new PipeEnds(trace, kind, pausing);
                    ends.a.transport().write(new byte[much]);
                    trace.await("B got some");
                    assertThat(ends.b.transport().isReading()).isFalse();
                    passes(200);
                    assertThat(trace.count("B got some")).isEqualTo(1);
                    // What the pipe, one piece under way and one that is held can take, and no
                    // more.
                    assertThat(ends.a.transport().writeBufferSize()).isGreaterThan(much - 300_000);
                    int before = ends.b.receivedBytes();
                    ends.b.transport().resumeReading();
                    assertThat(ends.b.receivedBytes()).as("nothing comes inside").isEqualTo(before);
                    while (ends.b.receivedBytes() == before) {
                        passes(1);
                    }
                    passes(200);
                    assertThat(trace.count("B got some")).isEqualTo(2);
                    ends.b.transport().abort();
                    ends.a.awaitLost();
                    assertThat(trace.has("A lost ConnectionResetException")).isTrue();
                });
    }

    @ParameterizedTest
    @EnumSource
    void theWriterPausesAboveItsMarkAndResumesBelow(BlockingPipe.Kind kind) {
        run(
                () -> {
                    PipeEnds ends = new PipeEnds(trace, kind);
                    ends.a.transport().setWriteBufferLimits(new WriteBufferLimits(10, 1000));
                    ends.a.transport().write(new byte[1000]);
                    assertThat(trace.has("A pause")).isFalse();
                    ends.a.transport().write(new byte[1]);
                    assertThat(trace.has("A pause")).isTrue();
                    trace.await("A resume");
                    assertThat(ends.a.transport().writeBufferSize()).isLessThanOrEqualTo(10);
                    ends.a.transport().close();
                    ends.b.awaitLost();
                });
    }

    // ---- the end

    @ParameterizedTest
    @EnumSource
    void aReaderThatIsGoneIsNoticedByTheNextWrite(BlockingPipe.Kind kind) {
        run(
                () -> {
                    PipeEnds ends = new PipeEnds(trace, kind);
                    ends.b.transport().close();
                    ends.b.awaitLost();
                    passes(20);
                    assertThat(trace.has("A lost None")).isFalse();
                    while (!ends.a.transport().isClosing()) {
                        ends.a.transport().write(bytes("anybody there?"));
                        passes(1);
                    }
                    ends.a.awaitLost();
                    assertThat(trace.has("A lost ConnectionResetException")).isTrue();
                });
    }

    @Test
    void aReaderThatIsBlockedLosesItsThreadWhenItIsClosed() {
        run(
                () -> {
                    List<Thread> others = threads("asyncio4j-pipe-reader");
                    PipeEnds ends = new PipeEnds(trace, BlockingPipe.Kind.SYSTEM);
                    passes(20);
                    List<Thread> readers = new ArrayList<>(threads("asyncio4j-pipe-reader"));
                    readers.removeAll(others); // of tests that left an end open
                    assertThat(readers).isNotEmpty();
                    ends.b.transport().close();
                    ends.b.awaitLost();
                    Asyncio.toThread(
                            () -> {
                                for (Thread reader : readers) {
                                    reader.join();
                                }
                            });
                });
    }

    @ParameterizedTest
    @EnumSource
    void threadsEndWithTheirLoop(BlockingPipe.Kind kind) throws Exception {
        List<Thread> writers = new ArrayList<>();
        run(
                () -> {
                    PipeEnds ends = new PipeEnds(trace, kind);
                    ends.a.transport().write(bytes("x"));
                    trace.await("B data x");
                    writers.addAll(threads("asyncio4j-pipe-writer"));
                });
        assertThat(writers).isNotEmpty();
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }

    // ---- failures

    @Test
    void aStreamThatFailsEndsItsTransportWithTheFailure() {
        InputStream failing =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the disk is gone");
                    }
                };
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int single) throws IOException {
                        throw new IOException("no space left on device");
                    }
                };
        List<Throwable> causes = new ArrayList<>();
        run(
                () -> {
                    final class Lost extends RecordingProtocol {
                        Lost(String name) {
                            super(name, trace);
                        }

                        @Override
                        public void connectionLost(Optional<Throwable> cause) {
                            causes.add(cause.orElseThrow());
                            super.connectionLost(cause);
                        }
                    }

                    Pipes.connectReadPipe(() -> new Lost("B"), failing);
                    Pipes.connectWritePipe(() -> new Lost("A"), full).transport().write(bytes("x"));
                    trace.await("B lost IOException");
                    trace.await("A lost IOException");
                    assertThat(causes)
                            .extracting(Throwable::getMessage)
                            .containsExactlyInAnyOrder(
                                    "the disk is gone", "no space left on device");
                });
    }

    @ParameterizedTest
    @EnumSource
    void aProtocolThatFailsIsReportedAndEndsItsPipe(BlockingPipe.Kind kind) {
        run(
                () -> {
                    Asyncio.getRunningLoop()
                            .setExceptionHandler(
                                    (loop, report) -> trace.log("report", report.message()));
                    var failing =
                            new RecordingProtocol("B", trace) {
                                @Override
                                public void dataReceived(ByteBuffer data) {
                                    throw new IllegalArgumentException("not for me");
                                }
                            };
                    PipeEnds ends = new PipeEnds(trace, kind, failing);
                    ends.a.transport().write(bytes("x"));
                    ends.b.awaitLost();
                    assertThat(trace.words())
                            .containsSubsequence(
                                    "report Fatal error: protocol.dataReceived() call failed",
                                    "B lost IllegalArgumentException");
                });
    }
}
