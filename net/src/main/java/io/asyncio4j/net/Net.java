package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.EventLoop;
import io.asyncio4j.NameResolution;
import io.asyncio4j.net.spi.ChannelNetwork;
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
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Connections and servers with protocols: asyncio's {@code loop.create_connection}, {@code
 * loop.create_server} and their kin. Most programs use {@link Streams} or {@link Stream} instead,
 * which are made of these.
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
     * tried until one answers. When an attempt takes longer than a quarter of a second the next
     * address is tried beside it, and the families take turns (Happy Eyeballs, RFC 8305); {@link
     * ConnectOptions#addressChoice} tells otherwise. Suspends until the connection stands and
     * {@link Protocol#connectionMade} has run; only the connection that is returned gets a
     * protocol.
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
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(options, "options");
        EventLoop loop = Asyncio.getRunningLoop();
        Network network = Network.of(loop);
        AtomicReference<P> made = new AtomicReference<>();
        Supplier<P> remember =
                () -> {
                    P protocol = protocols.get();
                    made.set(protocol);
                    return protocol;
                };
        ConnectOptions named = Attempts.naming(host, options);
        Addresses addresses = new Addresses(loop, host, port, options.addressChoice());
        Transport transport = new Attempts(loop, network, named, remember).first(addresses);
        return new Link<>(transport, made.get());
    }

    /**
     * Makes a transport of a socket that was accepted elsewhere, or connected by other means. It
     * works whatever mechanism the loop has; the socket is put into non-blocking mode. Suspends
     * until {@link Protocol#connectionMade} has run.
     *
     * <p><b>On cancellation</b> the socket is closed.
     *
     * @param protocols makes the protocol
     * @param channel a connected socket, which belongs to the transport from now on
     * @param options the marks of the transport's buffer, and whether to probe idle connections
     * @param <P> the type of the protocol
     * @throws IOException if the socket is closed; it is closed if anything else fails, too
     * @throws IllegalStateException if something uses the socket, or the loop cannot tell readiness
     */
    public static <P extends Protocol> Link<P> connectAcceptedSocket(
            Supplier<P> protocols, SocketChannel channel, ServerOptions options)
            throws IOException {
        Objects.requireNonNull(protocols, "protocols");
        Objects.requireNonNull(options, "options");
        if (!Objects.requireNonNull(channel, "channel").isConnected()) {
            throw new IOException(channel + " is not connected; Sockets.sockConnect connects it");
        }
        ChannelNetwork.requireInTheClear(options.tls());
        ChannelNetwork.prepare(channel, options.isKeepAlive());
        return Linking.on(protocols, channel, options.writeBufferLimits());
    }

    /**
     * Serves on a channel of the JDK that the program has bound, whatever mechanism the loop has.
     * Suspends for one pass of the loop.
     *
     * <p><b>On cancellation</b> the channel is closed.
     *
     * @param protocols makes the protocol of each connection
     * @param channel the bound channel, which belongs to the server from now on and is closed with
     *     it
     * @param options how the connections are, and whether to serve at once; what concerns the
     *     binding is not used
     * @throws IOException if the channel is closed
     * @throws IllegalArgumentException if it is not bound
     * @throws IllegalStateException if something uses it, or the loop cannot tell readiness
     */
    public static Server createServer(
            Supplier<? extends Protocol> protocols,
            ServerSocketChannel channel,
            ServerOptions options)
            throws IOException {
        Objects.requireNonNull(protocols, "protocols");
        EventLoop loop = Asyncio.getRunningLoop();
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(channel, "channel").configureBlocking(false);
        Server server = new Server(loop, protocols);
        return server.begin(
                options, acceptor -> new ChannelNetwork(loop).listen(channel, options, acceptor));
    }

    /**
     * Makes a transport of a connected socket that the program has by its descriptor. Works with
     * epoll and kqueue. Suspends until {@link Protocol#connectionMade} has run.
     *
     * <p>The socket is put into non-blocking mode, also for other processes that share it.
     *
     * <p><b>On cancellation</b> the socket is closed.
     *
     * @param protocols makes the protocol
     * @param socket the socket, TCP or Unix, which belongs to the transport from now on
     * @param options the marks of the transport's buffer, and whether to probe idle connections
     * @param <P> the type of the protocol
     * @throws IOException if it is not a connected stream socket; the message has the system's name
     *     of the error
     * @throws IllegalStateException if a transport uses it, or the loop has no network
     * @throws UnsupportedOperationException if the loop's mechanism is another one
     */
    public static <P extends Protocol> Link<P> connectAcceptedSocket(
            Supplier<P> protocols, SocketDescriptor socket, ServerOptions options)
            throws IOException {
        Objects.requireNonNull(protocols, "protocols");
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(options, "options");
        Network network = Network.of(Asyncio.getRunningLoop());
        return Linking.link(protocols, made -> network.adopt(socket.number(), options, made));
    }

    /**
     * Serves on a listening socket that the program has by its descriptor, such as one that systemd
     * has opened for it, see {@link SocketDescriptor#inherited()}. Works with epoll and kqueue.
     * Suspends for one pass of the loop.
     *
     * <p>The socket is put into non-blocking mode, also for other processes that share it. The file
     * of a Unix socket stays when the server is closed: it belongs to whoever bound it.
     *
     * <p><b>On cancellation</b> the socket is closed.
     *
     * @param protocols makes the protocol of each connection
     * @param socket the socket, TCP or Unix, which belongs to the server from now on
     * @param options how the connections are, and whether to serve at once; what concerns the
     *     binding is not used
     * @throws IOException if it is not a listening stream socket; the message has the system's name
     *     of the error
     * @throws IllegalStateException if a transport uses it, or the loop has no network
     * @throws UnsupportedOperationException if the loop's mechanism is another one
     */
    public static Server createServer(
            Supplier<? extends Protocol> protocols, SocketDescriptor socket, ServerOptions options)
            throws IOException {
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(protocols, "protocols");
        EventLoop loop = Asyncio.getRunningLoop();
        Network network = Network.of(loop);
        return new Server(loop, protocols)
                .begin(options, acceptor -> network.listen(socket.number(), options, acceptor));
    }

    /**
     * Sends a part of a file over a connection, without bringing its bytes into the program where
     * the transport can do that: over TCP with epoll, kqueue and NIO, and on channels of the JDK.
     * Elsewhere, as under TLS, the file is read piece by piece in the default executor. First waits
     * until everything is sent that was written before. Suspends.
     *
     * <p>Meanwhile writing to the transport, and sending another file, is refused, and reading is
     * paused. Closing the transport cuts the file short, and this method fails.
     *
     * <p>The position of the file is behind the last byte sent, also after an error.
     *
     * <p><b>On cancellation</b> a part may have been sent, which the position of the file tells;
     * the connection is of use only if the peer can make something of that.
     *
     * @param transport the connection
     * @param file what to send; it must stay open until the method returns
     * @param offset where in the file to begin
     * @param count how many bytes at most; {@link Long#MAX_VALUE} for the rest of the file
     * @return how many bytes were sent, or are in the transport's buffer: fewer than asked for only
     *     if the file ends before, or is cut short meanwhile
     * @throws IOException if the connection broke or the file cannot be read
     * @throws IllegalArgumentException if a number is negative
     * @throws IllegalStateException if the transport is closing, or sends a file already
     */
    public static long sendFile(Transport transport, FileChannel file, long offset, long count)
            throws IOException {
        Objects.requireNonNull(transport, "transport");
        return FileSending.send(transport, Objects.requireNonNull(file, "file"), offset, count);
    }

    /**
     * Sends a whole file over a connection, as {@link #sendFile(Transport, FileChannel, long,
     * long)} does. The file is opened and closed on the loop's thread. Suspends.
     *
     * <p><b>On cancellation</b> a part may have been sent.
     *
     * @param transport the connection
     * @param path the file
     * @return how many bytes were sent, or are in the transport's buffer
     * @throws IOException if the connection broke or the file cannot be read
     * @throws IllegalStateException if the transport is closing, or sends a file already
     */
    public static long sendFile(Transport transport, Path path) throws IOException {
        Objects.requireNonNull(transport, "transport");
        return FileSending.send(transport, Objects.requireNonNull(path, "path"));
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
        return createServer(
                protocols,
                List.of(Objects.requireNonNull(host, "host")),
                port,
                ServerOptions.DEFAULT);
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
        Objects.requireNonNull(hosts, "hosts");
        Objects.requireNonNull(options, "options");
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
     * Listens on a path of the file system, for clients of this machine. A socket's file that is
     * there is taken for the leftover of an earlier server and removed, as asyncio does it; so do
     * not start two servers on one path. When the server is closed its file is removed, unless the
     * options say otherwise or another file has taken its place.
     *
     * <p>Who may connect depends on the file's permissions, and these on the process's umask. To
     * let only some in, put it into a directory that only they can enter. Suspends for one pass.
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
