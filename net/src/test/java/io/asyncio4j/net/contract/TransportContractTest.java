package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.Asyncio;
import io.asyncio4j.ContextVar;
import io.asyncio4j.Future;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferLimits;

import org.junit.jupiter.api.Test;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What every transport promises to its protocol about life, data and the end. */
public abstract class TransportContractTest extends NetworkContract {
    private final Trace trace = new Trace();

    /** Tests on this carrier. */
    protected TransportContractTest(Carrier carrier) {
        super(carrier);
    }

    // ---- life

    @Test
    void halfCloseLetsThePeerAnswer() {
        assumeHalvesCanBeClosed();
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace, true);
                    connect(a, b);
                    trace.clear();
                    a.transport().write(bytes("hi"));
                    a.transport().writeEof();
                    trace.await("B eof");
                    trace.log("B closing", b.transport().isClosing());
                    b.transport().write(bytes("reply"));
                    b.transport().close();
                    trace.log("close returned");
                    a.awaitLost();
                    b.awaitLost();
                    if (carrier().sendsWithinAPass()) {
                        trace.assertWords(
                                "B data hi",
                                "B eof",
                                "B closing false",
                                "close returned",
                                "B lost None",
                                "A data reply",
                                "A eof",
                                "A lost None");
                    } else {
                        assertThat(trace.words())
                                .hasSize(8)
                                .startsWith(
                                        "B data hi", "B eof", "B closing false", "close returned")
                                .containsSubsequence("B lost None", "A eof", "A lost None")
                                .containsSubsequence("A data reply", "A eof");
                    }
                });
    }

    @Test
    void theEndIsToldLaterAndTheOwnSideFirst() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    trace.clear();
                    a.transport().close();
                    trace.log("closing", a.transport().isClosing());
                    b.awaitLost();
                    if (!carrier().waitsForGoodbye()) {
                        trace.assertWords("closing true", "A lost None", "B eof", "B lost None");
                    } else { // of B
                        a.awaitLost();
                        assertThat(trace.words())
                                .containsSubsequence("closing true", "B eof", "B lost None")
                                .containsSubsequence("B eof", "A lost None")
                                .hasSize(4);
                    }
                });
    }

    @Test
    void abortDropsWhatWasNotSent() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    b.transport().pauseReading();
                    trace.clear();
                    a.transport().setWriteBufferLimits(WriteBufferLimits.ofHigh(1000));
                    a.transport().write(new byte[16_000_000]);
                    trace.log("buffered", a.transport().writeBufferSize() > 1000);
                    a.transport().abort();
                    trace.log("size", a.transport().writeBufferSize());
                    a.awaitLost();
                    b.transport().abort();
                    b.awaitLost();
                    assertThat(trace.words())
                            .startsWith("A pause", "buffered true", "size 0", "A lost None")
                            .hasSize(5);
                    if (!carrier().waitsForGoodbye()) {
                        assertThat(trace.words()).endsWith("B lost None");
                    }
                });
    }

    @Test
    void theEndIsToldOnceHoweverOftenItIsAskedFor() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    connect(a, new RecordingProtocol("B", trace));
                    a.transport().close();
                    a.transport().close();
                    a.transport().abort();
                    a.awaitLost();
                    a.transport().close();
                    a.transport().abort();
                    trace.await("B lost None");
                    passes(5);
                    assertThat(trace.count("A lost None")).isEqualTo(1);
                    assertThat(trace.count("B lost None")).isEqualTo(1);
                });
    }

    @Test
    void closeSendsEverythingFirst() {
        byte[] much = randomBytes(5_000_000);
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    a.transport().write(much);
                    a.transport().close();
                    b.awaitLost();
                    assertThat(b.received()).isEqualTo(much);
                    if (carrier().waitsForGoodbye()) { // of B
                        a.awaitLost();
                    }
                    assertThat(trace.has("A lost None")).isTrue();
                });
    }

    @Test
    void writeEofIsRefusedWhereItCannotBeDone() {
        assumeTrue(carrier().waitsForGoodbye(), "only TLS ends both directions at once");
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    connect(a, new RecordingProtocol("B", trace));
                    assertThat(a.transport().canWriteEof()).isFalse();
                    assertThatThrownBy(() -> a.transport().writeEof())
                            .isInstanceOf(UnsupportedOperationException.class)
                            .hasMessageContaining("use close()");
                    a.transport().close();
                    a.awaitLost();
                    trace.await("B lost None");
                });
    }

    @Test
    void writeEofSendsEverythingFirst() {
        assumeHalvesCanBeClosed();
        byte[] much = randomBytes(5_000_000);
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace, true);
                    connect(a, b);
                    assertThat(a.transport().canWriteEof()).isTrue();
                    a.transport().write(much);
                    a.transport().writeEof();
                    a.transport().writeEof();
                    trace.await("B eof");
                    assertThat(b.received()).isEqualTo(much);
                    assertThat(a.transport().isClosing()).isFalse();
                    b.transport().close();
                    a.awaitLost();
                });
    }

    @Test
    void bothSidesMayCloseTheirHalf() {
        assumeHalvesCanBeClosed();
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace, true);
                    var b = new RecordingProtocol("B", trace, true);
                    connect(a, b);
                    a.transport().writeEof();
                    b.transport().writeEof();
                    trace.await("A eof");
                    trace.await("B eof");
                    passes(5);
                    assertThat(a.transport().isClosing()).isFalse();
                    a.transport().close();
                    b.transport().close();
                    a.awaitLost();
                    b.awaitLost();
                });
    }

    @Test
    void closingInsideDataReceivedEndsTheDelivery() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b =
                            new RecordingProtocol("B", trace) {
                                @Override
                                public void dataReceived(ByteBuffer data) {
                                    super.dataReceived(data);
                                    transport().close();
                                }
                            };
                    connect(a, b);
                    a.transport().write(new byte[1_000_000]);
                    b.awaitLost();
                    int atTheEnd = b.receivedBytes();
                    a.awaitLost();
                    assertThat(b.receivedBytes()).isEqualTo(atTheEnd).isLessThan(1_000_000);
                    assertThat(trace.has("B eof")).isFalse();
                });
    }

    @Test
    void writingToAPeerThatIsGoneEndsTheConnectionWithAFailure() {
        assumeHalvesCanBeClosed(); // else the end of the peer is the end
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace, true);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    b.transport().abort();
                    trace.await("A eof");
                    while (!a.transport().isClosing()) {
                        a.transport().write(bytes("anybody there?"));
                        passes(1);
                    }
                    a.awaitLost();
                    assertThat(trace.has("A lost ConnectionResetException")).isTrue();
                });
    }

    @Test
    void aResetInTheMiddleOfAWriteEndsTheConnectionWithAFailure() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace, true);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    b.transport().pauseReading();
                    a.transport().write(new byte[16_000_000]);
                    passes(3);
                    assertThat(a.transport().writeBufferSize()).isPositive();
                    b.transport().abort();
                    a.awaitLost();
                    if (!carrier().waitsForGoodbye()) {
                        assertThat(trace.has("A lost ConnectionResetException")).isTrue();
                    } else { // TLS may see the missing goodbye first
                        assertThat(trace.has("A lost None")).isFalse();
                    }
                    assertThat(a.transport().writeBufferSize()).isZero();
                });
    }

    // ---- who and where

    @Test
    void bothEndsKnowBothAddressesAlsoAfterTheEnd() {
        assumeTrue(carrier().hasAddresses(), () -> carrier() + " has no addresses");
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    SocketAddress client =
                            a.transport().extraInfo(ExtraInfo.SOCKNAME).orElseThrow();
                    SocketAddress server =
                            a.transport().extraInfo(ExtraInfo.PEERNAME).orElseThrow();
                    assertThat(b.transport().extraInfo(ExtraInfo.PEERNAME)).contains(client);
                    assertThat(b.transport().extraInfo(ExtraInfo.SOCKNAME)).contains(server);
                    assertThat(a.transport().extraInfo(new ExtraInfo<>("pipe", String.class)))
                            .isEmpty();
                    a.transport().close();
                    a.awaitLost();
                    b.awaitLost();
                    assertThat(a.transport().extraInfo(ExtraInfo.SOCKNAME)).contains(client);
                    assertThat(b.transport().extraInfo(ExtraInfo.PEERNAME)).contains(client);
                });
    }

    @Test
    void anotherProtocolGetsTheNextEvent() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    connect(a, b);
                    var c = new RecordingProtocol("C", trace);
                    assertThat(b.transport().protocol()).isSameAs(b);
                    b.transport().setProtocol(c);
                    assertThat(b.transport().protocol()).isSameAs(c);
                    a.transport().write(bytes("x"));
                    trace.await("C data x");
                    a.transport().close();
                    trace.await("C lost None");
                    assertThat(trace.has("B eof")).isFalse();
                    assertThat(trace.has("C made")).isFalse();
                });
    }

    @Test
    void protocolsAreCalledInACopyOfTheContextThatAskedForThem() {
        ContextVar<String> variable = ContextVar.of("who", "nobody");
        List<String> seen = new ArrayList<>();
        run(
                () -> {
                    final class Asking extends RecordingProtocol {
                        Asking(String name) {
                            super(name, trace);
                        }

                        @Override
                        public void connectionMade(Transport made) {
                            seen.add(name() + " made " + variable.get());
                            super.connectionMade(made);
                        }

                        @Override
                        public void dataReceived(ByteBuffer data) {
                            seen.add(name() + " data " + variable.get());
                            super.dataReceived(data);
                        }

                        @Override
                        public boolean eofReceived() {
                            seen.add(name() + " eof " + variable.get());
                            return super.eofReceived();
                        }

                        @Override
                        public void connectionLost(Optional<Throwable> cause) {
                            seen.add(name() + " lost " + variable.get());
                            super.connectionLost(cause);
                        }
                    }

                    variable.set("server");
                    Server server = venue().createServer(() -> new Asking("B"));
                    variable.set("client");
                    var link = venue().createConnection(() -> new Asking("A"), server);
                    variable.set("later");
                    link.transport().write(bytes("x"));
                    trace.await("B data x");
                    link.transport().close();
                    trace.await("A lost None");
                    trace.await("B lost None");
                    server.close();
                    assertThat(seen)
                            .contains("A made client", "A lost client")
                            .contains(
                                    "B made server",
                                    "B data server",
                                    "B eof server",
                                    "B lost server")
                            .hasSize(6);
                });
    }

    @Test
    void anotherThreadIsRefused() {
        run(
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    connect(a, new RecordingProtocol("B", trace));
                    Future<Boolean> foreign =
                            Asyncio.getRunningLoop()
                                    .runInExecutor(
                                            () -> {
                                                a.transport().write(bytes("x"));
                                                return true;
                                            });
                    assertThatThrownBy(foreign::await)
                            .isInstanceOf(WrongThreadException.class)
                            .hasMessageContaining("callSoonThreadsafe");
                });
    }
}
