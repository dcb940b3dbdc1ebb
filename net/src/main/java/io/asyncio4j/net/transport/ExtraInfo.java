package io.asyncio4j.net.transport;

import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.security.cert.X509Certificate;
import java.util.Objects;

import javax.net.ssl.SSLSession;

/**
 * The name of something a transport may know about its connection, for {@link
 * Endpoint#extraInfo(ExtraInfo)}. Two keys with the same name and type are the same key, so that
 * other kinds of transports can add their own.
 *
 * <p>Immutable.
 *
 * @param name asyncio's name for it
 * @param type the type of the answer
 * @param <T> the same
 */
public record ExtraInfo<T>(String name, Class<T> type) {

    /**
     * The address of the peer: an {@link java.net.InetSocketAddress}, or for a Unix socket a {@link
     * java.net.UnixDomainSocketAddress}, which is empty if the peer has not bound one.
     */
    public static final ExtraInfo<SocketAddress> PEERNAME =
            new ExtraInfo<>("peername", SocketAddress.class);

    /** The address of this end, of the same kind. */
    public static final ExtraInfo<SocketAddress> SOCKNAME =
            new ExtraInfo<>("sockname", SocketAddress.class);

    /**
     * The channel of the JDK that the connection is made of, if it is: an accepted socket, a pipe.
     */
    public static final ExtraInfo<SelectableChannel> CHANNEL =
            new ExtraInfo<>("channel", SelectableChannel.class);

    /** The certificate of the peer, under TLS, if it has shown one. */
    public static final ExtraInfo<X509Certificate> PEERCERT =
            new ExtraInfo<>("peercert", X509Certificate.class);

    /** The name of the cipher suite, under TLS, such as TLS_AES_128_GCM_SHA256. */
    public static final ExtraInfo<String> CIPHER = new ExtraInfo<>("cipher", String.class);

    /** The version of TLS that is spoken. */
    public static final ExtraInfo<TlsVersion> TLS_VERSION =
            new ExtraInfo<>("tls_version", TlsVersion.class);

    /** The application protocol that was agreed on, under TLS, if one was. */
    public static final ExtraInfo<String> ALPN_PROTOCOL =
            new ExtraInfo<>("selected_alpn_protocol", String.class);

    /** The name that the client asked for, under TLS, if it did (SNI); on both sides. */
    public static final ExtraInfo<String> SERVER_NAME =
            new ExtraInfo<>("server_hostname", String.class);

    /** The JDK's view of the TLS session, with the whole chain of the peer's certificates. */
    public static final ExtraInfo<SSLSession> SSL_SESSION =
            new ExtraInfo<>("ssl_session", SSLSession.class);

    /** Checks that nothing is missing. */
    public ExtraInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
