package io.asyncio4j.net;

import io.asyncio4j.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * From names to addresses.
 *
 * <p>Confined to the loop.
 */
final class Addresses {
    private Addresses() {}

    /** Asks the loop's resolver, unless the host is an address already. */
    static List<InetSocketAddress> resolve(EventLoop loop, String host, int port)
            throws IOException {
        Optional<InetAddress> literal = literal(host);
        if (literal.isPresent()) {
            return List.of(new InetSocketAddress(literal.get(), port));
        }
        return loop.getAddrInfo(host, port).await(IOException.class);
    }

    /** An address written in digits; empty for a name. */
    private static Optional<InetAddress> literal(String host) {
        if (host.isEmpty() || host.indexOf(':') < 0 && !isDigit(host.charAt(host.length() - 1))) {
            return Optional.empty(); // no name ends in a digit but those that are not known anyway
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
