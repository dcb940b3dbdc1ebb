package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.EventLoop;
import io.asyncio4j.NameResolution;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Tls;
import io.asyncio4j.net.transport.Transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Connections and servers with protocols: asyncio's {@code loop.create_connection} and {@code
 * loop.create_server}. Most programs use {@link Streams} or {@link Stream} instead, which are made
 * of these.
 *
 * <p>The methods work on the loop that runs the calling task.
 *
 * <p>Confined to the loop.
 */
public final class Net {
    /** The address that stands for all interfaces, on IPv4 too. */
    private static final InetAddress EVERYWHERE = InetAddress.ofLiteral("::");

    private Net() {}

    /**
     * Connects to a host, as {@link #createConnection(Supplier, String, int, ConnectOptions)} does,
     * with the usual options. Suspends until the connection stands.
     *
     * <p><b>On cancellation</b> the attempt ends and nothing stays open.
     *
     * @param protocols makes the protocol, once the connection stands
     * @param host a name or an address
     * @param port the port
     * @param <P> the type of the protocol
     * @throws IOException if the name is not known or no address can be reached
     * @throws IllegalStateException if the loop has no network
     */
    public static <P extends Protocol> Link<P> createConnection(
            Supplier<P> protocols, String host, int port) throws IOException {
        return createConnection(protocols, host, port, ConnectOptions.DEFAULT);
    }

    /**
     * Connects to a host. An address is taken as it is; a name is looked up, and its addresses are
     * tried one after the other until one answers. Suspends until the connection stands and {@link
     * Protocol#connectionMade} has run.
     *
     * <p><b>On cancellation</b> the attempt ends and nothing stays open.
     *
     * @param protocols makes the protocol, once the connection stands
     * @param host a name or an address
     * @param port the port
     * @param options how to connect
     * @param <P> the type of the protocol
     * @throws IOException if the name is not known or no address can be reached; with several
     *     addresses the failures of all are its suppressed exceptions; a {@link
     *     javax.net.ssl.SSLException} if one was reached and TLS failed
     * @throws IllegalStateException if the loop has no network
     */
    public static <P extends Protocol> Link<P> createConnection(
            Supplier<P> protocols, String host, int port, ConnectOptions options)
            throws IOException {
        Objects.requireNonNull(protocols, "protocols");
        EventLoop loop = Asyncio.getRunningLoop();
        Network network = Network.of(loop);
        AtomicReference<P> made = new AtomicReference<>();
        Supplier<P> remember =
                () -> {
                    P protocol = protocols.get();
                    made.set(protocol);
                    return protocol;
                };
        List<InetSocketAddress> addresses = NameResolution.getAddrInfo(host, port);
        ConnectOptions named = naming(host, options);
        Transport transport = new Attempts(network, named, remember).first(addresses);
        return new Link<>(transport, made.get());
    }

    /** Under TLS the server must be the host connected to, unless the options name another. */
    private static ConnectOptions naming(String host, ConnectOptions options) {
        return options.tls()
                .filter(tls -> tls.serverName().isEmpty() && !host.isEmpty())
                .map(tls -> options.withTls(tls.withServerName(host)))
                .orElse(options);
    }

    /**
     * Listens on all interfaces, with the usual options. Suspends for one pass of the loop.
     *
     * <p><b>On cancellation</b> nothing stays bound.
     *
     * @param protocols makes the protocol of each connection
     * @param port the port; 0 lets the system choose one, see {@link Server#port()}
     * @throws IOException if the port cannot be bound
     * @throws IllegalStateException if the loop has no network
     */
    public static Server createServer(Supplier<? extends Protocol> protocols, int port)
            throws IOException {
        return createServer(protocols, List.of(), port, ServerOptions.DEFAULT);
    }

    /**
     * Listens on all addresses of a host, with the usual options. Suspends while the name is looked
     * up and for one pass of the loop.
     *
     * <p><b>On cancellation</b> nothing stays bound.
     *
     * @param protocols makes the protocol of each connection
     * @param host a name or an address of this machine
     * @param port the port; 0 lets the system choose one, see {@link Server#port()}
     * @throws IOException if the name is not known or an address cannot be bound
     * @throws IllegalStateException if the loop has no network
     */
    public static Server createServer(Supplier<? extends Protocol> protocols, String host, int port)
            throws IOException {
        return createServer(protocols, List.of(host), port, ServerOptions.DEFAULT);
    }

    /**
     * Listens on all addresses of several hosts. An address that two of them share is bound once;
     * one that this machine does not have is left out and logged, if another one can be bound. Any
     * other failure undoes what was bound. The address {@code ::} stands for all interfaces, on
     * IPv4 too.
     *
     * <p>Each connection gets its own protocol, whose methods run in a copy of the context that is
     * current now. Suspends while names are looked up and for one pass of the loop.
     *
     * <p><b>On cancellation</b> nothing stays bound.
     *
     * @param protocols makes the protocol of each connection
     * @param hosts names or addresses of this machine; none means all interfaces, on IPv4 and IPv6
     * @param port the port; 0 lets the system choose one for each address
     * @param options how to listen
     * @throws IOException if a name is not known or an address cannot be bound; the message names
     *     it
     * @throws IllegalStateException if the loop has no network
     */
    public static Server createServer(
            Supplier<? extends Protocol> protocols,
            List<String> hosts,
            int port,
            ServerOptions options)
            throws IOException {
        Objects.requireNonNull(protocols, "protocols");
        EventLoop loop = Asyncio.getRunningLoop();
        Network network = Network.of(loop);
        Set<InetSocketAddress> addresses = new LinkedHashSet<>();
        for (String host : hosts) {
            addresses.addAll(NameResolution.getAddrInfo(host, port));
        }
        InetSocketAddress everywhere = new InetSocketAddress(EVERYWHERE, port);
        if (hosts.isEmpty()) {
            addresses.add(everywhere);
        }
        if (addresses.contains(everywhere)) {
            addresses.remove(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), port));
        }
        Server server = new Server(loop, protocols);
        try {
            server.bind(network, addresses, options);
            if (options.isServing()) {
                server.startServing();
            }
            return server;
        } catch (Throwable failure) {
            server.close();
            throw failure;
        }
    }

    /**
     * Begins TLS on a connection that stands, as {@link #startTls(Transport, Tls, ByteBuffer)}
     * does, when all that the peer sent so far was meant for the protocol. Suspends until the
     * handshake is over.
     *
     * <p><b>On cancellation</b> the connection is aborted.
     *
     * @param transport the connection
     * @param tls how; the options of a client name the server
     * @throws IOException if the handshake fails; the connection is lost then
     */
    public static void startTls(Transport transport, Tls tls) throws IOException {
        startTls(transport, tls, ByteBuffer.allocate(0));
    }

    /**
     * Begins TLS on a connection that stands: asyncio's {@code loop.start_tls}. The transport stays
     * the same object; what is written afterwards is encrypted, and what the protocol receives is
     * what the peer encrypted. Suspends until the handshake is over; meanwhile nothing may be
     * written, and the protocol is told of nothing.
     *
     * <p><b>On cancellation</b> the connection is aborted.
     *
     * @param transport the connection
     * @param tls how; the options of a client name the server
     * @param unread what the protocol received but is the beginning of the handshake, as when the
     *     peer sent its first message together with the agreement to speak TLS
     * @throws IOException if the handshake fails; the connection is lost then
     * @throws IllegalArgumentException if the transport is of another loop's network, or the name of
     *     the server is missing
     * @throws IllegalStateException if the connection has TLS already or is closing
     */
    public static void startTls(Transport transport, Tls tls, ByteBuffer unread)
            throws IOException {
        Objects.requireNonNull(tls, "tls");
        Network network = Network.of(Asyncio.getRunningLoop());
        try {
            network.startTls(transport, tls, unread).await(IOException.class);
        } catch (CancelledError cancelled) {
            transport.abort(); // the handshake may have succeeded at the same moment
            throw cancelled;
        }
    }
}
