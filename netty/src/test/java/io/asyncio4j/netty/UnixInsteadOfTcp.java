package io.asyncio4j.netty;

import io.asyncio4j.Future;
import io.asyncio4j.net.spi.Acceptor;
import io.asyncio4j.net.spi.Listener;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A network that puts a Unix socket in the place of each TCP port, so that suites that speak of
 * ports run on Unix sockets.
 *
 * <p>Confined to the loop.
 */
final class UnixInsteadOfTcp implements Network {
    private final Network below;
    private final Path directory;
    private int nextPort = 1;

    UnixInsteadOfTcp(Network below, Path directory) {
        this.below = below;
        this.directory = directory;
    }

    private UnixDomainSocketAddress at(int port) {
        return UnixDomainSocketAddress.of(directory.resolve(String.valueOf(port)));
    }

    @Override
    public Future<Transport> connect(
            SocketAddress address, ConnectOptions options, Supplier<? extends Protocol> protocols) {
        return below.connect(at(((InetSocketAddress) address).getPort()), options, protocols);
    }

    @Override
    public Listener listen(SocketAddress address, ServerOptions options, Acceptor acceptor)
            throws IOException {
        var shown = new InetSocketAddress(((InetSocketAddress) address).getAddress(), nextPort++);
        Listener listener = below.listen(at(shown.getPort()), options, acceptor);
        return new Listener() {
            @Override
            public SocketAddress address() {
                return shown;
            }

            @Override
            public void startAccepting() {
                listener.startAccepting();
            }

            @Override
            public Future<@Nullable Void> close() {
                return listener.close();
            }
        };
    }
}
