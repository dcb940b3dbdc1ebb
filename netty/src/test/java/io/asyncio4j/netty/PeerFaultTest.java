package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.TimeoutException;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.ShutdownReport;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.Streams;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ConnectionResetException;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferLimits;
import io.netty.util.internal.PlatformDependent;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Peers that reset, vanish, stall or do not read: what the program sees, and what it keeps. */
@ParameterizedClass
@EnumSource(Mechanism.class)
class PeerFaultTest {
    private static final String HOST = "127.0.0.1";
    private static final int MUCH = 50_000_000;

    private final Mechanism mechanism;
    private final List<ExceptionContext> reports = new ArrayList<>();

    PeerFaultTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    /** Runs a test on a loop that has nothing to complain about. */
    private void run(Action test) {
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    Asyncio.getRunningLoop().setExceptionHandler((loop, each) -> reports.add(each));
                    Asyncio.timeout(Duration.ofSeconds(60), test);
                });
        assertThat(reports).isEmpty();
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 200, InetAddress.ofLiteral(HOST));
    }

    // ---- reset

    @Test
    void aResetInTheMiddleOfAWriteFailsTheWriteAndWhatComesAfter() {
        run(
                () -> {
                    try (ServerSocket listener = listening();
                            Stream stream = Stream.connect(HOST, listener.getLocalPort())) {
                        Socket peer = listener.accept();
                        var writing = Asyncio.createTask(() -> stream.write(new byte[MUCH]));
                        Asyncio.toThread(() -> peer.getInputStream().readNBytes(100_000));
                        assertThat(writing.isDone()).isFalse();
                        peer.setSoLinger(true, 0);
                        peer.close();
                        assertThatThrownBy(writing::await)
                                .isInstanceOf(ConnectionResetException.class)
                                .hasMessageMatching(".*([Cc]onnection reset|[Bb]roken pipe).*");
                        assertThat(stream.transport().writeBufferSize()).isZero();
                        assertThatThrownBy(() -> stream.write(new byte[1]))
                                .isInstanceOf(ConnectionResetException.class);
                        assertThatThrownBy(() -> stream.read(1))
                                .isInstanceOf(ConnectionResetException.class);
                    }
                });
    }

    @Test
    void aStreamThatWasResetRefusesToReadAndToWriteAndLetsItselfBeEnded() {
        run(
                () -> {
                    try (ServerSocket listener = listening()) {
                        Stream stream = Stream.connect(HOST, listener.getLocalPort());
                        Socket peer = listener.accept();
                        peer.setSoLinger(true, 0);
                        peer.close();
                        for (int i = 0; i < 2; i++) {
                            assertThatThrownBy(() -> stream.read(1))
                                    .isInstanceOf(ConnectionResetException.class);
                            assertThatThrownBy(() -> stream.write(new byte[1]))
                                    .isInstanceOf(ConnectionResetException.class);
                            stream.writeEof();
                        }
                        stream.close();
                        stream.abort();
                        assertThatThrownBy(() -> stream.read(1))
                                .isInstanceOf(ConnectionResetException.class);
                    }
                });
    }

    @Test
    void aResetEndsOneConnectionOfAServerAndNoOther() {
        run(
                () -> {
                    List<Throwable> failures = new ArrayList<>();
                    Server server =
                            Stream.serve(
                                    stream -> {
                                        try {
                                            stream.write(new byte[MUCH]);
                                        } catch (IOException failure) {
                                            failures.add(failure);
                                        }
                                    },
                                    HOST,
                                    0);
                    try (Stream good = Stream.connect(HOST, server.port())) {
                        Socket bad = new Socket(InetAddress.ofLiteral(HOST), server.port());
                        Asyncio.toThread(() -> bad.getInputStream().readNBytes(1_000));
                        bad.close(); // with much unread, which makes it a reset
                        assertThat(good.readAll()).hasSize(MUCH);
                    }
                    server.close();
                    server.waitClosed();
                    assertThat(failures)
                            .singleElement()
                            .isInstanceOf(ConnectionResetException.class);
                });
    }

    // ---- peers that are there no more, or do nothing

    @Test
    void aPeerThatWasStoppedIsLeftByATimeoutAndNothingWaitsForIt() throws Exception {
        Path socat = Programs.find("socat", "socat");
        run(
                () -> {
                    List<Stream> accepted = new ArrayList<>();
                    Server server =
                            Stream.serve(
                                    stream -> {
                                        accepted.add(stream);
                                        while (true) { // the peer never has it all
                                            stream.write(new byte[MUCH]);
                                        }
                                    },
                                    HOST,
                                    0);
                    Process peer =
                            Programs.start(
                                    socat.toString(),
                                    "-u",
                                    "TCP:" + HOST + ":" + server.port(),
                                    "CREATE:/dev/null");
                    try {
                        while (accepted.isEmpty()) {
                            Asyncio.sleep(Duration.ofMillis(1));
                        }
                        signal(peer, "STOP");
                        Stream stream = accepted.getFirst();
                        assertThatThrownBy(
                                        () ->
                                                Asyncio.timeout(
                                                        Duration.ofMillis(50),
                                                        () -> stream.read(1)))
                                .isInstanceOf(TimeoutException.class);
                        assertThat(stream.transport().isClosing()).isFalse();
                        ShutdownReport report = server.shutdown(Duration.ofMillis(50));
                        assertThat(report.cuts()).hasSize(1);
                        assertThat(report.unsentBytes()).isPositive();
                    } finally {
                        peer.destroyForcibly();
                    }
                });
    }

    private static void signal(Process process, String name) {
        Asyncio.toThread(
                () ->
                        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                                .start()
                                .waitFor());
    }

    @Test
    @Tag("slow")
    void probesFindOutThatAPeerHasVanished() {
        run(
                () -> {
                    try (ServerSocketChannel listener = ServerSocketChannel.open();
                            SocketChannel peer = SocketChannel.open()) {
                        listener.bind(new InetSocketAddress(HOST, 0));
                        peer.connect(listener.getLocalAddress());
                        SocketChannel channel = listener.accept();
                        setOption(channel, "TCP_KEEPIDLE", 1);
                        setOption(channel, "TCP_KEEPINTERVAL", 1);
                        setOption(channel, "TCP_KEEPCOUNT", 1);
                        VanishedPeer.dropAllThatArrives(peer);
                        var options = ServerOptions.DEFAULT.withKeepAlive(true);
                        var connection = Streams.connectAcceptedSocket(channel, options);
                        assertThatThrownBy(() -> connection.reader().read(1))
                                .isInstanceOf(ConnectionResetException.class)
                                .hasMessageContaining("timed out");
                    }
                });
    }

    @SuppressWarnings("unchecked") // the options with these names are numbers
    private static void setOption(SocketChannel channel, String name, int value)
            throws IOException {
        for (SocketOption<?> each : channel.supportedOptions()) {
            if (each.name().equals(name)) {
                channel.setOption((SocketOption<Integer>) each, value);
            }
        }
    }

    @Test
    void probesAreSentWhereTheyAreWanted() {
        run(
                () -> {
                    var wanted = ServerOptions.DEFAULT.withKeepAlive(true);
                    assertThat(timers(ServerOptions.DEFAULT, ConnectOptions.DEFAULT))
                            .isEqualTo("client off, server off");
                    assertThat(timers(wanted, ConnectOptions.DEFAULT))
                            .isEqualTo("client off, server on");
                    assertThat(
                                    timers(
                                            ServerOptions.DEFAULT,
                                            ConnectOptions.DEFAULT.withKeepAlive(true)))
                            .isEqualTo("client on, server off");
                });
    }

    private static String timers(ServerOptions serving, ConnectOptions connecting)
            throws IOException {
        Server server =
                Stream.serve(
                        stream -> {
                            stream.write("here\n");
                            stream.readAll();
                        },
                        List.of(HOST),
                        0,
                        serving);
        try (Stream client = Stream.connect(HOST, server.port(), connecting)) {
            client.readLine();
            int port = ProcNetTcp.port(client.transport());
            return "client %s, server %s"
                    .formatted(
                            ProcNetTcp.isProbed(port, server.port()) ? "on" : "off",
                            ProcNetTcp.isProbed(server.port(), port) ? "on" : "off");
        } finally {
            server.close();
        }
    }

    // ---- slow readers

    @Test
    @Tag("slow")
    void aHundredReadersThatDoNotReadHoldNoMoreThanTheMarks() {
        int readers = 100;
        int piece = 16 * 1024;
        long pieces = 400;
        int high = WriteBufferLimits.DEFAULT.highBytes();
        run(
                () -> {
                    long[] written = new long[1];
                    List<Transport> transports = new ArrayList<>();
                    Server server =
                            Stream.serve(
                                    stream -> {
                                        transports.add(stream.transport());
                                        for (int i = 0; i < pieces; i++) {
                                            written[0] += piece;
                                            stream.write(new byte[piece]);
                                        }
                                    },
                                    List.of(HOST),
                                    0,
                                    ServerOptions.DEFAULT.withBacklog(readers));
                    List<Socket> clients = new ArrayList<>();
                    for (int i = 0; i < readers; i++) {
                        Socket client = new Socket();
                        client.setReceiveBufferSize(piece); // or the system takes all there is
                        client.connect(
                                new InetSocketAddress(InetAddress.ofLiteral(HOST), server.port()));
                        clients.add(client);
                    }
                    long before;
                    do { // until all writers wait
                        before = written[0];
                        Asyncio.sleep(Duration.ofMillis(20));
                    } while (written[0] != before
                            || transports.size() < readers
                            || !allAbove(transports, high));
                    long held = transports.stream().mapToLong(Transport::writeBufferSize).sum();
                    System.out.printf(
                            "%s: %d readers that do not read, %,d bytes on offer, %,d written,"
                                    + " %,d held, %,d a connection; Netty has %,d bytes of direct"
                                    + " memory%n",
                            mechanism.label(),
                            readers,
                            readers * piece * pieces,
                            written[0],
                            held,
                            held / readers,
                            PlatformDependent.usedDirectMemory());
                    assertThat(transports)
                            .allSatisfy(
                                    each ->
                                            assertThat(each.writeBufferSize())
                                                    .isBetween(high + 1, high + piece));
                    for (Socket client : clients) {
                        long received = Asyncio.toThread(() -> count(client));
                        assertThat(received).isEqualTo(piece * pieces);
                    }
                    server.close();
                    server.waitClosed();
                });
    }

    private static boolean allAbove(List<Transport> transports, int bytes) {
        return transports.stream().allMatch(each -> each.writeBufferSize() > bytes);
    }

    private static long count(Socket socket) throws IOException {
        try (socket) {
            return socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
