package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ClientTls;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.ServerTls;
import io.asyncio4j.net.transport.TlsVersion;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A later connection resumes the session of an earlier one, with both ends ours. */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class TlsResumptionTest {
    private static final String HOST = "127.0.0.1";

    @Parameter(0)
    private Mechanism mechanism;

    @Parameter(1)
    private TlsEngine engine;

    /** Makes a connection, and tells how many bytes the server sent on it. */
    private static long sentTo(Relay relay, int port, ClientTls tls) throws IOException {
        long before = relay.sentByServer();
        try (Stream stream = Stream.connect(HOST, port, ConnectOptions.DEFAULT.withTls(tls))) {
            stream.write("x\n");
            assertThat(stream.readLine()).contains("x"); // a ticket has come before it
        }
        return relay.sentByServer() - before;
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void noCertificateIsSentAgain(TlsVersion version) {
        var identity = TlsLoops.AUTHORITY.issue("resumed", HOST);
        var tls = TlsLoops.CLIENT.withVersions(version);
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () ->
                        Asyncio.timeout(
                                Duration.ofSeconds(60),
                                () -> {
                                    Server server =
                                            Stream.serve(
                                                    stream -> {
                                                        for (String line : stream) {
                                                            stream.write(line + "\n");
                                                        }
                                                    },
                                                    List.of(HOST),
                                                    0,
                                                    ServerOptions.DEFAULT.withTls(
                                                            ServerTls.of(identity)));
                                    Relay relay = Relay.ofPieces(10_000);
                                    Server relaying = relay.start(server.port());
                                    long first = sentTo(relay, relaying.port(), tls);
                                    long second = sentTo(relay, relaying.port(), tls);
                                    long certificate = identity.certificate().getEncoded().length;
                                    assertThat(second)
                                            .as("bytes from the server, after %s at first", first)
                                            .isLessThan(first - certificate);
                                    relaying.shutdown(Duration.ofSeconds(5));
                                    server.shutdown(Duration.ofSeconds(5));
                                }));
    }
}
