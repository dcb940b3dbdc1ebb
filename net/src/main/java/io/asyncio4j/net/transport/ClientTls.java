package io.asyncio4j.net.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import javax.net.ssl.SSLContext;

/**
 * How a client does TLS. By default it believes the certificates that the JDK believes, and only
 * for the host that it connects to.
 *
 * {@snippet :
 * var options = ConnectOptions.DEFAULT.withTls(
 *         ClientTls.DEFAULT
 *                 .withTrust(TlsTrust.pem(Path.of("our-ca.pem")))
 *                 .withAlpn("h2", "http/1.1"));
 * try (var stream = Stream.connect("example.org", 443, options)) {
 *     stream.write("hello\n");
 * }
 * }
 *
 * <p>Connections made with equal options share one context, so that a later one resumes the session
 * of an earlier one with the same host.
 *
 * <p>Immutable.
 *
 * @param trust whose certificates are believed
 * @param identity what to present to a server that asks; empty for nothing
 * @param serverName who the server must be, sent to it as well; empty for the host connected to
 * @param isHostVerified whether the certificate must be for the server's name
 * @param settings versions, application protocols and timeouts
 */
public record ClientTls(
        TlsTrust trust,
        Optional<TlsIdentity> identity,
        Optional<String> serverName,
        boolean isHostVerified,
        TlsSettings settings)
        implements Tls {

    /** The usual options: the JDK's trust, the host's name verified, TLS 1.2 and 1.3. */
    public static final ClientTls DEFAULT =
            new ClientTls(
                    TlsTrust.system(),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    TlsSettings.DEFAULT);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the server's name is empty, or trust or an identity is
     *     given beside an {@link SSLContext}
     */
    public ClientTls {
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(serverName, "serverName");
        Objects.requireNonNull(settings, "settings");
        if (serverName.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException(
                    "the name of a server cannot be empty; to do without it, and so without"
                            + " knowing who answers, say withoutHostNameVerification()");
        }
        if (settings.context().isPresent()
                && (!trust.equals(TlsTrust.system()) || identity.isPresent())) {
            throw new IllegalArgumentException(
                    "an SSLContext brings its own trust and its own certificate; make it with"
                            + " those that are wanted, or begin with ClientTls.DEFAULT");
        }
    }

    /**
     * A client whose trust and certificate come from a context of the JDK. The JDK's engine does
     * the work then, whichever is chosen. Hosts are verified as ever.
     *
     * @param context the context, initialised
     */
    public static ClientTls of(SSLContext context) {
        Objects.requireNonNull(context, "context");
        return DEFAULT.with(DEFAULT.settings.withContext(context));
    }

    /**
     * The same options with other certificates believed.
     *
     * @param believed whose
     */
    public ClientTls withTrust(TlsTrust believed) {
        Objects.requireNonNull(believed, "believed");
        return new ClientTls(believed, identity, serverName, isHostVerified, settings);
    }

    /**
     * The same options with a certificate to present.
     *
     * @param presented the certificate and its key
     */
    public ClientTls withIdentity(TlsIdentity presented) {
        return new ClientTls(
                trust,
                Optional.of(Objects.requireNonNull(presented, "presented")),
                serverName,
                isHostVerified,
                settings);
    }

    /**
     * The same options for a server that is known by another name than the one connected to.
     *
     * @param name a host name or an address, which the certificate must be for
     * @throws IllegalArgumentException if it is empty
     */
    public ClientTls withServerName(String name) {
        return new ClientTls(
                trust,
                identity,
                Optional.of(Objects.requireNonNull(name, "name")),
                isHostVerified,
                settings);
    }

    /**
     * The same options, but a trusted certificate is accepted whatever host it is for. Whoever has
     * one that {@link #trust()} believes can then pose as the server: only for an authority of
     * one's own.
     */
    public ClientTls withoutHostNameVerification() {
        return new ClientTls(trust, identity, serverName, false, settings);
    }

    /**
     * The same options, but any certificate is accepted, from anybody. The connection is encrypted,
     * but nobody knows with whom: an attacker on the way reads and changes everything.
     */
    public ClientTls insecurelyWithoutVerification() {
        return new ClientTls(TlsTrust.anyoneInsecurely(), identity, serverName, false, settings);
    }

    /**
     * The same options with other versions of TLS.
     *
     * @param versions those that may be spoken
     * @throws IllegalArgumentException if there is none, or TLS 1.2 is left out although its cipher
     *     suites were chosen
     */
    public ClientTls withVersions(TlsVersion... versions) {
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
    public ClientTls withCipherSuites(String... names) {
        return with(settings.withCipherSuites(names));
    }

    /**
     * The same options with application protocols to offer (ALPN). Which one the server chose is
     * {@link ExtraInfo#ALPN_PROTOCOL}.
     *
     * @param protocols their names, the best first
     * @throws IllegalArgumentException if a name is empty or longer than 255 bytes
     */
    public ClientTls withAlpn(String... protocols) {
        return with(settings.withAlpn(protocols));
    }

    /**
     * The same options with another limit of the handshake.
     *
     * @param timeout how long it may take
     * @throws IllegalArgumentException if it is not positive
     */
    public ClientTls withHandshakeTimeout(Duration timeout) {
        return with(settings.withHandshakeTimeout(Objects.requireNonNull(timeout, "timeout")));
    }

    /**
     * The same options with another limit of the shutdown.
     *
     * @param timeout how long a closed connection waits for the peer's goodbye
     * @throws IllegalArgumentException if it is not positive
     */
    public ClientTls withShutdownTimeout(Duration timeout) {
        return with(settings.withShutdownTimeout(Objects.requireNonNull(timeout, "timeout")));
    }

    /**
     * The same options, but a peer that ends the connection without TLS's goodbye is taken to have
     * said everything. An attacker on the way can then cut a message short unnoticed: only where
     * the messages tell their length.
     */
    public ClientTls withTruncationTolerated() {
        return with(settings.withTruncationTolerated());
    }

    private ClientTls with(TlsSettings changed) {
        return new ClientTls(trust, identity, serverName, isHostVerified, changed);
    }
}
