package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.Tls;
import io.asyncio4j.net.transport.Transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The upgrade of a connection that stands to TLS: asyncio's {@code loop.start_tls}. Programs with
 * streams use {@link StreamWriter#startTls} or {@link Stream#startTls}.
 *
 * <p>Confined to the loop.
 */
public final class Upgrade {
    private Upgrade() {}

    /**
     * Begins TLS, as {@link #startTls(Transport, Tls, ByteBuffer)} does, when all that the peer has
     * sent was meant for the protocol. Suspends until the handshake is over.
     *
     * <p><b>On cancellation</b> the connection is aborted.
     *
     * @param transport the connection
     * @param tls how; a client's names the server
     * @throws IOException if the handshake fails; the connection is lost then
     */
    public static void startTls(Transport transport, Tls tls) throws IOException {
        startTls(transport, tls, ByteBuffer.allocate(0));
    }

    /**
     * Begins TLS on a connection that stands: asyncio's {@code loop.start_tls}. The transport stays
     * the same object; what is written afterwards is encrypted. Suspends until the handshake is
     * over; meanwhile nothing may be written, and the protocol is told of nothing.
     *
     * <p><b>On cancellation</b> the connection is aborted.
     *
     * @param transport the connection
     * @param tls how; the options of a client name the server
     * @param unread what the protocol received but is the beginning of the handshake
     * @throws IOException if the handshake fails; the connection is lost then
     * @throws IllegalArgumentException if the transport is not of this network, or a name is
     *     missing
     * @throws IllegalStateException if the connection has TLS already or is closing
     */
    public static void startTls(Transport transport, Tls tls, ByteBuffer unread)
            throws IOException {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(unread, "unread");
        Network network = Network.of(Asyncio.getRunningLoop());
        try {
            network.startTls(transport, tls, unread).await(IOException.class);
        } catch (CancelledError cancelled) {
            transport.abort(); // the handshake may have succeeded at the same moment
            throw cancelled;
        }
    }
}
