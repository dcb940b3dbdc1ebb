package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.spi.Wording;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Connections and servers on a path of the file system. Other than a host, a path is one address,
 * and nothing has to be looked up.
 *
 * <p>Confined to the loop.
 */
final class UnixSockets {
    private UnixSockets() {}

    /** Suspends until the connection stands. On cancellation nothing stays open. */
    static <P extends Protocol> Link<P> connect(
            Supplier<P> protocols, Path path, ConnectOptions options) throws IOException {
        Objects.requireNonNull(protocols, "protocols");
        if (options.localAddress().isPresent()) {
            throw new IllegalArgumentException(
                    "a Unix socket cannot connect from "
                            + Wording.of(options.localAddress().get())
                            + "; leave the local address out of the options");
        }
        Network network = Network.of(Asyncio.getRunningLoop());
        AtomicReference<P> made = new AtomicReference<>();
        Supplier<P> remember =
                () -> {
                    P protocol = protocols.get();
                    made.set(protocol);
                    return protocol;
                };
        Future<Transport> attempt =
                network.connect(UnixDomainSocketAddress.of(path), options, remember);
        try {
            return new Link<>(attempt.await(IOException.class), made.get());
        } catch (Throwable failure) {
            release(attempt);
            throw failure;
        }
    }

    /** The waiting task was cancelled, maybe when the connection stood already. */
    private static void release(Future<Transport> attempt) {
        boolean stands =
                !attempt.cancel() && !attempt.isCancelled() && attempt.exception().isEmpty();
        if (stands) {
            attempt.result().abort();
        }
    }

    /** Suspends for one pass of the loop. On cancellation nothing stays bound. */
    static Server listen(Supplier<? extends Protocol> protocols, Path path, ServerOptions options)
            throws IOException {
        Objects.requireNonNull(protocols, "protocols");
        if (options.isReusePort()) {
            throw new IllegalArgumentException(
                    "the path "
                            + path
                            + " cannot be shared as a port can; leave withReusePort out");
        }
        EventLoop loop = Asyncio.getRunningLoop();
        Network network = Network.of(loop);
        Server server = new Server(loop, protocols);
        try {
            server.bind(network, List.of(UnixDomainSocketAddress.of(path)), options);
            if (options.isServing()) {
                server.startServing();
            }
            return server;
        } catch (Throwable failure) {
            server.close();
            throw failure;
        }
    }
}
