package io.asyncio4j.net.transport;

/**
 * Whether a TLS server asks its clients for certificates.
 *
 * <p>Immutable.
 */
public enum ClientAuthentication {
    /** Clients are not asked. */
    NONE,

    /** Clients are asked and may have none; a certificate that is not trusted is refused. */
    WANTED,

    /** Clients without a trusted certificate are refused. */
    REQUIRED
}
