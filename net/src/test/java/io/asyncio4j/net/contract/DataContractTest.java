package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.asyncio4j.net.Server;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferLimits;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** What every transport promises about the bytes that it carries, and about pausing them. */
public abstract class DataContractTest extends NetworkContract {
    private final Trace trace = new Trace();

    /** Tests on this carrier. */
    protected DataContractTest(Carrier carrier) {
        super(carrier);
    }

    @Test
    void muchDataArrivesInOrderBothWaysAtOnce() {
        byte[] toB = randomBytes(4_000_000);
        byte[] toA = randomBytes(carrier().goesBothWays() ? 3_000_001 : 0);
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace, true);
                    var b = new RecordingProtocol("B", trace, true);
                    connect(a, b);
                    writeInPieces(a.transport(), toB);
                    writeInPieces(b.transport(), toA);
                    if (carrier().closesHalves()) {
                        a.transport().writeEof();
                        b.transport().writeEof();
                        trace.await("A eof");
                        trace.await("B eof");
                    }
                    while (b.receivedBytes() < toB.length || a.receivedBytes() < toA.length) {
                        passes(1);
                    }
                    assertThat(b.received()).isEqualTo(toB);
                    assertThat(a.received()).isEqualTo(toA);
                });
    }

    /** In pieces of 1, 2, 3... bytes and growing. */
    private static void writeInPieces(Transport transport, byte[] all) {
        int size = 1;
        for (int at = 0; at < all.length; at += size++) {
            transport.write(ByteBuffer.wrap(all, at, Math.min(size, all.length - at)));
        }
    }

    @Test
    void aBufferMayBeReusedAfterTheWrite() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    byte[] array = bytes("first ");
                    a.transport().write(array);
                    Arrays.fill(array, (byte) '?');
                    ByteBuffer buffer = ByteBuffer.allocateDirect(6).put(bytes("second")).flip();
                    a.transport().write(buffer);
                    assertThat(buffer.hasRemaining()).isFalse();
                    buffer.clear().put(bytes("??????"));
                    a.transport().writeLines(List.of(bytes(" third"), bytes(" fourth")));
                    a.transport().write(new byte[0]);
                    a.transport().close();
                    b.awaitLost();
                    assertThat(new String(b.received(), ISO_8859_1))
                            .isEqualTo("first second third fourth");
                });
    }

    /** Small ones, and large ones of which the system has no room for all. */
    @Test
    void buffersOfAnySizeMayBeReusedAndArriveInOrder() {
        byte[] all = randomBytes(6_000_000);
        int[] sizes = {100, 1_500_000, 16_384, 3, 70_000, 2_000};
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    a.transport().setWriteBufferLimits(WriteBufferLimits.ofHigh(all.length));
                    byte[] array = new byte[1_500_000];
                    ByteBuffer direct = ByteBuffer.allocateDirect(array.length);
                    int at = 0;
                    for (int i = 0; at < all.length; i++) {
                        int size = Math.min(sizes[i % sizes.length], all.length - at);
                        ByteBuffer buffer =
                                i / sizes.length % 2 == 0 ? ByteBuffer.wrap(array) : direct;
                        buffer.clear().put(all, at, size).flip();
                        a.transport().write(buffer);
                        assertThat(buffer.hasRemaining()).isFalse();
                        buffer.clear().put(new byte[size]);
                        at += size;
                    }
                    while (b.receivedBytes() < all.length) {
                        passes(1);
                    }
                    assertThat(b.received()).isEqualTo(all);
                });
    }

    @Test
    void memoryThatIsGoneIsRefusedAndCountsForNothing() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    ByteBuffer gone;
                    try (Arena arena = Arena.ofConfined()) {
                        gone = arena.allocate(20_000).asByteBuffer();
                    }
                    assertThatThrownBy(() -> a.transport().write(gone))
                            .isInstanceOf(IllegalStateException.class);
                    assertThat(a.transport().writeBufferSize()).isZero();
                    a.transport().write(bytes("x"));
                    a.transport().close();
                    b.awaitLost();
                    assertThat(b.receivedBytes()).isOne();
                });
    }

    @Test
    void writingAfterTheOwnEofIsAMistake() {
        assumeHalvesCanBeClosed();
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    connect(a, new RecordingProtocol("B", trace, true));
                    a.transport().writeEof();
                    assertThatThrownBy(() -> a.transport().write(bytes("x")))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("write() after writeEof()");
                });
    }

    @Test
    void writingAfterTheEndIsIgnored() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    a.transport().close();
                    a.transport().write(bytes("x"));
                    a.awaitLost();
                    for (int i = 0; i < 6; i++) {
                        a.transport().write(bytes("x"));
                    }
                    assertThat(a.transport().writeBufferSize()).isZero();
                    b.awaitLost();
                    assertThat(b.receivedBytes()).isZero();
                });
    }

    @Test
    void aPauseInsideDataReceivedHoldsAtOnce() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b =
                            new RecordingProtocol("B", trace) {
                                @Override
                                public void dataReceived(ByteBuffer data) {
                                    trace.log("B got some");
                                    super.dataReceived(data);
                                    transport().pauseReading();
                                }
                            };
                    connect(a, b);
                    a.transport().write(new byte[1_000_000]);
                    trace.await("B got some");
                    assertThat(b.transport().isReading()).isFalse();
                    passes(20);
                    assertThat(trace.count("B got some")).isEqualTo(1);
                    int before = b.receivedBytes();
                    b.transport().resumeReading();
                    assertThat(b.receivedBytes()).as("nothing comes inside").isEqualTo(before);
                    assertThat(b.transport().isReading()).isTrue();
                    while (trace.count("B got some") < 2) {
                        passes(1);
                    }
                    passes(20);
                    assertThat(trace.count("B got some")).isEqualTo(2);
                    b.transport().abort();
                    a.awaitLost();
                });
    }

    @Test
    void dataStaysAsItIsWhenReadingIsResumedInsideDataReceived() {
        byte[] much = randomBytes(300_000);
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b =
                            new RecordingProtocol("B", trace) {
                                @Override
                                public void dataReceived(ByteBuffer data) {
                                    transport().pauseReading();
                                    transport().resumeReading();
                                    super.dataReceived(data);
                                }
                            };
                    connect(a, b);
                    a.transport().write(much);
                    a.transport().close();
                    b.awaitLost();
                    assertThat(b.received()).isEqualTo(much);
                });
    }

    @Test
    void aPauseHoldsTheEndOfTheStreamToo() {
        byte[] some = randomBytes(50_000); // less than any buffer of a system holds
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b =
                            new RecordingProtocol("B", trace) {
                                @Override
                                public void connectionMade(Transport made) {
                                    super.connectionMade(made);
                                    made.pauseReading();
                                }
                            };
                    connect(a, b);
                    a.transport().write(some);
                    a.transport().close();
                    if (!carrier().waitsForGoodbye()) { // of B, who does not read
                        a.awaitLost();
                    }
                    passes(20);
                    assertThat(b.receivedBytes()).isZero();
                    assertThat(trace.has("B eof")).isFalse();
                    b.transport().resumeReading();
                    b.transport().pauseReading();
                    passes(5);
                    assertThat(b.receivedBytes()).isZero();
                    b.transport().resumeReading();
                    b.awaitLost();
                    assertThat(b.received()).isEqualTo(some);
                    a.awaitLost();
                    assertThat(trace.words()).containsSubsequence("B eof", "B lost None");
                });
    }

    @Test
    void noDataComesBeforeTheConnectorHasItsTransport() {
        run(
                () -> {
                    var b =
                            new RecordingProtocol("B", trace) {
                                @Override
                                public void connectionMade(Transport made) {
                                    super.connectionMade(made);
                                    made.write(bytes("greeting"));
                                }
                            };
                    Server server = venue().createServer(() -> b);
                    venue().createConnection(() -> new RecordingProtocol("A", trace), server);
                    trace.log("connected");
                    trace.await("A data greeting");
                    assertThat(trace.words()).containsSubsequence("connected", "A data greeting");
                    server.close();
                    server.abortClients();
                    server.waitClosed();
                });
    }
}
