package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The forwarder of connections, as a process between two sockets of the test. */
@Isolated("its programs end what is idle for seconds")
class PortForwarderTest {
    private static final String PORT = "Forwarding 127.0.0.1:(\\d+) to";

    private static Service start(String... arguments) {
        var all = new ArrayList<>(List.of("--listen", "127.0.0.1:0"));
        all.addAll(Arrays.asList(arguments));
        return Service.start("PortForwarder", Run.MODULE, all.toArray(String[]::new));
    }

    private static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static String say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes());
        return new String(socket.getInputStream().readNBytes(line.length()))
                + (char) socket.getInputStream().read();
    }

    private static String line(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
    }

    @Test
    void bytesGoBothWaysAndEachWayEndsByItself() throws Exception {
        try (var target = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var forwarder = start("127.0.0.1:" + target.getLocalPort());
                var client = connect(forwarder.awaitPort(PORT));
                var server = target.accept()) {
            client.getOutputStream().write("request".getBytes());
            client.shutdownOutput();
            assertThat(server.getInputStream().readAllBytes()).asString().isEqualTo("request");
            server.getOutputStream().write("an answer, later".getBytes());
            server.close();
            assertThat(client.getInputStream().readAllBytes())
                    .asString()
                    .isEqualTo("an answer, later");
            assertThat(forwarder.await("127.0.0.1:\\d+ (.*)"))
                    .isEqualTo("ended, 7 bytes there and 16 back");
        }
    }

    @Test
    void withoutATargetItEchoes() throws Exception {
        try (var forwarder = start();
                var client = connect(forwarder.awaitPort(PORT))) {
            assertThat(say(client, "hello")).isEqualTo("hello\n");
        }
    }

    @Test
    void aConnectionTooManyIsToldSoAndTheOthersGoOn() throws Exception {
        try (var forwarder = start("--max-connections", "2")) {
            int port = forwarder.awaitPort(PORT);
            try (var first = connect(port);
                    var second = connect(port)) {
                assertThat(say(first, "one")).isEqualTo("one\n");
                assertThat(say(second, "two")).isEqualTo("two\n");
                try (var third = connect(port)) {
                    assertThat(line(third))
                            .isEqualTo(
                                    "PortForwarder: all 2 connections are taken; come back"
                                            + " later");
                }
                assertThat(forwarder.await("was refused: (.*)")).startsWith("all 2 ");
                assertThat(say(first, "three")).isEqualTo("three\n");
                second.close();
                forwarder.await("ended, 4 bytes there and 4 back");
                try (var fourth = connect(port)) {
                    assertThat(say(fourth, "four")).isEqualTo("four\n");
                }
            }
        }
    }

    @Test
    void oneAddressGetsOnlyItsPart() throws Exception {
        try (var forwarder = start("--per-client", "1")) {
            int port = forwarder.awaitPort(PORT);
            try (var first = connect(port)) {
                assertThat(say(first, "one")).isEqualTo("one\n");
                try (var second = connect(port)) {
                    assertThat(line(second)).contains("you have 1 connections already");
                }
            }
        }
    }

    @Test
    void aConnectionOnWhichNothingMovesIsEnded() throws Exception {
        try (var forwarder = start("--idle", "10");
                var client = connect(forwarder.awaitPort(PORT))) {
            assertThat(say(client, "one")).isEqualTo("one\n");
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(forwarder.await("127.0.0.1:\\d+ (.*)"))
                    .isEqualTo("was ended: nothing moved any more; 4 bytes there and 4 back");
        }
    }

    @Test
    void aSpeedLimitDelaysButLosesNothing() throws Exception {
        try (var forwarder = start("--rate", "10000");
                var client = connect(forwarder.awaitPort(PORT))) {
            assertThat(say(client, "x".repeat(10_000))).hasSize(10_001);
        }
    }

    @Test
    void aSpeedLimitHoldsBackWhatIsTooMuch() throws Exception {
        try (var forwarder = start("--rate", "10");
                var client = connect(forwarder.awaitPort(PORT))) {
            client.setSoTimeout(100); // all of it would take a hundred seconds
            assertThatThrownBy(() -> say(client, "x".repeat(1_000)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aTargetThatIsNotThereEndsTheConnectionOfTheClient() throws Exception {
        int nobody;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = closed.getLocalPort();
        }
        try (var forwarder = start("127.0.0.1:" + nobody);
                var client = connect(forwarder.awaitPort(PORT))) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(forwarder.await("was ended: (.*)")).contains("refused");
        }
    }

    @Test
    void ctrlCEndsIt() throws Exception {
        try (var forwarder = start();
                var client = connect(forwarder.awaitPort(PORT))) {
            assertThat(say(client, "hello")).isEqualTo("hello\n");
            forwarder.interrupt();
            assertThat(forwarder.status()).isEqualTo(130);
            assertThat(forwarder.errors()).isEmpty();
        }
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(Run.of("PortForwarder", "--help").output()).startsWith("Usage: ");
        var run = Run.of("PortForwarder", "localhost");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors())
                .isEqualTo("PortForwarder: an address is HOST:PORT, not localhost; see --help\n");
        assertThat(Run.of("PortForwarder", "--rate", "0").errors()).contains("above zero, not 0");
    }
}
