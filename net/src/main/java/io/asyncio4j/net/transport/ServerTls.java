package io.asyncio4j.net.transport;

import java.time.Duration;
import java.util.Objects;

import javax.net.ssl.SSLContext;

/**
 * How a server does TLS.
 *
 * {@snippet :
 * var identity = TlsIdentity.pem(Path.of("fullchain.pem"), Path.of("key.pem"));
 * var options = ServerOptions.DEFAULT.withTls(ServerTls.of(identity));
 * Stream.serve(this::serve, List.of(), 443, options);
 * }
 *
 * <p>Immutable, as far as the {@link #identities()} are.
 *
 * @param identities chooses the certificate of each connection
 * @param authentication whether clients are asked for certificates
 * @param trust whose certificates are believed if they are
 * @param settings versions, application protocols and timeouts
 */
public record ServerTls(
        TlsIdentities identities,
        ClientAuthentication authentication,
        TlsTrust trust,
        TlsSettings settings)
        implements Tls {

    /** Stands for the choice that a context makes. */
    private static final TlsIdentities OF_CONTEXT =
            serverName -> {
                throw new IllegalStateException("the certificate is chosen by the SSLContext");
            };

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if trust or identities are given beside an {@link
     *     SSLContext}
     */
    public ServerTls {
        Objects.requireNonNull(identities, "identities");
        Objects.requireNonNull(authentication, "authentication");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(settings, "settings");
        if (settings.context().isPresent()
                && (identities != OF_CONTEXT || !trust.equals(TlsTrust.none()))) {
            throw new IllegalArgumentException(
                    "an SSLContext brings its own trust and its own certificates; make it with"
                            + " those that are wanted, or begin with ServerTls.of(TlsIdentity)");
        }
    }

    /**
     * A server with one certificate, which asks clients for none.
     *
     * @param identity the certificate and its key
     */
    public static ServerTls of(TlsIdentity identity) {
        return of(TlsIdentities.always(identity));
    }

    /**
     * A server that chooses its certificate for each connection: by the name that the client asks
     * for ({@link TlsIdentities#byServerName}), or one that is replaced while the server runs
     * ({@link ReplaceableIdentity}).
     *
     * @param identities chooses
     */
    public static ServerTls of(TlsIdentities identities) {
        return new ServerTls(
                identities, ClientAuthentication.NONE, TlsTrust.none(), TlsSettings.DEFAULT);
    }

    /**
     * A server whose certificates and trust come from a context of the JDK. The JDK's engine does
     * the work then, whichever is chosen.
     *
     * @param context the context, initialised; its key manager chooses the certificate
     */
    public static ServerTls of(SSLContext context) {
        Objects.requireNonNull(context, "context");
        return new ServerTls(
                OF_CONTEXT,
                ClientAuthentication.NONE,
                TlsTrust.none(),
                TlsSettings.DEFAULT.withContext(context));
    }

    /**
     * The same options, with clients asked for certificates that the {@link SSLContext} believes.
     *
     * @param asked whether they may have none
     * @throws IllegalArgumentException if there is no context; then say who is believed as well
     */
    public ServerTls withClientAuthentication(ClientAuthentication asked) {
        Objects.requireNonNull(asked, "asked");
        if (settings.context().isEmpty()) {
            throw new IllegalArgumentException(
                    "without an SSLContext nobody is believed yet; say who is, with"
                            + " withClientAuthentication("
                            + asked
                            + ", trust)");
        }
        return new ServerTls(identities, asked, trust, settings);
    }

    /**
     * The same options, with clients asked for certificates.
     *
     * @param asked whether they may have none
     * @param believed whose certificates are believed
     */
    public ServerTls withClientAuthentication(ClientAuthentication asked, TlsTrust believed) {
        Objects.requireNonNull(asked, "asked");
        Objects.requireNonNull(believed, "believed");
        return new ServerTls(identities, asked, believed, settings);
    }

    /**
     * The same options with other versions of TLS.
     *
     * @param versions those that may be spoken
     * @throws IllegalArgumentException if there is none, or TLS 1.2 is left out although its cipher
     *     suites were chosen
     */
    public ServerTls withVersions(TlsVersion... versions) {
        return with(settings.withVersions(versions));
    }

    /**
     * The same options with other cipher suites in TLS 1.2. Those of TLS 1.3 are all secure and
     * stay as they are. Few programs need this: what is not chosen is what the engine thinks best.
     *
     * @param names the JDK's names, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, the best first;
     *     none to leave the choice to the engine
     * @throws IllegalArgumentException if one is not of TLS 1.2 or not secure, or if TLS 1.2 is not
     *     spoken
     */
    public ServerTls withCipherSuites(String... names) {
        return with(settings.withCipherSuites(names));
    }

    /**
     * The same options with application protocols to choose from (ALPN). Which one was chosen is
     * {@link ExtraInfo#ALPN_PROTOCOL}; if the client offers none of them, none is.
     *
     * @param protocols their names, the best first
     * @throws IllegalArgumentException if a name is empty or longer than 255 bytes
     */
    public ServerTls withAlpn(String... protocols) {
        return with(settings.withAlpn(protocols));
    }

    /**
     * The same options with another limit of the handshake.
     *
     * @param timeout how long it may take
     * @throws IllegalArgumentException if it is not positive
     */
    public ServerTls withHandshakeTimeout(Duration timeout) {
        return with(settings.withHandshakeTimeout(Objects.requireNonNull(timeout, "timeout")));
    }

    /**
     * The same options with another limit of the shutdown.
     *
     * @param timeout how long a closed connection waits for the peer's goodbye
     * @throws IllegalArgumentException if it is not positive
     */
    public ServerTls withShutdownTimeout(Duration timeout) {
        return with(settings.withShutdownTimeout(Objects.requireNonNull(timeout, "timeout")));
    }

    /**
     * The same options, but a client that ends the connection without TLS's goodbye is taken to
     * have said everything. An attacker on the way can then cut a message short unnoticed: only
     * where the messages tell their length.
     */
    public ServerTls withTruncationTolerated() {
        return with(settings.withTruncationTolerated());
    }

    private ServerTls with(TlsSettings changed) {
        return new ServerTls(identities, authentication, trust, changed);
    }
}
