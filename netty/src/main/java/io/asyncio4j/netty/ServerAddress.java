package io.asyncio4j.netty;

import java.net.InetAddress;
import java.util.Optional;

import javax.net.ssl.SNIHostName;

/**
 * The name of a server as TLS needs it: without a final dot, and never an address where only names
 * may be sent.
 *
 * <p>Thread-safe.
 */
final class ServerAddress {
    private ServerAddress() {}

    /** "example.org." is the same host as "example.org", which stands in the certificate. */
    static String withoutFinalDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** What to ask the server for; empty for an address, which TLS does not allow there. */
    static Optional<SNIHostName> sniName(String name) {
        if (name.isEmpty() || isAddress(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SNIHostName(name));
        } catch (IllegalArgumentException notAName) { // such as one with an underscore: not sent
            return Optional.empty();
        }
    }

    private static boolean isAddress(String name) {
        try {
            InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
