package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Task;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.contract.TestAuthority;
import io.asyncio4j.net.transport.ClientAuthentication;
import io.asyncio4j.net.transport.ClientTls;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.ReplaceableIdentity;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.ServerTls;
import io.asyncio4j.net.transport.TlsIdentities;
import io.asyncio4j.net.transport.TlsIdentity;
import io.asyncio4j.net.transport.TlsVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Who is believed, what is agreed on and what is told, with each engine on each mechanism. */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class TlsTest {
    private static final TestAuthority AUTHORITY = TlsLoops.AUTHORITY;

    private final Mechanism mechanism;
    private final TlsEngine engine;

    TlsTest(Mechanism mechanism, TlsEngine engine) {
        this.mechanism = mechanism;
        this.engine = engine;
    }

    private void run(Action test) {
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () -> Asyncio.timeout(Duration.ofSeconds(60), test));
    }

    /** Echoes lines. */
    private static Server serve(ServerTls tls) throws IOException {
        return Stream.serve(
                stream -> {
                    for (String line : stream) {
                        stream.write(line + "\n");
                    }
                },
                List.of("127.0.0.1"),
                0,
                ServerOptions.DEFAULT.withTls(tls));
    }

    private static Stream connect(String host, Server server, ClientTls tls) throws IOException {
        return Stream.connect(host, server.port(), ConnectOptions.DEFAULT.withTls(tls));
    }

    private static void end(Server server) {
        server.shutdown(Duration.ofSeconds(5));
    }

    private void assertRefused(ServerTls server, ClientTls client, String... words) {
        run(
                () -> {
                    Server serving = serve(server);
                    assertThatThrownBy(() -> connect("127.0.0.1", serving, client))
                            .isInstanceOf(SSLHandshakeException.class)
                            .satisfies(
                                    failure -> {
                                        for (String word : words) {
                                            assertThat(failure).hasMessageContaining(word);
                                        }
                                    });
                    end(serving);
                });
    }

    // ---- who is believed

    @Test
    void bothEndsTellWhatWasAgreedOn() {
        run(
                () -> {
                    List<String> seen = new ArrayList<>();
                    Server server =
                            Stream.serve(
                                    stream -> {
                                        seen.add(stream.extraInfo(ExtraInfo.SERVER_NAME).get());
                                        seen.add(stream.extraInfo(ExtraInfo.ALPN_PROTOCOL).get());
                                        seen.add(
                                                stream.extraInfo(ExtraInfo.PEERCERT).isPresent()
                                                        ? "certificate"
                                                        : "anonymous");
                                        stream.readAll();
                                    },
                                    List.of("127.0.0.1"),
                                    0,
                                    ServerOptions.DEFAULT.withTls(
                                            TlsLoops.SERVER.withAlpn("b", "a")));
                    Stream stream =
                            connect("localhost", server, TlsLoops.CLIENT.withAlpn("a", "b"));
                    stream.close();
                    assertThat(stream.extraInfo(ExtraInfo.TLS_VERSION))
                            .contains(TlsVersion.TLS_1_3);
                    assertThat(stream.extraInfo(ExtraInfo.CIPHER).orElseThrow()).startsWith("TLS_");
                    assertThat(stream.extraInfo(ExtraInfo.ALPN_PROTOCOL)).isPresent();
                    assertThat(
                                    stream.extraInfo(ExtraInfo.PEERCERT)
                                            .orElseThrow()
                                            .getSubjectX500Principal()
                                            .getName())
                            .isEqualTo("CN=server");
                    assertThat(stream.extraInfo(ExtraInfo.SSL_SESSION)).isPresent();
                    end(server);
                    assertThat(seen)
                            .containsExactly(
                                    "localhost",
                                    stream.extraInfo(ExtraInfo.ALPN_PROTOCOL).get(),
                                    "anonymous");
                });
    }

    @Test
    void aNameAndAnAddressAreVerified() {
        run(
                () -> {
                    Server server = serve(TlsLoops.SERVER);
                    for (String host : List.of("localhost", "127.0.0.1")) {
                        try (Stream stream = connect(host, server, TlsLoops.CLIENT)) {
                            stream.write("to " + host + "\n");
                            assertThat(stream.readLine()).contains("to " + host);
                        }
                    }
                    end(server);
                });
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        assertRefused(
                TlsLoops.SERVER,
                TlsLoops.CLIENT.withServerName("example.org"),
                "TLS handshake with example.org at",
                "the certificate of CN=server is for localhost, 127.0.0.1",
                "not for example.org");
        assertRefused(
                ServerTls.of(AUTHORITY.issue("other", "127.0.0.2")),
                TlsLoops.CLIENT,
                "is for 127.0.0.2, not for 127.0.0.1");
    }

    @Test
    void anExpiredCertificateIsRefused() {
        var identity =
                AUTHORITY.issue(
                        "old",
                        Instant.parse("2001-01-01T00:00:00Z"),
                        Instant.parse("2002-02-02T00:00:00Z"),
                        "127.0.0.1");
        assertRefused(
                ServerTls.of(identity), TlsLoops.CLIENT, "CN=old expired on 2002-02-02T00:00:00Z");
    }

    @Test
    void aCertificateOfTheFutureIsRefused() {
        var identity =
                AUTHORITY.issue(
                        "young",
                        Instant.parse("2048-01-01T00:00:00Z"),
                        Instant.parse("2049-01-01T00:00:00Z"),
                        "127.0.0.1");
        assertRefused(
                ServerTls.of(identity),
                TlsLoops.CLIENT,
                "CN=young is valid only from 2048-01-01T00:00:00Z on");
    }

    @Test
    void anUnknownAuthorityIsRefused() {
        assertRefused(
                TlsLoops.SERVER,
                ClientTls.DEFAULT,
                "CN=server is not trusted",
                "CN=Test Authority");
        assertRefused(
                TlsLoops.SERVER,
                ClientTls.DEFAULT.withTrust(new TestAuthority("Stranger").trust()),
                "is not trusted");
    }

    @Test
    void whoSaysSoInSoManyWordsIsNotProtected() {
        run(
                () -> {
                    Server server = serve(TlsLoops.SERVER);
                    connect("localhost", server, ClientTls.DEFAULT.insecurelyWithoutVerification())
                            .close();
                    var another = TlsLoops.CLIENT.withServerName("example.org");
                    connect("localhost", server, another.withoutHostNameVerification()).close();
                    assertThatThrownBy(
                                    () ->
                                            connect(
                                                    "localhost",
                                                    server,
                                                    ClientTls.DEFAULT
                                                            .withoutHostNameVerification()))
                            .hasMessageContaining("is not trusted");
                    end(server);
                });
    }

    // ---- the client's certificate

    @Test
    void aServerMayRequireACertificate() {
        run(
                () -> {
                    Server server =
                            Stream.serve(
                                    stream ->
                                            stream.write(
                                                    stream.extraInfo(ExtraInfo.PEERCERT)
                                                                    .map(
                                                                            each ->
                                                                                    each.getSubjectX500Principal()
                                                                                            .getName())
                                                                    .orElse("nobody")
                                                            + "\n"),
                                    List.of("127.0.0.1"),
                                    0,
                                    ServerOptions.DEFAULT.withTls(
                                            TlsLoops.SERVER.withClientAuthentication(
                                                    ClientAuthentication.REQUIRED,
                                                    AUTHORITY.trust())));
                    var known = TlsLoops.CLIENT.withIdentity(AUTHORITY.issue("known"));
                    try (Stream stream = connect("localhost", server, known)) {
                        assertThat(stream.readLine()).contains("CN=known");
                    }
                    // In TLS 1.3 the client's handshake is over before the server has refused it.
                    assertThatThrownBy(
                                    () -> connect("localhost", server, TlsLoops.CLIENT).readLine())
                            .isInstanceOf(IOException.class);
                    assertThatThrownBy(
                                    () ->
                                            connect(
                                                            "localhost",
                                                            server,
                                                            TlsLoops.CLIENT.withIdentity(
                                                                    new TestAuthority("Stranger")
                                                                            .issue("stranger")))
                                                    .readLine())
                            .isInstanceOf(IOException.class);
                    end(server);
                });
    }

    @Test
    void aServerMayWantACertificate() {
        run(
                () -> {
                    Server server =
                            serve(
                                    TlsLoops.SERVER.withClientAuthentication(
                                            ClientAuthentication.WANTED, AUTHORITY.trust()));
                    for (ClientTls client :
                            List.of(
                                    TlsLoops.CLIENT,
                                    TlsLoops.CLIENT.withIdentity(AUTHORITY.issue("known")))) {
                        try (Stream stream = connect("localhost", server, client)) {
                            stream.write("x\n");
                            assertThat(stream.readLine()).contains("x");
                        }
                    }
                    end(server);
                });
    }

    @Test
    void aCertificateWhoseAuthorityTheServerDoesNotNameIsNotPresented() {
        run(
                () -> {
                    List<Boolean> hasPresented = new ArrayList<>();
                    Server server =
                            Stream.serve(
                                    stream ->
                                            hasPresented.add(
                                                    stream.extraInfo(ExtraInfo.PEERCERT)
                                                            .isPresent()),
                                    List.of("127.0.0.1"),
                                    0,
                                    ServerOptions.DEFAULT.withTls(
                                            TlsLoops.SERVER.withClientAuthentication(
                                                    ClientAuthentication.WANTED,
                                                    AUTHORITY.trust())));
                    for (TlsVersion version : TlsVersion.values()) {
                        ClientTls tls = TlsLoops.CLIENT.withVersions(version);
                        for (TestAuthority each :
                                List.of(AUTHORITY, new TestAuthority("Stranger"))) {
                            try (Stream stream =
                                    connect(
                                            "localhost",
                                            server,
                                            tls.withIdentity(each.issue("client")))) {
                                assertThat(stream.readAll()).isEmpty();
                            }
                        }
                    }
                    assertThat(hasPresented).containsExactly(true, false, true, false);
                    end(server);
                });
    }

    // ---- the server's certificate

    @Test
    void theNameAskedForChoosesTheCertificate() {
        var one = AUTHORITY.issue("one", "one.test");
        var many = AUTHORITY.issue("many", "*.many.test");
        var other = AUTHORITY.issue("other", "127.0.0.1");
        run(
                () -> {
                    Server server =
                            serve(
                                    ServerTls.of(
                                            TlsIdentities.byServerName(
                                                    Map.of("one.test", one, "*.many.test", many),
                                                    other)));
                    assertThat(presented(server, TlsLoops.CLIENT.withServerName("ONE.test")))
                            .isEqualTo(one);
                    assertThat(presented(server, TlsLoops.CLIENT.withServerName("a.many.test")))
                            .isEqualTo(many);
                    assertThat(presented(server, TlsLoops.CLIENT)).isEqualTo(other);
                    end(server);
                });
    }

    private static Object presented(Server server, ClientTls tls) throws IOException {
        try (Stream stream = connect("127.0.0.1", server, tls)) {
            var certificate = stream.extraInfo(ExtraInfo.PEERCERT).orElseThrow();
            return new Object() {
                @Override
                public boolean equals(Object other) {
                    return other instanceof TlsIdentity identity
                            && identity.certificate().equals(certificate);
                }

                @Override
                public int hashCode() {
                    return certificate.hashCode();
                }

                @Override
                public String toString() {
                    return certificate.getSubjectX500Principal().toString();
                }
            };
        }
    }

    @Test
    void aCertificateIsReplacedWhileTheServerServes() {
        var first = AUTHORITY.issue("first", "127.0.0.1");
        var second = AUTHORITY.issue("second", "127.0.0.1");
        var certificate = new ReplaceableIdentity(first);
        run(
                () -> {
                    Server server = serve(ServerTls.of(certificate));
                    try (Stream old = connect("127.0.0.1", server, TlsLoops.CLIENT)) {
                        certificate.replace(second);
                        assertThat(presented(server, TlsLoops.CLIENT)).isEqualTo(second);
                        old.write("still here\n");
                        assertThat(old.readLine()).contains("still here");
                    }
                    end(server);
                });
    }

    @Test
    void aCertificateThatCannotBeChosenIsReportedAndTheServerGoesOn() {
        List<ExceptionContext> reports = new ArrayList<>();
        var identity = AUTHORITY.issue("late", "127.0.0.1");
        run(
                () -> {
                    Asyncio.getRunningLoop().setExceptionHandler((loop, each) -> reports.add(each));
                    Server server =
                            serve(
                                    ServerTls.of(
                                            name -> {
                                                if (reports.isEmpty()) {
                                                    throw new IllegalStateException("not yet");
                                                }
                                                return identity;
                                            }));
                    assertThatThrownBy(() -> connect("127.0.0.1", server, TlsLoops.CLIENT))
                            .isInstanceOf(SSLException.class);
                    connect("127.0.0.1", server, TlsLoops.CLIENT).close();
                    end(server);
                });
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().exception().orElseThrow()).hasMessage("not yet");
    }

    // ---- versions and protocols

    @Test
    void versionsAreSpokenAsTheOptionsSay() {
        run(
                () -> {
                    Server server = serve(TlsLoops.SERVER);
                    for (TlsVersion version : TlsVersion.values()) {
                        try (Stream stream =
                                connect(
                                        "localhost",
                                        server,
                                        TlsLoops.CLIENT.withVersions(version))) {
                            assertThat(stream.extraInfo(ExtraInfo.TLS_VERSION)).contains(version);
                            stream.write("x\n");
                            assertThat(stream.readLine()).contains("x");
                        }
                    }
                    end(server);
                });
        assertRefused(
                TlsLoops.SERVER.withVersions(TlsVersion.TLS_1_3),
                TlsLoops.CLIENT.withVersions(TlsVersion.TLS_1_2),
                "no version of TLS that both sides speak");
    }

    @Test
    void withoutACommonProtocolNoneIsAgreedOn() {
        run(
                () -> {
                    Server server = serve(TlsLoops.SERVER.withAlpn("a"));
                    try (Stream stream =
                            connect("localhost", server, TlsLoops.CLIENT.withAlpn("b"))) {
                        assertThat(stream.extraInfo(ExtraInfo.ALPN_PROTOCOL)).isEmpty();
                    }
                    end(server);
                });
    }

    // ---- cancellation

    @Test
    void connectingCancelledAtAnyStepLeavesNothing() {
        run(
                () -> {
                    Server server = serve(TlsLoops.SERVER);
                    boolean hasSucceeded = false;
                    for (int step = 0; !hasSucceeded; step++) {
                        Task<Stream> opening =
                                Asyncio.createTask(
                                        () -> connect("127.0.0.1", server, TlsLoops.CLIENT));
                        for (int i = 0; i < step; i++) {
                            Asyncio.sleep(Duration.ZERO);
                        }
                        opening.cancel();
                        try {
                            opening.await().close();
                            hasSucceeded = true;
                        } catch (CancelledError expected) {
                            Asyncio.sleep(Duration.ZERO);
                        }
                    }
                    server.close();
                    server.waitClosed(); // no connection is left
                });
    }
}
