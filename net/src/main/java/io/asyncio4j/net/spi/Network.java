package io.asyncio4j.net.spi;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.DatagramOptions;
import io.asyncio4j.net.transport.DatagramProtocol;
import io.asyncio4j.net.transport.DatagramTransport;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Tls;
import io.asyncio4j.net.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a loop can reach: it opens connections and listens. A poller that does network I/O offers
 * one as a {@linkplain EventLoop#capability capability}; a simulated network is another.
 *
 * <p>A network deals in single addresses. Names, the choice among several addresses, servers on
 * many of them and streams are built on top, in {@link io.asyncio4j.net}.
 *
 * <p>Nothing here suspends. Confined to the loop.
 */
public interface Network {

    /**
     * The network of a loop.
     *
     * @param loop the loop
     * @throws IllegalStateException if the loop has none; the message says how to get one
     */
    static Network of(EventLoop loop) {
        return loop.capability(Network.class)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        loop
                                                + " has no network; add the dependency"
                                                + " io.asyncio4j:asyncio4j-netty (or"
                                                + " io.asyncio4j:asyncio4j, which contains it) to"
                                                + " the class path or module path, or give the loop"
                                                + " another poller with LoopOptions.withPoller"));
    }

    /**
     * Begins to connect. When the connection stands, the protocol is made and its {@link
     * Protocol#connectionMade} called, in a copy of the context that is current now; then the
     * future gets the transport. Before its waiters have run, no data is delivered.
     *
     * <p>Under TLS the connection stands when the handshake has succeeded.
     *
     * <p>Cancelling the future ends the attempt and closes what was opened. A caller that is
     * cancelled when the future is done already owns the transport and has to abort it.
     *
     * @param address where to
     * @param options how; the limit of the reader is not the network's business
     * @param protocols makes the protocol, once and only if the connection stands
     * @return fails with an {@link IOException} if the peer cannot be reached, with an {@link
     *     javax.net.ssl.SSLException} if it can and the handshake fails, with the failure of the
     *     protocol factory if that fails
     */
    Future<Transport> connect(
            SocketAddress address, ConnectOptions options, Supplier<? extends Protocol> protocols);

    /**
     * Binds an address and listens. Connections are not accepted before {@link
     * Listener#startAccepting()}; the system queues them.
     *
     * @param address where; port 0 lets the system choose one; the IPv6 wildcard {@code ::} stands
     *     for all interfaces, on IPv4 too, and where there is no IPv6 on IPv4 alone
     * @param options how; the limit of the reader is not the network's business
     * @param acceptor who gets the connections, called in a copy of the context that is current now
     * @throws IOException if the address cannot be bound
     */
    Listener listen(SocketAddress address, ServerOptions options, Acceptor acceptor)
            throws IOException;

    /**
     * Begins TLS on a connection that stands. Nothing may be written until the future is done, and
     * no data is delivered before its waiters have run. If the handshake fails, or the future is
     * cancelled, the connection ends, and its protocol is told.
     *
     * @param transport the connection, made by this network
     * @param tls how; the options of a client name the server
     * @param unread what was delivered from the peer but belongs to the handshake
     * @return fails with a {@link javax.net.ssl.SSLException} if the handshake does
     * @throws UnsupportedOperationException if the network knows no TLS
     * @throws IllegalArgumentException if the transport is of another network
     * @throws IllegalStateException if the connection has TLS already or is closing
     */
    default Future<@Nullable Void> startTls(Transport transport, Tls tls, ByteBuffer unread) {
        throw new UnsupportedOperationException(
                this + " knows no TLS, so " + transport + " stays in the clear");
    }

    /**
     * Opens a socket for datagrams. The protocol is made and its {@link
     * DatagramProtocol#connectionMade} called inside this call, in a copy of the context that is
     * current now; no datagram is delivered before the call has returned.
     *
     * @param local the address to bind; empty to let the system choose
     * @param remote whom to connect to; empty for a socket that talks to everybody
     * @param options how; its addresses and its receiving limit are not the network's business
     * @param protocols makes the protocol, once and only if the socket is open
     * @throws IOException if the address cannot be bound or there is no way to the peer
     * @throws UnsupportedOperationException if the network knows no datagrams, or no shared ports
     */
    default DatagramTransport openDatagrams(
            Optional<InetSocketAddress> local,
            Optional<InetSocketAddress> remote,
            DatagramOptions options,
            Supplier<? extends DatagramProtocol> protocols)
            throws IOException {
        throw new UnsupportedOperationException(this + " knows no datagrams, only connections");
    }

    /**
     * Makes a transport of a connected socket that the program has by its descriptor. From then on
     * the descriptor belongs to the transport. The protocol is made and called as in {@link
     * #connect}, and the future behaves as there.
     *
     * @param descriptor the system's number of the socket
     * @param options how the connection is
     * @param protocols makes the protocol
     * @throws IOException if the descriptor is not a connected stream socket; it is left alone then
     * @throws IllegalStateException if a transport uses the descriptor
     * @throws UnsupportedOperationException if the network knows no descriptors
     */
    default Future<Transport> adopt(
            int descriptor, ServerOptions options, Supplier<? extends Protocol> protocols)
            throws IOException {
        throw new UnsupportedOperationException(
                this + " cannot take over descriptor " + descriptor + ": it knows none");
    }

    /**
     * Listens on a bound and listening socket that the program has by its descriptor. From then on
     * the descriptor belongs to the listener.
     *
     * @param descriptor the system's number of the socket
     * @param options how the connections are
     * @param acceptor who gets the connections
     * @throws IOException if the descriptor is not a listening stream socket; it is left alone then
     * @throws IllegalStateException if a transport uses the descriptor
     * @throws UnsupportedOperationException if the network knows no descriptors
     */
    default Listener listen(int descriptor, ServerOptions options, Acceptor acceptor)
            throws IOException {
        throw new UnsupportedOperationException(
                this + " cannot take over descriptor " + descriptor + ": it knows none");
    }
}
