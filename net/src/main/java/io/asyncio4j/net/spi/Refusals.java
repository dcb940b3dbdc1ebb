package io.asyncio4j.net.spi;

import io.asyncio4j.spi.Wording;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * Tells why a connection could not be made, in the same words on every network.
 *
 * <p>Thread-safe.
 */
public final class Refusals {
    private Refusals() {}

    /**
     * A failure to connect that names the address.
     *
     * @param remote what was to be connected to
     * @param reason in the system's words
     * @param failure the failure of the system call, which becomes the cause
     */
    public static ConnectException named(SocketAddress remote, String reason, IOException failure) {
        ConnectException named =
                new ConnectException(
                        "cannot connect to " + Wording.of(remote) + ": " + plain(remote, reason));
        named.initCause(failure);
        return named;
    }

    private static String plain(SocketAddress remote, String reason) {
        return remote instanceof UnixDomainSocketAddress
                        && reason.contains("Resource temporarily unavailable")
                ? "its backlog is full; try again when it has accepted some connections"
                : reason;
    }
}
