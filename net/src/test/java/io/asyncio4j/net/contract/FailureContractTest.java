package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferFullException;
import io.asyncio4j.net.transport.WriteBufferLimits;

import org.junit.jupiter.api.Test;

import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happens when protocols fail, peers are slow, or nobody is there. */
public abstract class FailureContractTest extends NetworkContract {
    private final Trace trace = new Trace();

    /** What the loop's exception handler was told. */
    private final List<ExceptionContext> reports = new ArrayList<>();

    /** Tests on this carrier. */
    protected FailureContractTest(Carrier carrier) {
        super(carrier);
    }

    private void recordReports() {
        Asyncio.getRunningLoop().setExceptionHandler((loop, report) -> reports.add(report));
    }

    private void assertReported(String message, Throwable failure, RecordingProtocol protocol) {
        assertThat(reports).hasSize(1);
        ExceptionContext report = reports.getFirst();
        assertThat(report.message()).contains(message);
        assertThat(report.exception()).containsSame(failure);
        assertThat(report.keys()).containsExactly("exception", "message", "protocol", "transport");
        assertThat(report.details())
                .containsEntry("protocol", protocol)
                .containsEntry("transport", protocol.transport());
    }

    // ---- protocols that fail

    @Test
    void aFailureInDataReceivedIsReportedAndEndsTheConnection() {
        var failure = new IllegalArgumentException("no such command");
        run(
                () -> {
                    recordReports();
                    var a = new RecordingProtocol("A", trace);
                    var b =
                            new RecordingProtocol("B", trace) {
                                @Override
                                public void dataReceived(ByteBuffer data) {
                                    throw failure;
                                }
                            };
                    connect(a, b);
                    a.transport().write(new byte[1]);
                    b.awaitLost();
                    a.awaitLost();
                    assertReported("protocol.dataReceived() call failed", failure, b);
                    assertThat(trace.has("B lost IllegalArgumentException")).isTrue();
                });
    }

    @Test
    void aFailureInEofReceivedIsReportedAndEndsTheConnection() {
        var failure = new IllegalStateException("not yet");
        run(
                () -> {
                    recordReports();
                    var a = new RecordingProtocol("A", trace);
                    var b =
                            new RecordingProtocol("B", trace) {
                                @Override
                                public boolean eofReceived() {
                                    throw failure;
                                }
                            };
                    connect(a, b);
                    endOutput(a.transport());
                    b.awaitLost();
                    a.awaitLost();
                    assertReported("protocol.eofReceived() call failed", failure, b);
                    assertThat(trace.has("B lost IllegalStateException")).isTrue();
                });
    }

    @Test
    void aFailureInConnectionMadeIsReportedAndEndsTheConnection() {
        var failure = new IllegalStateException("full");
        run(
                () -> {
                    recordReports();
                    var a = new RecordingProtocol("A", trace);
                    var b =
                            new RecordingProtocol("B", trace) {
                                @Override
                                public void connectionMade(Transport made) {
                                    super.connectionMade(made);
                                    throw failure;
                                }
                            };
                    connect(a, b);
                    b.awaitLost();
                    a.awaitLost();
                    assertReported("protocol.connectionMade() call failed", failure, b);
                });
    }

    @Test
    void failuresInPauseAndResumeAreReportedAndTheConnectionGoesOn() {
        run(
                () -> {
                    recordReports();
                    var a =
                            new RecordingProtocol("A", trace) {
                                @Override
                                public void pauseWriting() {
                                    throw new IllegalStateException("in pause");
                                }

                                @Override
                                public void resumeWriting() {
                                    trace.log("resuming");
                                    throw new IllegalStateException("in resume");
                                }
                            };
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    a.transport().write(new byte[5_000_000]);
                    trace.await("resuming");
                    a.transport().close();
                    b.awaitLost();
                    assertThat(b.receivedBytes()).isEqualTo(5_000_000);
                    assertThat(reports)
                            .extracting(ExceptionContext::message)
                            .containsExactly(
                                    "protocol.pauseWriting() failed",
                                    "protocol.resumeWriting() failed");
                });
    }

    @Test
    void aFailureInConnectionLostIsReportedAndEverythingIsReleased() {
        run(
                () -> {
                    recordReports();
                    var b =
                            new RecordingProtocol("B", trace) {
                                @Override
                                public void connectionLost(Optional<Throwable> cause) {
                                    super.connectionLost(cause);
                                    throw new IllegalStateException("in lost");
                                }
                            };
                    Server server = venue().createServer(() -> b);
                    var a = new RecordingProtocol("A", trace);
                    venue().createConnection(() -> a, server).transport().close();
                    a.awaitLost();
                    b.awaitLost();
                    server.close();
                    server.waitClosed();
                    assertThat(reports).hasSize(1);
                    assertThat(reports.getFirst().exception().orElseThrow()).hasMessage("in lost");
                });
    }

    @Test
    void aFailingFactoryFailsTheConnectWithThatFailure() {
        var failure = new IllegalStateException("no protocol");
        run(
                () -> {
                    Server server = venue().createServer(() -> new RecordingProtocol("B", trace));
                    assertThatThrownBy(
                                    () ->
                                            venue().createConnection(
                                                            () -> {
                                                                throw failure;
                                                            },
                                                            server))
                            .isSameAs(failure);
                    if (!carrier()
                            .waitsForGoodbye()) { // else its handshake failed before B was made
                        trace.await("B lost None");
                    }
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aFailingFactoryOfAServerIsReportedAndTheServerGoesOn() {
        run(
                () -> {
                    recordReports();
                    List<RecordingProtocol> given = new ArrayList<>();
                    Server server =
                            venue().createServer(
                                            () -> {
                                                if (given.isEmpty()) {
                                                    given.add(new RecordingProtocol("none", trace));
                                                    throw new IllegalStateException(
                                                            "not this time");
                                                }
                                                return new RecordingProtocol("B", trace);
                                            });
                    var refused = new RecordingProtocol("A", trace);
                    venue().createConnection(() -> refused, server);
                    refused.awaitLost();
                    var accepted = new RecordingProtocol("C", trace);
                    venue().createConnection(() -> accepted, server);
                    trace.await("B made");
                    accepted.transport().close();
                    server.close();
                    server.waitClosed();
                    assertThat(reports).hasSize(1);
                    assertThat(reports.getFirst().exception().orElseThrow())
                            .hasMessage("not this time");
                });
    }

    @Test
    void connectingToNobodyFails() {
        run(
                () -> {
                    Server server = venue().createServer(() -> new RecordingProtocol("B", trace));
                    server.close();
                    server.waitClosed();
                    assertThatThrownBy(
                                    () ->
                                            venue().createConnection(
                                                            () -> new RecordingProtocol("A", trace),
                                                            server))
                            .isInstanceOf(ConnectException.class)
                            .hasMessageMatching(".*(refused|No such file or directory).*")
                            .hasMessageContaining(venue().nameOf(server));
                    trace.assertWords();
                });
    }

    // ---- slow peers

    @Test
    void pauseAndResumeAlternateAndMemoryIsBounded() {
        run(
                () -> {
                    var a =
                            new RecordingProtocol("A", trace) {
                                int rounds;

                                @Override
                                public void connectionMade(Transport made) {
                                    super.connectionMade(made);
                                    made.setWriteBufferLimits(new WriteBufferLimits(1_000, 10_000));
                                }

                                // Writes until it is asked to pause, a thousand times.
                                @Override
                                public void resumeWriting() {
                                    super.resumeWriting();
                                    fill();
                                }

                                void fill() {
                                    if (rounds++ == 1000) {
                                        trace.log("done");
                                        return;
                                    }
                                    long before = trace.count("A pause");
                                    while (trace.count("A pause") == before) {
                                        transport().write(new byte[997]);
                                    }
                                    assertThat(transport().writeBufferSize())
                                            .isBetween(10_001, 10_997);
                                }
                            };
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    trace.clear();
                    a.fill();
                    trace.await("done");
                    assertThat(trace.words().subList(0, 6))
                            .containsExactly(
                                    "A pause",
                                    "A resume",
                                    "A pause",
                                    "A resume",
                                    "A pause",
                                    "A resume");
                    assertThat(trace.count("A pause")).isEqualTo(1000);
                    assertThat(trace.count("A resume")).isEqualTo(1000);
                    a.transport().abort();
                    b.awaitLost();
                });
    }

    @Test
    void aPeerThatDoesNotReadStopsTheWriter() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    b.transport().pauseReading();
                    trace.clear();
                    while (!trace.has("A pause")) {
                        a.transport().write(new byte[10_000]);
                        passes(1);
                    }
                    passes(20);
                    assertThat(a.transport().writeBufferSize())
                            .isBetween(64 * 1024, 64 * 1024 + 10_000);
                    trace.assertWords("A pause");
                    b.transport().resumeReading();
                    trace.await("A resume");
                    assertThat(a.transport().writeBufferSize()).isLessThanOrEqualTo(16 * 1024);
                    a.transport().close();
                    b.awaitLost();
                    if (!carrier().waitsForGoodbye()) {
                        trace.assertWords(
                                "A pause", "A resume", "A lost None", "B eof", "B lost None");
                    } else { // of B
                        a.awaitLost();
                        trace.assertWords(
                                "A pause", "A resume", "B eof", "B lost None", "A lost None");
                    }
                });
    }

    @Test
    void newLimitsMayPauseAtOnce() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    b.transport().pauseReading();
                    assertThat(a.transport().writeBufferLimits())
                            .isEqualTo(new WriteBufferLimits(16 * 1024, 64 * 1024));
                    while (a.transport().writeBufferSize() <= 20_000) {
                        a.transport().write(new byte[10_000]);
                        passes(1);
                    }
                    trace.clear();
                    a.transport().setWriteBufferLimits(WriteBufferLimits.ofHigh(20_000));
                    trace.assertWords("A pause");
                    assertThat(a.transport().writeBufferLimits())
                            .isEqualTo(new WriteBufferLimits(5_000, 20_000));
                    a.transport().abort();
                    b.transport().abort();
                    a.awaitLost();
                    b.awaitLost();
                });
    }

    @Test
    void aWriteBeyondTheCapIsRefused() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    a.transport()
                            .setWriteBufferLimits(WriteBufferLimits.ofHigh(1_000).withCap(2_000));
                    b.transport().pauseReading();
                    assertThatThrownBy(() -> a.transport().write(new byte[2_001]))
                            .isInstanceOf(WriteBufferFullException.class)
                            .hasMessageContaining("2001 more bytes")
                            .hasMessageContaining("may hold 2000");
                    assertThat(a.transport().writeBufferSize()).isZero();
                    a.transport().write(new byte[2_000]);
                    a.transport().close();
                    b.transport().resumeReading();
                    b.awaitLost();
                    assertThat(b.receivedBytes()).isEqualTo(2_000);
                });
    }
}
