package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.TlsVersion;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Floods of what TLS may say when the handshake is over, with each engine on each mechanism. */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class TlsFloodTest {
    private static final String HOST = "127.0.0.1";

    /** More than the system keeps of what a peer does not read. */
    private static final int MUCH = 10_000_000;

    private static final int FLOOD = 10_000;

    @Parameter(0)
    private Mechanism mechanism;

    @Parameter(1)
    private TlsEngine engine;

    @TempDir private Path directory;

    private final List<ExceptionContext> reports = new ArrayList<>();

    /** How many bytes our side has read. */
    private int received;

    /** How our side's reading ended. */
    private String ending = "";

    private interface Use {
        void of(HostilePeer peer, TlsForger forger, Stream ours) throws Exception;
    }

    private void run(Action test) {
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () -> {
                    Asyncio.getRunningLoop().setExceptionHandler((loop, each) -> reports.add(each));
                    Asyncio.timeout(Duration.ofSeconds(60), test);
                });
        assertThat(reports).isEmpty();
    }

    /** A peer that is our client, or our server, after the handshake. */
    private void withPeer(boolean isClient, TlsVersion version, Use use) {
        run(
                () -> {
                    if (isClient) {
                        withClient(version, use);
                    } else {
                        withServer(version, use);
                    }
                });
    }

    private void withClient(TlsVersion version, Use use) throws Exception {
        Promise<Stream> accepted = Asyncio.getRunningLoop().createFuture();
        Server server =
                Stream.serve(
                        stream -> {
                            accepted.setResult(stream);
                            receive(stream);
                        },
                        List.of(HOST),
                        0,
                        ServerOptions.DEFAULT.withTls(TlsLoops.SERVER));
        int port = server.port();
        try (HostilePeer peer =
                Asyncio.toThread(() -> HostilePeer.client(version, directory, port).join())) {
            Stream ours = accepted.await();
            use.of(peer, Asyncio.toThread(peer::takeOver), ours);
            ours.abort();
        }
        server.shutdown(Duration.ofSeconds(5));
    }

    private void withServer(TlsVersion version, Use use) throws Exception {
        try (HostilePeer peer = Asyncio.toThread(() -> HostilePeer.server(version, directory))) {
            Task<HostilePeer> joining = Asyncio.createTask(() -> Asyncio.toThread(peer::join));
            var options = ConnectOptions.DEFAULT.withTls(TlsLoops.CLIENT);
            Stream ours = Stream.connect(HOST, peer.port(), options);
            joining.await();
            Task<?> receiving = Asyncio.createTask(() -> receive(ours));
            use.of(peer, Asyncio.toThread(peer::takeOver), ours);
            ours.abort();
            receiving.await();
        }
    }

    private void receive(Stream stream) {
        try {
            Optional<byte[]> piece = stream.read(10_000);
            while (piece.isPresent()) {
                received += piece.get().length;
                piece = stream.read(10_000);
            }
            ending = "the end";
        } catch (IOException failure) {
            ending = String.valueOf(failure.getMessage());
        }
    }

    private static byte[] flood(
            TlsForger forger, BiConsumer<TlsForger, ByteArrayOutputStream> one) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < FLOOD; i++) {
            one.accept(forger, all);
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersThatThePeerDoesNotReadStopTheReading(boolean isClient) {
        withPeer(
                isClient,
                TlsVersion.TLS_1_3,
                (peer, forger, ours) -> {
                    ours.transport().write(new byte[MUCH]);
                    // BoringSSL refuses 32 requests for new keys in a row.
                    byte[] flood =
                            flood(
                                    forger,
                                    (each, all) -> {
                                        all.writeBytes(each.keyUpdate());
                                        all.writeBytes(each.record(TlsForger.DATA, (byte) 'x'));
                                    });
                    Task<?> sending = sending(peer, flood);
                    while (received < FLOOD && !isHeldUp(ours)) {
                        Asyncio.sleep(Duration.ZERO);
                    }
                    if (engine == TlsEngine.JDK) {
                        assertThat(received).isLessThan(FLOOD);
                    } // OpenSSL answers with what it writes next, and once
                    peer.readOn();
                    while (received < FLOOD) {
                        Asyncio.sleep(Duration.ZERO);
                    }
                    sending.await();
                });
        assertThat(ending).isEqualTo("the end"); // by ourselves
    }

    private static Task<?> sending(HostilePeer peer, byte[] bytes) {
        return Asyncio.createTask(
                () ->
                        Asyncio.toThread(
                                () -> {
                                    peer.send(bytes);
                                    return bytes;
                                }));
    }

    private static boolean isHeldUp(Stream stream) {
        return stream.transport().toString().contains("reading flowing when the peer reads");
    }
}
