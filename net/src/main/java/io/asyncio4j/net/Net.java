package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;
import io.asyncio4j.NameResolution;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.DatagramOptions;
import io.asyncio4j.net.transport.DatagramProtocol;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
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
     *     addresses the failures of all are its suppressed exceptions
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
        Transport transport = new Attempts(network, options, remember).first(addresses);
        return new Link<>(transport, made.get());
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
     * Connects to a Unix socket, as {@link #createUnixConnection(Supplier, Path, ConnectOptions)}
     * does, with the usual options. Suspends until the connection stands.
     *
     * <p><b>On cancellation</b> the attempt ends and nothing stays open.
     *
     * @param protocols makes the protocol, once the connection stands
     * @param path the path of the socket
     * @param <P> the type of the protocol
     * @throws IOException if nobody listens on the path
     * @throws IllegalStateException if the loop has no network
     */
    public static <P extends Protocol> Link<P> createUnixConnection(
            Supplier<P> protocols, Path path) throws IOException {
        return UnixSockets.connect(protocols, path, ConnectOptions.DEFAULT);
    }

    /**
     * Connects to a server of this machine by a path of the file system. Suspends until the
     * connection stands and {@link Protocol#connectionMade} has run.
     *
     * <p><b>On cancellation</b> the attempt ends and nothing stays open.
     *
     * @param protocols makes the protocol, once the connection stands
     * @param path the path of the socket; about a hundred bytes at most
     * @param options how to connect
     * @param <P> the type of the protocol
     * @throws IOException if nobody listens on the path, if it is too long for the system, or if
     *     the server has not accepted as many connections as its backlog holds
     * @throws IllegalArgumentException if the options have a local address
     * @throws IllegalStateException if the loop has no network
     */
    public static <P extends Protocol> Link<P> createUnixConnection(
            Supplier<P> protocols, Path path, ConnectOptions options) throws IOException {
        return UnixSockets.connect(protocols, path, options);
    }

    /**
     * Listens on a path, as {@link #createUnixServer(Supplier, Path, ServerOptions)} does, with the
     * usual options. Suspends for one pass of the loop.
     *
     * <p><b>On cancellation</b> nothing stays bound.
     *
     * @param protocols makes the protocol of each connection
     * @param path where the file of the socket shall be
     * @throws IOException if the path cannot be bound
     * @throws IllegalStateException if the loop has no network
     */
    public static Server createUnixServer(Supplier<? extends Protocol> protocols, Path path)
            throws IOException {
        return UnixSockets.listen(protocols, path, ServerOptions.DEFAULT);
    }

    /**
     * Listens on a path of the file system, for clients of this machine. A socket's file that is
     * there is taken for the leftover of an earlier server and removed, as asyncio does it; so do
     * not start two servers on one path. When the server is closed its file is removed, unless the
     * options say otherwise or another file has taken its place.
     *
     * <p>Who may connect is a question of the file's permissions, which the process's umask
     * determines. To let only some in, put the socket into a directory that only they can enter.
     *
     * <p>Each connection gets its own protocol, whose methods run in a copy of the context that is
     * current now. Suspends for one pass of the loop.
     *
     * <p><b>On cancellation</b> nothing stays bound.
     *
     * @param protocols makes the protocol of each connection
     * @param path where the file of the socket shall be; about a hundred bytes at most
     * @param options how to listen
     * @throws IOException if the path cannot be bound: there is a file that is not a socket, no
     *     such directory, or the path is too long; the message tells
     * @throws IllegalArgumentException if the options ask for a shared port
     * @throws IllegalStateException if the loop has no network
     */
    public static Server createUnixServer(
            Supplier<? extends Protocol> protocols, Path path, ServerOptions options)
            throws IOException {
        return UnixSockets.listen(protocols, path, options);
    }

    /**
     * Opens a socket for datagrams, such as UDP: asyncio's {@code loop.create_datagram_endpoint}.
     * With a remote address the socket is connected to it: it sends there and receives from nobody
     * else. If names have several addresses, the first ones of one family that work are taken.
     * Suspends while names are looked up; {@link DatagramProtocol#connectionMade} has run then.
     *
     * <p><b>On cancellation</b> nothing stays open.
     *
     * @param protocols makes the protocol, once the socket is open
     * @param options which addresses, and how
     * @param <P> the type of the protocol
     * @throws IOException if a name is not known, the local address cannot be bound, or there is no
     *     way to the remote one
     * @throws IllegalArgumentException if the options have neither an address nor a family
     * @throws IllegalStateException if the loop has no network
     */
    public static <P extends DatagramProtocol> DatagramLink<P> createDatagramEndpoint(
            Supplier<P> protocols, DatagramOptions options) throws IOException {
        return DatagramSockets.open(protocols, options);
    }
}
