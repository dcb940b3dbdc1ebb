package io.asyncio4j.netty;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.net.spi.Acceptor;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.ServerTls;
import io.netty.channel.socket.DuplexChannel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes transports of accepted channels, for the server that listens.
 *
 * <p>Confined to the loop.
 */
final class Admission implements Arrivals {
    private final EventLoop loop;
    private final NettyNetwork network;
    private final ServerOptions options;
    private final Acceptor acceptor;

    /** That of whoever made the server; each connection gets a copy. */
    private final Context context = Context.copy();

    /** Accepted connections whose TLS handshake is under way. */
    private final Set<NettyTransport> handshakes = new LinkedHashSet<>();

    private final RefusedHandshakes refused;

    Admission(EventLoop loop, NettyNetwork network, ServerOptions options, Acceptor acceptor) {
        this.loop = loop;
        this.network = network;
        this.options = options;
        this.acceptor = acceptor;
        this.refused = new RefusedHandshakes(loop, acceptor);
    }

    @Override
    public void arrived(DuplexChannel channel) {
        try {
            network.accept(channel, context.call(Context::copy), options, new Accepted());
        } catch (Exception failure) {
            report("an accepted connection could not be set up", failure);
        }
    }

    @Override
    public void ended() {
        List.copyOf(handshakes).forEach(NettyTransport::abandon);
        handshakes.clear();
    }

    private void report(String message, Throwable failure) {
        loop.callExceptionHandler(
                ExceptionContext.of(message).withException(failure).with("server", acceptor));
    }

    /** What an accepted transport tells. */
    private final class Accepted implements Origin {
        @Override
        public Optional<ServerTls> tls() {
            return options.tls();
        }

        @Override
        public void securing(NettyTransport transport) {
            handshakes.add(transport);
        }

        @Override
        public void notSecured(NettyTransport transport, Throwable failure) {
            handshakes.remove(transport);
            refused.log(failure);
        }

        @Override
        public Protocol protocol() {
            return acceptor.protocol();
        }

        @Override
        public void failed(Throwable failure) {
            report("the protocol factory of a server failed", failure);
        }

        @Override
        public void opening(NettyTransport transport) {
            handshakes.remove(transport);
            acceptor.opened(transport);
        }

        @Override
        public void opened(NettyTransport transport) {
            transport.inbound().start();
        }

        @Override
        public void closed(NettyTransport transport) {
            acceptor.closed(transport);
        }
    }
}
