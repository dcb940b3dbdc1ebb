package io.asyncio4j.net.transport;

/**
 * How one end of a connection does TLS: the options of a client or those of a server.
 *
 * <p>Immutable.
 */
public sealed interface Tls permits ClientTls, ServerTls {

    /** Whose certificates are believed. */
    TlsTrust trust();

    /** What both ends decide alike: versions, application protocols and timeouts. */
    TlsSettings settings();
}
