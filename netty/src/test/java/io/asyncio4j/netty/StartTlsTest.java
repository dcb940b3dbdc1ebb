package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.net.Connection;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.Streams;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.BufferedProtocol;
import io.asyncio4j.net.transport.ClientTls;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferLimits;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** A connection in the clear gets TLS: on streams and transports, on both sides. */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class StartTlsTest {
    private static final ClientTls CLIENT = TlsLoops.CLIENT.withServerName("localhost");

    private final Mechanism mechanism;
    private final TlsEngine engine;
    private final Trace trace = new Trace();

    StartTlsTest(Mechanism mechanism, TlsEngine engine) {
        this.mechanism = mechanism;
        this.engine = engine;
    }

    private void run(Action test) {
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () -> Asyncio.timeout(Duration.ofSeconds(60), test));
    }

    @Test
    void streamsGoOverToTlsAfterSomeLines() {
        run(
                () -> {
                    Server server =
                            Stream.serve(
                                    stream -> {
                                        assertThat(stream.readLine()).contains("STARTTLS");
                                        stream.write("go ahead\n");
                                        stream.startTls(TlsLoops.SERVER);
                                        stream.write(stream.readLine().orElseThrow() + "!\n");
                                    },
                                    "127.0.0.1",
                                    0);
                    try (Stream stream = Stream.connect("127.0.0.1", server.port())) {
                        stream.write("STARTTLS\n");
                        assertThat(stream.readLine()).contains("go ahead");
                        stream.startTls(CLIENT);
                        assertThat(stream.extraInfo(ExtraInfo.PEERCERT)).isPresent();
                        stream.write("secret\n");
                        assertThat(stream.readLine()).contains("secret!");
                        assertThat(stream.readLine()).isEmpty();
                    }
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void whatTheServerReadTooFarGoesToTls() {
        run(
                () -> {
                    Server server =
                            Streams.startServer(
                                    (reader, writer) -> {
                                        reader.readLine();
                                        while (!trace.has("hello is here")) {
                                            Asyncio.sleep(Duration.ZERO);
                                        }
                                        for (int i = 0; i < 20; i++) { // the reader has the hello
                                            Asyncio.sleep(Duration.ZERO);
                                        }
                                        writer.startTls(TlsLoops.SERVER);
                                        writer.write(reader.readLine());
                                        writer.drain();
                                        writer.close();
                                    },
                                    "127.0.0.1",
                                    0);
                    // The client does not wait for an answer before its first message of TLS.
                    Connection connection = Streams.openConnection("127.0.0.1", server.port());
                    connection.writer().write("STARTTLS\n");
                    Asyncio.getRunningLoop().callSoon(() -> trace.log("hello is here"));
                    connection.writer().startTls(CLIENT);
                    connection.writer().write("line\n");
                    assertThat(new String(connection.reader().readLine(), StandardCharsets.UTF_8))
                            .isEqualTo("line\n");
                    connection.writer().close();
                    connection.writer().waitClosed();
                    server.close();
                    server.waitClosed();
                });
    }

    /** A command that somebody has put behind STARTTLS, in the clear, must not be obeyed. */
    @Test
    void whatAServersBufferedProtocolHadNoRoomForGoesToTls() {
        run(
                () -> {
                    var taken = new ByteArrayOutputStream();
                    Server server =
                            Net.createServer(
                                    () -> new CommandsOfEight(trace, taken), "127.0.0.1", 0);
                    var a = new RecordingProtocol("A", trace);
                    Net.createConnection(() -> a, "127.0.0.1", server.port());
                    a.transport().write("STARTTLSEVILEVIL".getBytes(StandardCharsets.US_ASCII));
                    trace.await("no TLS");
                    assertThat(taken.toString(StandardCharsets.US_ASCII)).isEqualTo("STARTTLS");
                    a.awaitLost();
                    server.close();
                });
    }

    /** Begins TLS after the first eight bytes, inside the transport's call. */
    private static final class CommandsOfEight implements BufferedProtocol {
        private final Trace trace;
        private final ByteArrayOutputStream taken;
        private final ByteBuffer buffer = ByteBuffer.allocate(8);
        private @Nullable Transport transport;

        CommandsOfEight(Trace trace, ByteArrayOutputStream taken) {
            this.trace = trace;
            this.taken = taken;
        }

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            return buffer.clear();
        }

        @Override
        public void bufferUpdated(int bytes) {
            taken.write(buffer.array(), 0, bytes);
            var network = Asyncio.getRunningLoop().capability(Network.class).orElseThrow();
            network.startTls(
                            Objects.requireNonNull(transport),
                            TlsLoops.SERVER,
                            ByteBuffer.allocate(0))
                    .addDoneCallback(
                            done -> {
                                assertThat(done.exception()).isPresent();
                                trace.log("no TLS");
                            });
        }
    }

    @Test
    void aConnectionThatEndsWhileItsLastBytesAreSentInTheClearGetsNoTls() {
        run(
                () -> {
                    Server server =
                            Net.createServer(
                                    () -> new RecordingProtocol("B", trace), "127.0.0.1", 0);
                    var a =
                            new RecordingProtocol("A", trace) {
                                @Override
                                public void resumeWriting() {
                                    transport().abort();
                                }
                            };
                    Net.createConnection(() -> a, "127.0.0.1", server.port());
                    a.transport().write(new byte[10]);
                    a.transport().setWriteBufferLimits(WriteBufferLimits.ofHigh(0)); // pauses
                    if (mechanism == Mechanism.IO_URING) {
                        a.transport().abort(); // it tells later what it has sent
                    }
                    assertThatThrownBy(() -> Net.startTls(a.transport(), CLIENT))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("startTls() needs an open connection");
                    a.awaitLost();
                    server.close();
                });
    }

    @Test
    void whatTheClientReadTooFarGoesToTls() {
        run(
                () -> {
                    // The protocol server greets, and whoever greeted is the client of TLS.
                    Server server =
                            Streams.startServer(
                                    (reader, writer) -> {
                                        writer.write("you are the server\n");
                                        writer.startTls(CLIENT);
                                        writer.write(reader.readLine());
                                        writer.close();
                                    },
                                    "127.0.0.1",
                                    0);
                    Connection connection = Streams.openConnection("127.0.0.1", server.port());
                    connection.reader().readLine();
                    for (int i = 0; i < 50; i++) { // the reader has the hello
                        Asyncio.sleep(Duration.ZERO);
                    }
                    connection.writer().startTls(TlsLoops.SERVER);
                    connection.writer().write("line\n");
                    assertThat(new String(connection.reader().readLine(), StandardCharsets.UTF_8))
                            .isEqualTo("line\n");
                    connection.writer().close();
                    connection.writer().waitClosed();
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void transportsGoOverToTlsWhileReadingIsPaused() {
        run(
                () -> {
                    var b = new RecordingProtocol("B", trace);
                    Server server = Net.createServer(() -> b, "127.0.0.1", 0);
                    var link =
                            Net.createConnection(
                                    () -> new RecordingProtocol("A", trace),
                                    "127.0.0.1",
                                    server.port());
                    trace.await("B made");
                    b.transport().pauseReading();
                    Task<@Nullable Void> secured =
                            Asyncio.createTask(() -> Net.startTls(b.transport(), TlsLoops.SERVER));
                    Net.startTls(link.transport(), CLIENT);
                    secured.await();
                    assertThat(b.transport().isReading()).isFalse();
                    link.transport().write("data".getBytes(StandardCharsets.UTF_8));
                    for (int i = 0; i < 20; i++) {
                        Asyncio.sleep(Duration.ZERO);
                    }
                    assertThat(b.receivedBytes()).isZero();
                    b.transport().resumeReading();
                    trace.await("B data data");
                    link.transport().close();
                    trace.await("B lost None");
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void nothingMayBeWrittenDuringTheHandshake() {
        run(
                () -> {
                    Server server =
                            Net.createServer(
                                    () -> new RecordingProtocol("B", trace), "127.0.0.1", 0);
                    var link =
                            Net.createConnection(
                                    () -> new RecordingProtocol("A", trace),
                                    "127.0.0.1",
                                    server.port());
                    Task<@Nullable Void> never =
                            Asyncio.createTask(() -> Net.startTls(link.transport(), CLIENT));
                    Asyncio.sleep(Duration.ZERO);
                    Asyncio.sleep(Duration.ZERO);
                    assertThatThrownBy(() -> link.transport().write(new byte[1]))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("during startTls()");
                    link.transport().close();
                    assertThatThrownBy(() -> never.await(SSLException.class))
                            .hasMessageContaining("closed during startTls()");
                    trace.await("A lost None");
                    trace.await("B lost None");
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aFailedHandshakeEndsTheConnection() {
        run(
                () -> {
                    Server server =
                            Stream.serve(
                                    stream -> stream.write("I speak no TLS\n".repeat(10)),
                                    "127.0.0.1",
                                    0);
                    Stream stream = Stream.connect("127.0.0.1", server.port());
                    assertThatThrownBy(() -> stream.startTls(CLIENT))
                            .isInstanceOf(SSLHandshakeException.class)
                            .hasMessageContaining("the peer does not speak TLS");
                    assertThatThrownBy(stream::readLine).isInstanceOf(SSLHandshakeException.class);
                    stream.close();
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void cancellingAbortsTheConnection() {
        run(
                () -> {
                    var b = new RecordingProtocol("B", trace);
                    Server server = Net.createServer(() -> b, "127.0.0.1", 0);
                    var link =
                            Net.createConnection(
                                    () -> new RecordingProtocol("A", trace),
                                    "127.0.0.1",
                                    server.port());
                    Task<@Nullable Void> starting =
                            Asyncio.createTask(() -> Net.startTls(link.transport(), CLIENT));
                    trace.await("B made");
                    while (b.receivedBytes() == 0) { // the first message of the handshake
                        Asyncio.sleep(Duration.ZERO);
                    }
                    starting.cancel();
                    assertThatThrownBy(starting::await).isInstanceOf(CancelledError.class);
                    trace.await("A lost None");
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void mistakesAreRefusedAtTheCall() {
        run(
                () -> {
                    Server server =
                            Net.createServer(
                                    () -> new RecordingProtocol("B", trace), "127.0.0.1", 0);
                    Transport transport =
                            Net.createConnection(
                                            () -> new RecordingProtocol("A", trace),
                                            "127.0.0.1",
                                            server.port())
                                    .transport();
                    assertThatThrownBy(() -> Net.startTls(transport, ClientTls.DEFAULT))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("withServerName");
                    transport.close();
                    assertThatThrownBy(() -> Net.startTls(transport, CLIENT))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("needs an open connection without TLS");
                    trace.await("A lost None");
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aTransportTakesBackWhatItsProtocolReceived() {
        run(
                () -> {
                    var b = new RecordingProtocol("B", trace);
                    Server server = Net.createServer(() -> b, "127.0.0.1", 0);
                    var link =
                            Net.createConnection(
                                    () -> new RecordingProtocol("A", trace),
                                    "127.0.0.1",
                                    server.port());
                    trace.await("B made");
                    Task<@Nullable Void> client =
                            Asyncio.createTask(() -> Net.startTls(link.transport(), CLIENT));
                    while (b.receivedBytes() == 0) {
                        Asyncio.sleep(Duration.ZERO);
                    }
                    Net.startTls(b.transport(), TlsLoops.SERVER, ByteBuffer.wrap(b.received()));
                    client.await(IOException.class);
                    link.transport().write("data".getBytes(StandardCharsets.UTF_8));
                    trace.await("B data data");
                    link.transport().close();
                    trace.await("B lost None");
                    server.close();
                    server.waitClosed();
                });
    }
}
