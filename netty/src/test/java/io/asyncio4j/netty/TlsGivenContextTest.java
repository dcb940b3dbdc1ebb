package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ClientAuthentication;
import io.asyncio4j.net.transport.ClientTls;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.ServerTls;
import io.asyncio4j.net.transport.TlsIdentity;
import io.asyncio4j.net.transport.TlsTrust;
import io.asyncio4j.net.transport.TlsVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

/** TLS from a context of the JDK, with each engine chosen on each mechanism. */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class TlsGivenContextTest {
    private static final char[] PASSWORD = "password".toCharArray();

    @Parameter(0)
    private Mechanism mechanism;

    @Parameter(1)
    private TlsEngine engine;

    /** A context that presents an identity and believes the authority of the tests. */
    private static SSLContext context(TlsIdentity identity)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "own", identity.key(), PASSWORD, identity.chain().toArray(X509Certificate[]::new));
        store.setCertificateEntry("authority", TlsLoops.AUTHORITY.certificate());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return made;
    }

    @Test
    void bothEndsTakeKeysAndTrustFromIt() {
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () -> {
                    var tls =
                            ServerTls.of(context(TlsLoops.AUTHORITY.issue("server", "localhost")))
                                    .withClientAuthentication(ClientAuthentication.REQUIRED)
                                    .withAlpn("echo");
                    Server server =
                            Stream.serve(
                                    stream ->
                                            stream.write(
                                                    stream.extraInfo(ExtraInfo.PEERCERT)
                                                            .orElseThrow()
                                                            .getSubjectX500Principal()
                                                            .getName()),
                                    List.of("127.0.0.1"),
                                    0,
                                    ServerOptions.DEFAULT.withTls(tls));
                    var client = ClientTls.of(context(TlsLoops.AUTHORITY.issue("client")));
                    for (TlsVersion version : TlsVersion.values()) {
                        var options = client.withVersions(version).withAlpn("echo");
                        try (Stream stream = connect("localhost", server, options)) {
                            assertThat(new String(stream.readAll())).isEqualTo("CN=client");
                            assertThat(stream.extraInfo(ExtraInfo.TLS_VERSION)).contains(version);
                            assertThat(stream.extraInfo(ExtraInfo.ALPN_PROTOCOL)).contains("echo");
                        }
                    }
                    assertThatThrownBy(() -> connect("127.0.0.1", server, client))
                            .as("the certificate is for localhost")
                            .isInstanceOf(SSLHandshakeException.class)
                            .hasMessageContaining("127.0.0.1");
                    connect("127.0.0.1", server, client.withoutHostNameVerification()).close();
                    server.shutdown(Duration.ofSeconds(5));
                });
    }

    private static Stream connect(String host, Server server, ClientTls tls) throws IOException {
        return Stream.connect(host, server.port(), ConnectOptions.DEFAULT.withTls(tls));
    }

    @Test
    void otherKeysAndTrustContradictIt() throws Exception {
        var identity = TlsLoops.AUTHORITY.issue("client");
        var client = ClientTls.of(context(identity));
        var server = ServerTls.of(context(identity));
        assertThatThrownBy(() -> client.withTrust(TlsLoops.AUTHORITY.trust()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("brings its own trust");
        assertThatThrownBy(() -> client.withIdentity(identity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its own certificate");
        assertThatThrownBy(client::insecurelyWithoutVerification)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("brings its own trust");
        assertThatThrownBy(
                        () ->
                                server.withClientAuthentication(
                                        ClientAuthentication.REQUIRED, TlsTrust.system()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("brings its own trust");
        assertThatThrownBy(
                        () ->
                                TlsLoops.SERVER.withClientAuthentication(
                                        ClientAuthentication.REQUIRED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("say who is");
    }
}
