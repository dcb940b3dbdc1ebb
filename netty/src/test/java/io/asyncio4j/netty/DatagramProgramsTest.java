package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Datagram;
import io.asyncio4j.net.DatagramStream;
import io.asyncio4j.net.transport.DatagramOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Locale;

/** UDP against socat and nc, and what only real sockets do. */
@ParameterizedClass
@EnumSource(Mechanism.class)
class DatagramProgramsTest {
    private static final String HOST = "127.0.0.1";

    private final Mechanism mechanism;

    DatagramProgramsTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    private static int portOf(DatagramStream stream) {
        return ((InetSocketAddress) stream.localAddress()).getPort();
    }

    private static void answerOne(DatagramStream server) throws Exception {
        Datagram question = server.receive().orElseThrow();
        server.sendTo(question.text().toUpperCase(Locale.ROOT).getBytes(), question.sender());
    }

    @Test
    void socatAsksUs() {
        Programs.find("socat", "socat");
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    try (var server = DatagramStream.bind(HOST, 0)) {
                        Process socat =
                                Programs.start(
                                        "socat",
                                        "-t10",
                                        "-T10",
                                        "-",
                                        "UDP:" + HOST + ":" + portOf(server));
                        var asking = Asyncio.createTask(() -> Programs.talkLine(socat, "hello\n"));
                        answerOne(server);
                        assertThat(asking.await()).isEqualTo("HELLO");
                    }
                });
    }

    @Test
    void ncAsksUs() {
        Programs.find("nc", "netcat-openbsd");
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    try (var server = DatagramStream.bind(HOST, 0)) {
                        Process nc =
                                Programs.start("nc", "-u", HOST, String.valueOf(portOf(server)));
                        var asking = Asyncio.createTask(() -> Programs.talkLine(nc, "hello\n"));
                        answerOne(server);
                        assertThat(asking.await()).isEqualTo("HELLO");
                    }
                });
    }

    @Test
    void weAskSocat() {
        Programs.find("socat", "socat");
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    int port;
                    try (var probe = DatagramStream.bind(HOST, 0)) {
                        port = portOf(probe);
                    }
                    Process socat =
                            Programs.start(
                                    "socat",
                                    "-d",
                                    "-d",
                                    "UDP-RECVFROM:" + port + ",bind=" + HOST,
                                    "EXEC:tr a-z A-Z");
                    Programs.awaitReceiving(socat);
                    try (var client = DatagramStream.connect(HOST, port)) {
                        client.send("hello, world");
                        assertThat(client.receive().orElseThrow().text()).isEqualTo("HELLO, WORLD");
                    } finally {
                        socat.destroy();
                    }
                });
    }

    @Test
    void broadcastsHaveToBeAllowed() {
        var everybody = new InetSocketAddress(InetAddress.ofLiteral("127.255.255.255"), 9);
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    try (var stream = DatagramStream.bind("0.0.0.0", 0)) {
                        stream.sendTo(new byte[1], everybody);
                        assertThatThrownBy(stream::receive)
                                .isInstanceOf(SocketException.class)
                                .hasMessageContaining("Permission denied");
                    }
                    var options = DatagramOptions.DEFAULT.withLocalAddress("0.0.0.0", 0);
                    try (var stream = DatagramStream.open(options.withBroadcast(true))) {
                        stream.sendTo(
                                "to all".getBytes(),
                                new InetSocketAddress(everybody.getAddress(), portOf(stream)));
                        assertThat(stream.receive().orElseThrow().text()).isEqualTo("to all");
                    }
                });
    }

    @Test
    void aPortMayBeShared() {
        var options = DatagramOptions.DEFAULT.withLocalAddress(HOST, 0).withReusePort(true);
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    try (var first = DatagramStream.open(options);
                            var second =
                                    DatagramStream.open(
                                            options.withLocalAddress(HOST, portOf(first)))) {
                        assertThat(second.localAddress()).isEqualTo(first.localAddress());
                    }
                });
    }

    @Test
    void aFloodOfAHundredThousandIsBounded() {
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    try (var server = DatagramStream.bind(HOST, 0);
                            var client = DatagramStream.connect(HOST, portOf(server))) {
                        byte[] data = new byte[1_000];
                        for (int i = 0; i < 100_000; i++) {
                            client.send(data);
                            assertThat(client.transport().writeBufferSize())
                                    .isLessThanOrEqualTo(64 * 1024 + 1_008);
                            if (i % 16 == 0) {
                                Asyncio.sleep(Duration.ZERO);
                            }
                        }
                        assertThat(server.droppedCount()).isPositive();
                        for (int i = 0; i < 1024 * 1024 / (1_000 + 128); i++) {
                            assertThat(server.receive().orElseThrow().data()).hasSize(1_000);
                        }
                    }
                });
    }
}
