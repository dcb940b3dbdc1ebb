package io.asyncio4j.net.transport;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Chooses a server's certificate for each connection, by the name that the client asks for (SNI). A
 * handshake that has begun keeps its certificate.
 *
 * <p>Confined to the loop.
 */
@FunctionalInterface
public interface TlsIdentities {

    /**
     * Chooses the certificate of one connection. Called once in each handshake, on the loop, so it
     * must not await or block. A failure is reported to the loop's exception handler and ends the
     * connection.
     *
     * @param serverName the name that the client asks for, in lower case; empty if it does not, as
     *     when it connected to an address
     */
    TlsIdentity identity(Optional<String> serverName);

    /**
     * One certificate for everybody.
     *
     * @param identity the certificate and its key
     */
    static TlsIdentities always(TlsIdentity identity) {
        Objects.requireNonNull(identity, "identity");
        return serverName -> identity;
    }

    /**
     * A certificate for each name. A name that begins with {@code *.} stands for all names with one
     * more label.
     *
     * @param byName the certificates
     * @param otherwise the one for clients that ask for no name or for another one
     */
    static TlsIdentities byServerName(Map<String, TlsIdentity> byName, TlsIdentity otherwise) {
        Objects.requireNonNull(byName, "byName");
        Objects.requireNonNull(otherwise, "otherwise");
        Map<String, TlsIdentity> known = new HashMap<>();
        byName.forEach((name, identity) -> known.put(name.toLowerCase(Locale.ROOT), identity));
        return serverName -> {
            String name = serverName.orElse("");
            TlsIdentity exact = known.get(name);
            if (exact != null) {
                return exact;
            }
            int dot = name.indexOf('.');
            TlsIdentity wildcard = dot < 0 ? null : known.get("*" + name.substring(dot));
            return wildcard != null ? wildcard : otherwise;
        };
    }
}
