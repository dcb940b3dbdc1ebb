package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.ContextVar;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Future;
import io.asyncio4j.net.Datagrams;
import io.asyncio4j.net.transport.DatagramOptions;
import io.asyncio4j.net.transport.DatagramTransport;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.WriteBufferFullException;
import io.asyncio4j.net.transport.WriteBufferLimits;
import io.asyncio4j.spi.Wording;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What every transport for datagrams promises to its protocol. */
public abstract class DatagramContractTest extends NetworkContract {
    private final Trace trace = new Trace();

    /** Tests on this carrier. */
    protected DatagramContractTest(Carrier carrier) {
        super(carrier);
    }

    /** Whether a connected transport can send nothing at all, which the JDK's cannot. */
    protected boolean sendsEmptyWhenConnected() {
        return true;
    }

    /**
     * Whether a flood within one pass is sure to fill the transport's buffer. The system mostly
     * takes all at once where the receiver is on the same machine.
     */
    protected boolean pushesBack() {
        return false;
    }

    private RecordingDatagrams bound(String name) throws IOException {
        var protocol = new RecordingDatagrams(name, trace);
        Datagrams.createDatagramEndpoint(
                () -> protocol, DatagramOptions.DEFAULT.withLocalAddress(HOST, 0));
        return protocol;
    }

    private RecordingDatagrams connected(String name, SocketAddress peer) throws IOException {
        var protocol = new RecordingDatagrams(name, trace);
        var address = (InetSocketAddress) peer;
        Datagrams.createDatagramEndpoint(
                () -> protocol,
                DatagramOptions.DEFAULT.withRemoteAddress(
                        address.getHostString(), address.getPort()));
        return protocol;
    }

    private static SocketAddress nobody() throws IOException {
        var gone = new RecordingDatagrams("gone", new Trace());
        Datagrams.createDatagramEndpoint(
                () -> gone, DatagramOptions.DEFAULT.withLocalAddress(HOST, 0));
        SocketAddress address = gone.address();
        gone.transport().abort();
        passes(5);
        return address;
    }

    // ---- sending and receiving

    @Test
    void datagramsGoBothWaysWithTheirBounds() {
        run(
                () -> {
                    var a = bound("A");
                    var b = bound("B");
                    a.transport().sendTo(bytes("one"), b.address());
                    a.transport().sendTo(bytes("two"), b.address());
                    trace.await("B data 'two'");
                    assertThat(b.lastSender()).isEqualTo(a.address());
                    b.transport().sendTo(bytes("back"), b.lastSender());
                    trace.await("A data 'back'");
                    trace.assertWords(
                            "A made", "B made", "B data 'one'", "B data 'two'", "A data 'back'");
                });
    }

    @Test
    void aConnectedTransportTalksToItsPeerOnly() {
        run(
                () -> {
                    var server = bound("S");
                    var client = connected("C", server.address());
                    var stranger = bound("X");
                    assertThat(client.transport().extraInfo(ExtraInfo.PEERNAME))
                            .contains(server.address());
                    assertThat(server.transport().extraInfo(ExtraInfo.PEERNAME)).isEmpty();
                    stranger.transport().sendTo(bytes("spoof"), client.address());
                    client.transport().send(bytes("ping"));
                    trace.await("S data 'ping'");
                    assertThat(server.lastSender()).isEqualTo(client.address());
                    server.transport().sendTo(bytes("pong"), server.lastSender());
                    client.transport().sendTo(bytes("named"), server.address());
                    trace.await("C data 'pong'");
                    trace.await("S data 'named'");
                    assertThat(trace.has("C data 'spoof'")).isFalse();
                    assertThatThrownBy(
                                    () -> client.transport().sendTo(bytes("x"), stranger.address()))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining(
                                    "sends only there, not to " + Wording.of(stranger.address()));
                    assertThatThrownBy(() -> server.transport().send(bytes("x")))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("not connected");
                });
    }

    @Test
    void emptyDatagramsAreSentAndDelivered() {
        run(
                () -> {
                    var a = bound("A");
                    var b = bound("B");
                    a.transport().sendTo(bytes(""), b.address());
                    trace.await("B data ''");
                    a.transport().sendTo(bytes("x"), b.address());
                    trace.await("B data 'x'");
                });
    }

    @Test
    void emptyDatagramsAreDeliveredToAConnectedTransportAndSentByIt() {
        run(
                () -> {
                    var server = bound("S");
                    var client = connected("C", server.address());
                    server.transport().sendTo(bytes(""), client.address());
                    trace.await("C data ''");
                    client.transport().send(bytes(""));
                    trace.awaitPrefix(sendsEmptyWhenConnected() ? "S data ''" : "C error");
                    client.transport().send(bytes("x"));
                    trace.await("S data 'x'");
                });
    }

    @Test
    void theLargestDatagramArrivesWhole() {
        run(
                () -> {
                    var a = bound("A");
                    var b = bound("B");
                    a.transport().sendTo(new byte[65_507], b.address());
                    trace.await("B bytes 65507");
                });
    }

    @Test
    void aDatagramThatIsTooLargeIsAnErrorAndTheTransportGoesOn() {
        run(
                () -> {
                    var a = bound("A");
                    var b = bound("B");
                    a.transport().sendTo(new byte[65_508], b.address());
                    assertThat(trace.has("A error SocketException")).as("not inside").isFalse();
                    trace.await("A error SocketException");
                    assertThat(a.transport().writeBufferSize()).isZero();
                    a.transport().sendTo(bytes("x"), b.address());
                    trace.await("B data 'x'");
                    assertThat(trace.words().stream().filter(w -> w.startsWith("B bytes")))
                            .isEmpty();
                });
    }

    @Test
    void aPeerThatVanishedIsAnErrorForAConnectedTransport() {
        run(
                () -> {
                    var server = bound("S");
                    var client = connected("C", server.address());
                    client.transport().send(bytes("ping"));
                    trace.await("S data 'ping'");
                    server.transport().close();
                    trace.await("S lost None");
                    while (!trace.has("C error PortUnreachableException")) {
                        client.transport().send(bytes("anybody?"));
                        passes(1);
                    }
                    assertThat(client.transport().isClosing()).isFalse();
                });
    }

    @Test
    void nobodyAtAnAddressIsNoErrorForOthers() {
        run(
                () -> {
                    var a = bound("A");
                    var b = bound("B");
                    a.transport().sendTo(bytes("void"), nobody());
                    a.transport().sendTo(bytes("x"), b.address());
                    trace.await("B data 'x'");
                    passes(5);
                    assertThat(trace.words()).noneMatch(word -> word.startsWith("A error"));
                });
    }

    @Test
    void aBufferMayBeReusedAfterTheSend() {
        run(
                () -> {
                    var a = bound("A");
                    var b = bound("B");
                    byte[] array = bytes("first");
                    a.transport().sendTo(array, b.address());
                    Arrays.fill(array, (byte) '?');
                    ByteBuffer buffer = ByteBuffer.allocateDirect(6).put(bytes("second")).flip();
                    a.transport().sendTo(buffer, b.address());
                    assertThat(buffer.hasRemaining()).isFalse();
                    buffer.clear().put(bytes("??????"));
                    trace.await("B data 'first'");
                    trace.await("B data 'second'");
                });
    }

    // ---- the write buffer

    @Test
    void theBufferCountsAHeaderForEachDatagramAndPausesAboveItsMark() {
        run(
                () -> {
                    var a = bound("A");
                    var b = bound("B");
                    a.transport().setWriteBufferLimits(new WriteBufferLimits(0, 30).withCap(1000));
                    assertThat(a.transport().writeBufferLimits().highBytes()).isEqualTo(30);
                    a.transport().sendTo(bytes("12345"), b.address());
                    assertThat(a.transport().writeBufferSize())
                            .isEqualTo(5 + DatagramTransport.HEADER_BYTES);
                    assertThatThrownBy(() -> a.transport().sendTo(new byte[980], b.address()))
                            .isInstanceOf(WriteBufferFullException.class)
                            .hasMessageContaining("988 more bytes");
                    trace.await("B data '12345'");
                    assertThat(a.transport().writeBufferSize()).isZero();
                });
    }

    @Test
    void closeSendsEverythingFirstAndTellsLater() {
        run(
                () -> {
                    var a = bound("A");
                    var b = bound("B");
                    trace.clear();
                    a.transport().sendTo(bytes("last"), b.address());
                    a.transport().close();
                    a.transport().close();
                    assertThat(a.transport().isClosing()).isTrue();
                    for (int i = 0; i < 6; i++) {
                        a.transport().sendTo(bytes("late"), b.address());
                    }
                    trace.log("returned");
                    trace.await("A lost None");
                    trace.await("B data 'last'");
                    passes(5);
                    assertThat(trace.words().getFirst()).isEqualTo("returned");
                    assertThat(trace.count("A lost None")).isEqualTo(1);
                    assertThat(trace.has("B data 'late'")).isFalse();
                    assertThat(a.transport().extraInfo(ExtraInfo.SOCKNAME)).isPresent();
                });
    }

    @Test
    void abortDropsWhatWasNotSent() {
        run(
                () -> {
                    var a = bound("A");
                    var b = bound("B");
                    a.transport().sendTo(bytes("dropped"), b.address());
                    a.transport().abort();
                    assertThat(a.transport().writeBufferSize()).isZero();
                    trace.await("A lost None");
                    passes(5);
                    assertThat(trace.has("B data 'dropped'")).isFalse();
                });
    }

    // ---- protocols

    @Test
    void aProtocolThatFailsIsReportedAndItsTransportEnds() {
        List<ExceptionContext> reports = new ArrayList<>();
        var failure = new IllegalArgumentException("no such command");
        run(
                () -> {
                    Asyncio.getRunningLoop().setExceptionHandler((loop, each) -> reports.add(each));
                    var failing =
                            new RecordingDatagrams("F", trace) {
                                @Override
                                public void datagramReceived(
                                        ByteBuffer data, SocketAddress sender) {
                                    throw failure;
                                }
                            };
                    Datagrams.createDatagramEndpoint(
                            () -> failing, DatagramOptions.DEFAULT.withLocalAddress(HOST, 0));
                    var a = bound("A");
                    a.transport().sendTo(bytes("x"), failing.address());
                    trace.await("F lost IllegalArgumentException");
                });
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().exception()).containsSame(failure);
        assertThat(reports.getFirst().message()).contains("datagramReceived() call failed");
    }

    @Test
    void aFactoryThatFailsLeavesNothingOpen() {
        run(
                () -> {
                    var probe = bound("P");
                    int port = ((InetSocketAddress) probe.address()).getPort();
                    probe.transport().abort();
                    trace.await("P lost None");
                    passes(2);
                    var options = DatagramOptions.DEFAULT.withLocalAddress(HOST, port);
                    assertThatThrownBy(
                                    () ->
                                            Datagrams.createDatagramEndpoint(
                                                    () -> {
                                                        throw new IllegalStateException("none");
                                                    },
                                                    options))
                            .hasMessage("none");
                    passes(2);
                    Datagrams.createDatagramEndpoint(
                            () -> new RecordingDatagrams("Q", trace), options);
                    trace.await("Q made");
                });
    }

    @Test
    void anotherProtocolGetsTheNextDatagram() {
        run(
                () -> {
                    var a = bound("A");
                    var b = bound("B");
                    b.transport().setProtocol(new RecordingDatagrams("C", trace));
                    a.transport().sendTo(bytes("x"), b.address());
                    trace.await("C data 'x'");
                    assertThat(b.transport().protocol()).isNotSameAs(b);
                    assertThat(trace.has("C made")).isFalse();
                });
    }

    @Test
    void protocolsAreCalledInACopyOfTheContextThatAskedForThem() {
        ContextVar<String> variable = ContextVar.of("who", "nobody");
        run(
                () -> {
                    variable.set("opener");
                    var b =
                            new RecordingDatagrams("B", trace) {
                                @Override
                                public void datagramReceived(
                                        ByteBuffer data, SocketAddress sender) {
                                    trace.log("seen", variable.get());
                                }
                            };
                    Datagrams.createDatagramEndpoint(
                            () -> b, DatagramOptions.DEFAULT.withLocalAddress(HOST, 0));
                    variable.set("later");
                    bound("A").transport().sendTo(bytes("x"), b.address());
                    trace.await("seen opener");
                });
    }

    @Test
    void anotherThreadIsRefused() {
        run(
                () -> {
                    var a = bound("A");
                    Future<Boolean> foreign =
                            Asyncio.getRunningLoop()
                                    .runInExecutor(
                                            () -> {
                                                a.transport().sendTo(bytes("x"), a.address());
                                                return true;
                                            });
                    assertThatThrownBy(foreign::await)
                            .isInstanceOf(WrongThreadException.class)
                            .hasMessageContaining("callSoonThreadsafe");
                });
    }

    // ---- addresses

    @Test
    void anAddressInUseIsNamed() {
        run(
                () -> {
                    var address = (InetSocketAddress) bound("A").address();
                    assertThatThrownBy(
                                    () ->
                                            Datagrams.createDatagramEndpoint(
                                                    () -> new RecordingDatagrams("B", trace),
                                                    DatagramOptions.DEFAULT.withLocalAddress(
                                                            HOST, address.getPort())))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining(String.valueOf(address.getPort()))
                            .hasMessageContaining("ddress already in use");
                    assertThat(trace.has("B made")).isFalse();
                });
    }

    @Test
    void someAddressOrAFamilyIsNeededAndBothEndsOfOneFamily() {
        run(
                () -> {
                    assertThatThrownBy(
                                    () ->
                                            Datagrams.createDatagramEndpoint(
                                                    () -> new RecordingDatagrams("A", trace),
                                                    DatagramOptions.DEFAULT))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("a remote address or a family");
                    assertThatThrownBy(
                                    () ->
                                            Datagrams.createDatagramEndpoint(
                                                    () -> new RecordingDatagrams("A", trace),
                                                    DatagramOptions.DEFAULT
                                                            .withLocalAddress("127.0.0.1", 0)
                                                            .withRemoteAddress("::1", 9)))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("no addresses of one family");
                    var unresolved = InetSocketAddress.createUnresolved("somewhere", 1);
                    var a = bound("A");
                    assertThatThrownBy(() -> a.transport().sendTo(bytes("x"), unresolved))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("resolved");
                    assertThat(((InetSocketAddress) a.address()).getAddress())
                            .isEqualTo(InetAddress.ofLiteral(HOST));
                });
    }

    @Test
    void aBufferThatTheSystemDoesNotEmptyPausesTheProtocolUntilItDoes() {
        run(
                () -> {
                    var a = bound("A");
                    var b = bound("B");
                    a.transport().setWriteBufferLimits(new WriteBufferLimits(1_000, 10_000));
                    int sent = 0;
                    for (; sent < 150 && !trace.has("A pause"); sent++) {
                        assertThat(a.transport().writeBufferSize()).isLessThanOrEqualTo(10_000);
                        a.transport().sendTo(new byte[100], b.address());
                    }
                    if (pushesBack()) {
                        assertThat(trace.has("A pause")).isTrue();
                        assertThat(a.transport().writeBufferSize()).isGreaterThan(10_000);
                        trace.await("A resume");
                        assertThat(a.transport().writeBufferSize()).isLessThanOrEqualTo(1_000);
                    }
                    while (trace.count("B bytes 100") < sent) {
                        passes(1);
                    }
                    passes(1);
                    assertThat(trace.count("A resume")).isEqualTo(trace.count("A pause"));
                });
    }
}
