package io.asyncio4j.netty;

import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.TlsVersion;
import io.netty.handler.ssl.SslHandler;

import org.jspecify.annotations.Nullable;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What a handshake has agreed on, taken when it is over, so that it can be told after the end.
 *
 * <p>Immutable.
 */
record TlsSession(
        SSLSession session,
        TlsVersion version,
        Optional<X509Certificate> peerCertificate,
        Optional<String> alpn,
        Optional<String> serverName) {

    static TlsSession of(SslHandler handler, Optional<String> serverName) {
        SSLSession session = handler.engine().getSession();
        String protocol = session.getProtocol();
        TlsVersion version =
                protocol.equals(TlsVersion.TLS_1_3.label())
                        ? TlsVersion.TLS_1_3
                        : TlsVersion.TLS_1_2;
        return new TlsSession(
                session,
                version,
                certificateIn(session),
                Optional.ofNullable(handler.applicationProtocol()),
                serverName);
    }

    private static Optional<X509Certificate> certificateIn(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException anonymous) {
            return Optional.empty();
        }
    }

    /** Null if it is something else. */
    @Nullable Object info(ExtraInfo<?> key) {
        if (key.equals(ExtraInfo.PEERCERT)) {
            return peerCertificate.orElse(null);
        }
        if (key.equals(ExtraInfo.CIPHER)) {
            return session.getCipherSuite();
        }
        if (key.equals(ExtraInfo.TLS_VERSION)) {
            return version;
        }
        if (key.equals(ExtraInfo.ALPN_PROTOCOL)) {
            return alpn.orElse(null);
        }
        if (key.equals(ExtraInfo.SERVER_NAME)) {
            return serverName.orElse(null);
        }
        return key.equals(ExtraInfo.SSL_SESSION) ? session : null;
    }
}
