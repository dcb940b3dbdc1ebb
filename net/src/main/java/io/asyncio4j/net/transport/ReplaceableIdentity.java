package io.asyncio4j.net.transport;

import java.util.Objects;
import java.util.Optional;

/**
 * A server's certificate that can be replaced while the server runs: the next handshake uses the
 * new one, and connections that stand keep theirs.
 *
 * {@snippet :
 * var certificate = new ReplaceableIdentity(TlsIdentity.pem(chain, key));
 * var options = ServerOptions.DEFAULT.withTls(ServerTls.of(certificate));
 * ...
 * certificate.replace(TlsIdentity.pem(chain, key));    // read again
 * }
 *
 * <p>Thread-safe.
 */
public final class ReplaceableIdentity implements TlsIdentities {
    private volatile TlsIdentity current;

    /**
     * Begins with a certificate.
     *
     * @param first the certificate and its key
     */
    public ReplaceableIdentity(TlsIdentity first) {
        current = Objects.requireNonNull(first, "first");
    }

    /**
     * Uses another certificate from the next handshake on.
     *
     * @param next the certificate and its key
     */
    public void replace(TlsIdentity next) {
        current = Objects.requireNonNull(next, "next");
    }

    /** The certificate that is used now. */
    public TlsIdentity current() {
        return current;
    }

    @Override
    public TlsIdentity identity(Optional<String> serverName) {
        return current;
    }

    @Override
    public String toString() {
        return "ReplaceableIdentity[" + current + "]";
    }
}
