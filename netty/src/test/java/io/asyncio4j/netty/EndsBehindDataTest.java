package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.contract.TestAuthority;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.queues.Queue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Peers that say something and end the connection while the loop is busy. So its next poll is told
 * of both at once, and the end lies behind data that has yet to be read.
 */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
@Tag("slow")
class EndsBehindDataTest {
    private static final String HOST = "127.0.0.1";
    private static final int CONNECTIONS_IN_THE_CLEAR = 500;
    private static final int SECURE_CONNECTIONS = 100;

    private final Mechanism mechanism;
    private final TlsEngine engine;

    /** What the handlers have read first, when they wait for more. */
    private final Queue<String> begun = new Queue<>();

    /** What they have read last, when their connection has ended. */
    private final Queue<String> ended = new Queue<>();

    EndsBehindDataTest(Mechanism mechanism, TlsEngine engine) {
        this.mechanism = mechanism;
        this.engine = engine;
    }

    private enum Ending {
        IN_ORDER {
            @Override
            void of(Socket socket) throws IOException {
                socket.shutdownOutput();
            }
        },
        RESET {
            @Override
            void of(Socket socket) throws IOException {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        };

        abstract void of(Socket socket) throws IOException;
    }

    private void run(Action test) {
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () -> {
                    Asyncio.getRunningLoop().setExceptionHandler((_, report) -> {}); // resets
                    Asyncio.timeout(Duration.ofSeconds(100), test);
                });
    }

    private void handle(Stream stream) throws IOException {
        String last = "";
        try {
            Optional<String> line = stream.readLine();
            while (line.isPresent()) {
                if (last.isEmpty()) {
                    begun.putNowait(line.get());
                }
                last = line.get();
                line = stream.readLine();
            }
        } finally {
            ended.putNowait(last);
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Both sockets are the same for a peer in the clear. */
    private void assertEndIsTold(Socket socket, Socket below, Ending ending) throws IOException {
        assertThat(begun.get()).isEqualTo("first");
        say(socket, "last"); // from here on the loop does not poll before the connection has ended
        ending.of(below);
        String last = ended.get();
        if (ending == Ending.IN_ORDER) {
            assertThat(last).isEqualTo("last"); // a reset may overtake it
        }
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void theEndOfAConnectionInTheClearIsTold(Ending ending) {
        run(
                () -> {
                    Server server = Stream.serve(this::handle, HOST, 0);
                    for (int i = 0; i < CONNECTIONS_IN_THE_CLEAR; i++) {
                        try (Socket peer = connect(server)) {
                            say(peer, "first");
                            assertEndIsTold(peer, peer, ending);
                        }
                    }
                    server.close();
                });
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void theEndOfASecureConnectionIsTold(Ending ending) {
        run(
                () -> {
                    Server server =
                            Stream.serve(
                                    this::handle,
                                    List.of(HOST),
                                    0,
                                    ServerOptions.DEFAULT.withTls(TlsLoops.SERVER));
                    SSLSocketFactory clients = clients(TlsLoops.AUTHORITY);
                    for (int i = 0; i < SECURE_CONNECTIONS; i++) {
                        try (Socket below = connect(server)) {
                            Socket peer = clients.createSocket(below, HOST, server.port(), false);
                            Asyncio.toThread(() -> say(peer, "first")); // with the handshake
                            assertEndIsTold(peer, below, ending);
                        }
                    }
                    server.close();
                });
    }

    private static Socket connect(Server server) throws IOException {
        return new Socket(InetAddress.ofLiteral(HOST), server.port());
    }

    private static SSLSocketFactory clients(TestAuthority authority)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", authority.certificate());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
