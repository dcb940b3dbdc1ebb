package io.asyncio4j.net.transport;

import io.asyncio4j.spi.Wording;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLContext;

/**
 * The part of TLS options that clients and servers have in common. Most programs use the methods of
 * {@link ClientTls} and {@link ServerTls} that lead here.
 *
 * <p>Immutable.
 *
 * @param context the JDK's context that keys and trust come from; empty if the options bring them
 * @param versions the versions that may be spoken
 * @param cipherSuites the cipher suites of TLS 1.2, the best first; none for those that the engine
 *     takes by itself
 * @param alpn the application protocols to offer, the best first; none to offer none
 * @param handshakeTimeout how long the handshake may take
 * @param shutdownTimeout how long a closed connection waits for the peer's goodbye, when everything
 *     was sent
 * @param isTruncationTolerated whether a stream that ends without the peer's goodbye counts as
 *     complete
 */
public record TlsSettings(
        Optional<SSLContext> context,
        Set<TlsVersion> versions,
        List<String> cipherSuites,
        List<String> alpn,
        Duration handshakeTimeout,
        Duration shutdownTimeout,
        boolean isTruncationTolerated) {

    /**
     * What a name of an application protocol may be long at most: it is sent with a length byte.
     */
    private static final int LONGEST_ALPN_BYTES = 255;

    /**
     * asyncio's timeouts: 60 s for the handshake and 30 s for the shutdown; TLS 1.2 and 1.3; no
     * application protocols; a missing goodbye is a failure.
     */
    public static final TlsSettings DEFAULT =
            new TlsSettings(
                    Optional.empty(),
                    EnumSet.allOf(TlsVersion.class),
                    List.of(),
                    List.of(),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    false);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if there is no version, a cipher suite is not one of TLS 1.2
     *     that the JDK thinks secure, TLS 1.2 is left out although its cipher suites are chosen, a
     *     timeout is not positive, or a name of an application protocol is empty or longer than 255
     *     bytes
     */
    public TlsSettings {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(versions, "versions");
        Objects.requireNonNull(cipherSuites, "cipherSuites");
        Objects.requireNonNull(alpn, "alpn");
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("TLS needs at least one version to speak");
        }
        versions = Collections.unmodifiableSet(EnumSet.copyOf(versions));
        cipherSuites = List.copyOf(cipherSuites);
        cipherSuites.forEach(CipherSuites::require);
        if (!cipherSuites.isEmpty() && !versions.contains(TlsVersion.TLS_1_2)) {
            throw new IllegalArgumentException(
                    "cipher suites are chosen for TLS 1.2, which is not among the versions "
                            + versions
                            + "; leave the choice out or add the version");
        }
        alpn = List.copyOf(alpn);
        for (String protocol : alpn) {
            int length = protocol.getBytes(StandardCharsets.UTF_8).length;
            if (length == 0 || length > LONGEST_ALPN_BYTES) {
                throw new IllegalArgumentException(
                        "the name of an application protocol has 1 to 255 bytes, not " + length);
            }
        }
        requirePositive("handshakeTimeout", handshakeTimeout);
        requirePositive("shutdownTimeout", shutdownTimeout);
    }

    private static void requirePositive(String name, Duration timeout) {
        Objects.requireNonNull(timeout, name);
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException(
                    name + " must be positive, not " + Wording.of(timeout));
        }
    }

    TlsSettings withContext(SSLContext given) {
        return new TlsSettings(
                Optional.of(given),
                versions,
                cipherSuites,
                alpn,
                handshakeTimeout,
                shutdownTimeout,
                isTruncationTolerated);
    }

    TlsSettings withVersions(TlsVersion... wanted) {
        Objects.requireNonNull(wanted, "versions");
        return new TlsSettings(
                context,
                wanted.length == 0 ? Set.of() : EnumSet.copyOf(List.of(wanted)),
                cipherSuites,
                alpn,
                handshakeTimeout,
                shutdownTimeout,
                isTruncationTolerated);
    }

    TlsSettings withCipherSuites(String... wanted) {
        return new TlsSettings(
                context,
                versions,
                List.of(Objects.requireNonNull(wanted, "names")),
                alpn,
                handshakeTimeout,
                shutdownTimeout,
                isTruncationTolerated);
    }

    TlsSettings withAlpn(String... protocols) {
        return new TlsSettings(
                context,
                versions,
                cipherSuites,
                List.of(Objects.requireNonNull(protocols, "protocols")),
                handshakeTimeout,
                shutdownTimeout,
                isTruncationTolerated);
    }

    TlsSettings withHandshakeTimeout(Duration timeout) {
        return new TlsSettings(
                context,
                versions,
                cipherSuites,
                alpn,
                timeout,
                shutdownTimeout,
                isTruncationTolerated);
    }

    TlsSettings withShutdownTimeout(Duration timeout) {
        return new TlsSettings(
                context,
                versions,
                cipherSuites,
                alpn,
                handshakeTimeout,
                timeout,
                isTruncationTolerated);
    }

    TlsSettings withTruncationTolerated() {
        return new TlsSettings(
                context, versions, cipherSuites, alpn, handshakeTimeout, shutdownTimeout, true);
    }
}
