package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;
import io.netty.util.ResourceLeakDetector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Peers that send garbage, stall, vanish or cut a message short. Netty looks for leaks. */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class TlsFaultTest {
    private static final String HOST = "127.0.0.1";
    private static final int HALF_OPEN = 2_000;

    private final Mechanism mechanism;
    private final TlsEngine engine;
    private final Trace trace = new Trace();
    private final List<ExceptionContext> reports = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final Logger refused = Logger.getLogger(RefusedHandshakes.class.getName());
    private final Handler log =
            new Handler() {
                @Override
                public void publish(LogRecord each) {
                    logged.add(new java.util.logging.SimpleFormatter().formatMessage(each));
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    private ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    TlsFaultTest(Mechanism mechanism, TlsEngine engine) {
        this.mechanism = mechanism;
        this.engine = engine;
    }

    @BeforeEach
    void watchForLeaks() {
        // NoLeaks looks after the contract suites only. Netty samples one buffer in many in the
        // other
        // classes, which nobody asks for leaks: what one of them has lost is not this one's.
        LeakReports.collected();
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        refused.addHandler(log);
        refused.setUseParentHandlers(false);
    }

    @AfterEach
    void stopWatching() {
        ResourceLeakDetector.setLevel(before);
        refused.removeHandler(log);
        refused.setUseParentHandlers(true);
    }

    private void run(Action test) {
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () -> {
                    Asyncio.getRunningLoop().setExceptionHandler((loop, each) -> reports.add(each));
                    Asyncio.timeout(Duration.ofSeconds(120), test);
                });
        assertThat(reports).isEmpty();
    }

    private static Server serve(ServerOptions options) throws IOException {
        return Stream.serve(
                stream -> {
                    for (String line : stream) {
                        stream.write(line + "\n");
                    }
                },
                List.of(HOST),
                0,
                options);
    }

    private static void assertServes(Server server) throws IOException {
        var options = ConnectOptions.DEFAULT.withTls(TlsLoops.CLIENT);
        try (Stream stream = Stream.connect(HOST, server.port(), options)) {
            stream.write("fine\n");
            assertThat(stream.readLine()).contains("fine");
        }
    }

    @Test
    void garbageInsteadOfAHelloEndsThatConnectionOnly() {
        run(
                () -> {
                    Server server = serve(ServerOptions.DEFAULT.withTls(TlsLoops.SERVER));
                    for (String garbage :
                            List.of(
                                    "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                                    "\u0000".repeat(1000),
                                    "\u0016\u0003\u0001\u0000\u0005hello and more",
                                    "\u0016\u0003\u0001\u007f\u00ff" + "x".repeat(40_000))) {
                        Stream stream = Stream.connect(HOST, server.port());
                        try {
                            stream.write(
                                    garbage.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                            stream.readAll(); // an alert at most, then the end
                        } catch (IOException reset) {
                            assertThat(reset).hasMessageFindingMatch("(?i)reset|broken pipe");
                        }
                        stream.abort();
                    }
                    assertServes(server);
                    server.close();
                    server.waitClosed();
                });
        assertThat(logged.getFirst())
                .contains("the peer does not speak TLS")
                .contains("the client");
    }

    @Test
    void aServerThatSpeaksNoTlsIsNamed() {
        run(
                () -> {
                    Server server = Stream.serve(stream -> stream.write("220 hello\r\n"), HOST, 0);
                    assertThatThrownBy(
                                    () ->
                                            Stream.connect(
                                                    HOST,
                                                    server.port(),
                                                    ConnectOptions.DEFAULT.withTls(
                                                            TlsLoops.CLIENT)))
                            .isInstanceOf(SSLHandshakeException.class)
                            .hasMessageContaining("TLS handshake with 127.0.0.1")
                            .hasMessageContaining("the peer does not speak TLS");
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aPeerThatHangsUpDuringTheHandshakeIsNamed() {
        run(
                () -> {
                    Server server = Stream.serve(stream -> stream.read(1), HOST, 0);
                    assertThatThrownBy(
                                    () ->
                                            Stream.connect(
                                                    HOST,
                                                    server.port(),
                                                    ConnectOptions.DEFAULT.withTls(
                                                            TlsLoops.CLIENT)))
                            .isInstanceOf(SSLHandshakeException.class)
                            .message()
                            .containsAnyOf(
                                    "the peer closed the connection", "the connection was reset");
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aServerThatStallsTimesOut() {
        run(
                () -> {
                    Server server = Stream.serve(Stream::readAll, HOST, 0);
                    var tls = TlsLoops.CLIENT.withHandshakeTimeout(Duration.ofMillis(50));
                    assertThatThrownBy(
                                    () ->
                                            Stream.connect(
                                                    HOST,
                                                    server.port(),
                                                    ConnectOptions.DEFAULT.withTls(tls)))
                            .isInstanceOf(SSLHandshakeException.class)
                            .hasMessageContaining("is not over after 50 ms");
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    @Tag("slow")
    void twoThousandHalfOpenHandshakesTimeOutWithoutALeak() {
        Duration[] took = new Duration[1];
        run(
                () -> {
                    var loop = Asyncio.getRunningLoop();
                    var begin = loop.time();
                    var tls = TlsLoops.SERVER.withHandshakeTimeout(Duration.ofSeconds(3));
                    Server server = serve(ServerOptions.DEFAULT.withTls(tls).withBacklog(1024));
                    // Honest clients may need more than three seconds.
                    Server patient = serve(ServerOptions.DEFAULT.withTls(TlsLoops.SERVER));
                    byte[] half = {0x16, 3, 1, 2, 0, 1, 0, 1};
                    for (int i = 0; i < HALF_OPEN; i++) {
                        var link =
                                Net.createConnection(
                                        () -> new RecordingProtocol("A", trace),
                                        HOST,
                                        server.port());
                        if (i % 2 == 0) { // the others say nothing at all
                            link.transport().write(half);
                        }
                    }
                    while (trace.count("A lost None") < HALF_OPEN) {
                        trace.log("waiting");
                        Asyncio.sleep(Duration.ofMillis(100));
                    }
                    assertServes(patient);
                    for (Server each : List.of(server, patient)) {
                        each.close();
                        each.waitClosed();
                    }
                    took[0] = Duration.between(begin, loop.time());
                });
        assertThat(logged.getFirst()).contains("is not over after 3 s");
        assertThat(logged)
                .as("one line a second at most, in %s", took[0])
                .hasSizeLessThanOrEqualTo((int) took[0].toSeconds() + 2);
        assertNoLeak();
    }

    /** Netty notices a leaked buffer or engine when the garbage collector has taken it. */
    private static void assertNoLeak() {
        List<String> leaks = LeakReports.collected();
        assertThat(leaks).isEmpty();
    }

    @Test
    void closingTheServerEndsHandshakesUnderWay() {
        run(
                () -> {
                    Server server = serve(ServerOptions.DEFAULT.withTls(TlsLoops.SERVER));
                    var link =
                            Net.createConnection(
                                    () -> new RecordingProtocol("A", trace), HOST, server.port());
                    link.transport().write(new byte[] {0x16, 3, 1});
                    for (int i = 0; i < 20; i++) {
                        Asyncio.sleep(Duration.ZERO);
                    }
                    server.close();
                    server.waitClosed();
                    trace.awaitPrefix("A lost");
                });
    }

    // ---- the end

    @Test
    void aMessageThatIsCutShortIsAFailure() {
        run(
                () -> {
                    Server server =
                            Stream.serve(
                                    stream -> {
                                        stream.write("the first half\n");
                                        stream.readLine();
                                        stream.abort(); // without the goodbye of TLS
                                    },
                                    List.of(HOST),
                                    0,
                                    ServerOptions.DEFAULT.withTls(TlsLoops.SERVER));
                    Stream strict =
                            Stream.connect(
                                    HOST,
                                    server.port(),
                                    ConnectOptions.DEFAULT.withTls(TlsLoops.CLIENT));
                    assertThat(strict.readLine()).contains("the first half");
                    strict.write("go\n");
                    assertThatThrownBy(strict::readAll)
                            .isInstanceOf(SSLException.class)
                            .hasMessageContaining("without the goodbye of TLS")
                            .hasMessageContaining("cut short");
                    strict.close();
                    Stream tolerant =
                            Stream.connect(
                                    HOST,
                                    server.port(),
                                    ConnectOptions.DEFAULT.withTls(
                                            TlsLoops.CLIENT.withTruncationTolerated()));
                    assertThat(tolerant.readLine()).contains("the first half");
                    tolerant.write("go\n");
                    assertThat(tolerant.readAll()).isEmpty();
                    tolerant.close();
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aPeerThatDoesNotAnswerTheGoodbyeTimesOut() {
        run(
                () -> {
                    var b = new RecordingProtocol("B", trace);
                    Server server =
                            Net.createServer(
                                    () -> b,
                                    List.of(HOST),
                                    0,
                                    ServerOptions.DEFAULT.withTls(TlsLoops.SERVER));
                    var tls = TlsLoops.CLIENT.withShutdownTimeout(Duration.ofMillis(50));
                    Stream stream =
                            Stream.connect(
                                    HOST, server.port(), ConnectOptions.DEFAULT.withTls(tls));
                    trace.await("B made");
                    b.transport().pauseReading();
                    assertThatThrownBy(stream::close)
                            .isInstanceOf(IOException.class)
                            .cause()
                            .hasMessageContaining("did not answer the goodbye of TLS")
                            .hasMessageContaining("50 ms");
                    b.transport().abort();
                    b.awaitLost();
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void stayingOpenAfterThePeersEndHasNoEffect() {
        List<String> warnings = new ArrayList<>();
        Logger logger = Logger.getLogger(Inbound.class.getName());
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord each) {
                        warnings.add(each.getMessage());
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        logger.addHandler(handler);
        try {
            run(
                    () -> {
                        var b = new RecordingProtocol("B", trace, true);
                        Server server =
                                Net.createServer(
                                        () -> b,
                                        List.of(HOST),
                                        0,
                                        ServerOptions.DEFAULT.withTls(TlsLoops.SERVER));
                        Transport transport =
                                Net.createConnection(
                                                () -> new RecordingProtocol("A", trace),
                                                HOST,
                                                server.port(),
                                                ConnectOptions.DEFAULT.withTls(TlsLoops.CLIENT))
                                        .transport();
                        transport.close();
                        trace.await("B lost None");
                        trace.await("A lost None");
                        server.close();
                        server.waitClosed();
                    });
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(warnings).hasSize(1).first().asString().contains("has no effect");
    }
}
