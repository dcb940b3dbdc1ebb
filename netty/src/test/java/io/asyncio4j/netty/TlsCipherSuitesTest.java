package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ClientTls;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.ServerTls;
import io.asyncio4j.net.transport.TlsVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLHandshakeException;

/** The cipher suites that the options choose, with each engine on each mechanism. */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class TlsCipherSuitesTest {
    private static final String SMALL = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    private static final String LARGE = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    private static final ClientTls OLD = TlsLoops.CLIENT.withVersions(TlsVersion.TLS_1_2);

    @Parameter(0)
    private Mechanism mechanism;

    @Parameter(1)
    private TlsEngine engine;

    private interface Use {
        void of(Server server) throws IOException;
    }

    private void withServer(ServerTls tls, Use use) {
        Action test =
                () -> {
                    Server server =
                            Stream.serve(
                                    Stream::readAll,
                                    List.of("127.0.0.1"),
                                    0,
                                    ServerOptions.DEFAULT.withTls(tls));
                    use.of(server);
                    server.shutdown(Duration.ofSeconds(5));
                };
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () -> Asyncio.timeout(Duration.ofSeconds(60), test));
    }

    private static String agreed(Server server, ClientTls tls) throws IOException {
        try (Stream stream =
                Stream.connect("127.0.0.1", server.port(), ConnectOptions.DEFAULT.withTls(tls))) {
            return stream.extraInfo(ExtraInfo.CIPHER).orElseThrow();
        }
    }

    @Test
    void whatEitherEndChoosesIsAgreedOn() {
        for (String chosen : List.of(SMALL, LARGE)) {
            withServer(
                    TlsLoops.SERVER.withCipherSuites(chosen),
                    server -> assertThat(agreed(server, OLD)).isEqualTo(chosen));
            withServer(
                    TlsLoops.SERVER,
                    server ->
                            assertThat(agreed(server, OLD.withCipherSuites(chosen)))
                                    .isEqualTo(chosen));
        }
    }

    @Test
    void tls13IsSpokenAsBefore() {
        withServer(
                TlsLoops.SERVER.withCipherSuites(SMALL),
                server ->
                        assertThat(agreed(server, TlsLoops.CLIENT.withCipherSuites(LARGE)))
                                .startsWith("TLS_")
                                .doesNotContain("_WITH_"));
    }

    @Test
    void withoutACommonOneTheHandshakeFails() {
        withServer(
                TlsLoops.SERVER.withCipherSuites(SMALL),
                server ->
                        assertThatThrownBy(() -> agreed(server, OLD.withCipherSuites(LARGE)))
                                .isInstanceOf(SSLHandshakeException.class)
                                .hasMessageContaining("nothing in common"));
    }
}
