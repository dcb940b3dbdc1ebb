package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.ServerTls;
import io.asyncio4j.net.transport.TlsVersion;
import io.asyncio4j.queues.Queue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** What attackers send to a server of ours: each connection ends, and the others are served. */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class TlsAttackTest {
    private static final String HOST = "127.0.0.1";
    private static final byte ALERT = 21;
    private static final byte HANDSHAKE = 22;
    private static final byte DATA = 23;
    private static final int LONGEST_RECORD = 1 << 14;

    @Parameter(0)
    private Mechanism mechanism;

    @Parameter(1)
    private TlsEngine engine;

    private final List<ExceptionContext> reports = new ArrayList<>();

    /** How the connections ended that had a handshake. */
    private final Queue<String> endings = new Queue<>();

    private interface Attack {
        void on(Server server) throws Exception;
    }

    private void attack(Attack attack) {
        Action test =
                () -> {
                    Asyncio.getRunningLoop().setExceptionHandler((loop, each) -> reports.add(each));
                    Server server = serve(TlsLoops.SERVER);
                    attack.on(server);
                    try (Stream stream = connect(server.port(), TlsVersion.values())) {
                        assertEchoes(stream);
                    }
                    assertEndsByItself(server);
                };
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () -> Asyncio.timeout(Duration.ofSeconds(120), test));
        assertThat(reports).isEmpty();
    }

    private Server serve(ServerTls tls) throws IOException {
        return Stream.serve(this::echo, List.of(HOST), 0, ServerOptions.DEFAULT.withTls(tls));
    }

    private static void assertEndsByItself(Server server) {
        assertThat(server.shutdown(Duration.ofSeconds(20)).toString()).isEqualTo("nothing was cut");
    }

    private void echo(Stream stream) {
        try {
            Optional<String> line = stream.readLine();
            while (line.isPresent()) {
                stream.write(line.get() + "\n");
                line = stream.readLine();
            }
        } catch (IOException failure) {
            endings.putNowait(String.valueOf(failure.getMessage()));
        }
    }

    private static Stream connect(int port, TlsVersion... versions) throws IOException {
        var tls = TlsLoops.CLIENT.withVersions(versions);
        return Stream.connect(HOST, port, ConnectOptions.DEFAULT.withTls(tls));
    }

    private static void assertEchoes(Stream stream) throws IOException {
        stream.write("fine\n");
        assertThat(stream.readLine()).contains("fine");
    }

    /** Sends something in the clear, and waits until the server ends the connection. */
    private static void assertEnds(Server server, byte[] sent, boolean isEnded) throws IOException {
        Stream stream = Stream.connect(HOST, server.port());
        try {
            stream.write(sent);
            if (isEnded) {
                stream.writeEof();
            }
            stream.readAll();
        } catch (IOException reset) {
            assertThat(reset).hasMessageFindingMatch("(?i)reset|broken pipe");
        } finally {
            stream.abort();
        }
    }

    private static byte[] record(byte type, int length, byte[] content) {
        return ByteBuffer.allocate(5 + content.length)
                .put(type)
                .put((byte) 3)
                .put((byte) 3)
                .putShort((short) length)
                .put(content)
                .array();
    }

    /** The first message of a client. */
    private static byte[] hello() throws NoSuchAlgorithmException, SSLException {
        var client = SSLContext.getDefault().createSSLEngine("localhost", 443);
        client.setUseClientMode(true);
        ByteBuffer target = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        client.wrap(ByteBuffer.allocate(0), target);
        return Arrays.copyOf(target.array(), target.position());
    }

    @Test
    void aHelloThatIsCutAnywhere() {
        attack(
                server -> {
                    byte[] hello = hello();
                    for (int length = 0; length < hello.length; length++) {
                        assertEnds(server, Arrays.copyOf(hello, length), true);
                    }
                });
    }

    @Test
    void lengthsThatNoRecordHas() {
        attack(
                server -> {
                    for (byte type : new byte[] {ALERT, HANDSHAKE, DATA, 99}) {
                        for (int length : new int[] {0, LONGEST_RECORD + 2049, 0xFFFF}) {
                            assertEnds(server, record(type, length, new byte[100]), true);
                        }
                    }
                });
    }

    @Test
    void aNameOf64KiB() {
        attack(
                server -> {
                    byte[] head = {1, 1, 0, 0}; // a hello of 65,536 bytes
                    ByteBuffer hello = ByteBuffer.allocate(70_000);
                    hello.put(record(HANDSHAKE, head.length, head));
                    while (hello.remaining() > LONGEST_RECORD + 5) {
                        byte[] part = new byte[LONGEST_RECORD];
                        Arrays.fill(part, (byte) 'x');
                        hello.put(record(HANDSHAKE, part.length, part));
                    }
                    assertEnds(server, hello.array(), false);
                });
    }

    @Test
    void aFloodOfAlerts() {
        attack(
                _ -> { // that server is for honest clients, who may need more than a second
                    Server server =
                            serve(TlsLoops.SERVER.withHandshakeTimeout(Duration.ofSeconds(1)));
                    byte[] warning = record(ALERT, 2, new byte[] {1, 90});
                    ByteBuffer flood = ByteBuffer.allocate(warning.length * 10_000);
                    while (flood.hasRemaining()) {
                        flood.put(warning);
                    }
                    assertEnds(server, flood.array(), false);
                    assertEndsByItself(server);
                });
    }

    @Test
    void aHandshakeInSingleBytes() {
        attack(
                server -> {
                    Server relay = Relay.ofPieces(1).start(server.port());
                    try (Stream stream = connect(relay.port(), TlsVersion.TLS_1_3)) {
                        assertEchoes(stream);
                    }
                    relay.shutdown(Duration.ofSeconds(5));
                });
    }

    private enum Injected {
        WHAT_DOES_NOT_DECRYPT(DATA, 32, new byte[32]),
        A_RECORD_THAT_IS_TOO_LONG(DATA, LONGEST_RECORD + 2049, new byte[LONGEST_RECORD + 2049]),
        AN_UNKNOWN_TYPE((byte) 99, 32, new byte[32]),
        A_GOODBYE_IN_THE_CLEAR(ALERT, 2, new byte[] {1, 0});

        private final byte[] record;

        Injected(byte type, int length, byte[] content) {
            record = record(type, length, content);
        }
    }

    @ParameterizedTest
    @EnumSource(Injected.class)
    void aRecordThatTheClientDidNotSend(Injected injected) {
        attack(
                server -> {
                    for (TlsVersion version : TlsVersion.values()) {
                        Relay relay = Relay.ofPieces(10_000);
                        Server relaying = relay.start(server.port());
                        Stream stream = connect(relaying.port(), version);
                        assertEchoes(stream);
                        relay.inject(injected.record);
                        assertThat(endings.get()).startsWith("the TLS connection with the client");
                        stream.abort();
                        relaying.shutdown(Duration.ofSeconds(5));
                    }
                });
    }
}
