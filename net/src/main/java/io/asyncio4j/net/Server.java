package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Promise;
import io.asyncio4j.TimeoutException;
import io.asyncio4j.net.spi.Acceptor;
import io.asyncio4j.net.spi.Listener;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.spi.Wording;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Listens on one or several addresses, or on a path, and keeps the connections that it accepted.
 * Made by {@link Streams#startServer}, {@link Stream#serve} and {@link Net#createServer}.
 *
 * {@snippet :
 * try (var server = Streams.startServer(this::serve, "127.0.0.1", 8888)) {
 *     server.serveForever();
 * }
 * }
 *
 * <p>To end a server, {@link #close()} stops listening and leaves the clients alone; {@link
 * #closeClients()} or {@link #abortClients()} ends them; {@link #waitClosed()} waits until all are
 * gone; {@link #shutdown} does the lot.
 *
 * <pre>
 *   BOUND --startServing, serveForever--> SERVING --close--> CLOSED
 *     +-------------------------------------close-------------^
 * </pre>
 *
 * <p>Confined to the loop on which it was made.
 */
public final class Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Server.class.getName());

    private enum State {
        BOUND,
        SERVING,
        CLOSED
    }

    private final EventLoop loop;
    private final Supplier<? extends Protocol> protocols;
    private final List<Listener> listeners = new ArrayList<>();

    /** Accepted connections that are not gone yet, in the order of their arrival. */
    private final Set<Transport> clients = new LinkedHashSet<>();

    /** The handlers of streams that go on when their connections are gone. */
    private final Handlers handlers = new Handlers(this::wakeIfEnded);

    /** Tasks in waitClosed and shutdown. */
    private final Waiters ending;

    private State state = State.BOUND;

    /** How many listeners hold their address: all until close(), then fewer and fewer. */
    private int boundCount;

    /** Not null while a task is in serveForever. */
    private @Nullable Promise<@Nullable Void> serving;

    Server(EventLoop loop, Supplier<? extends Protocol> protocols) {
        this.loop = loop;
        this.protocols = protocols;
        this.ending = new Waiters(loop);
    }

    /** Binds the addresses. If that fails the caller closes the server. */
    void bind(Network network, Collection<? extends SocketAddress> addresses, ServerOptions options)
            throws IOException {
        List<IOException> absent = new ArrayList<>();
        for (SocketAddress address : addresses) {
            try {
                listeners.add(network.listen(address, options, new Clients()));
                boundCount++;
            } catch (IOException failure) {
                IOException named = nameAddress(address, failure);
                if (!isNotOurs(failure)) {
                    throw named;
                }
                absent.add(named);
            }
        }
        if (listeners.isEmpty()) {
            IOException none =
                    new BindException(
                            "could not bind on any address out of "
                                    + addresses.stream().map(Wording::of).toList()
                                    + ": this machine has none of them (Cannot assign requested"
                                    + " address); name one that it has, or 0.0.0.0 for all");
            absent.forEach(none::addSuppressed);
            throw none;
        }
        for (IOException each : absent) {
            LOG.log(System.Logger.Level.WARNING, each.getMessage());
        }
    }

    /** How one listener is made. */
    @FunctionalInterface
    interface Listening {
        Listener on(Acceptor acceptor) throws IOException;
    }

    /** Takes one listener, and serves if the options say so. Closes the server if that fails. */
    Server begin(ServerOptions options, Listening listening) throws IOException {
        try {
            listeners.add(listening.on(new Clients()));
            boundCount++;
            if (options.isServing()) {
                startServing();
            }
            return this;
        } catch (Throwable failure) {
            close();
            throw failure;
        }
    }

    private static IOException nameAddress(SocketAddress address, IOException cause) {
        BindException named =
                new BindException(
                        "error while attempting to bind on address "
                                + Wording.of(address)
                                + ": "
                                + cause.getMessage());
        named.initCause(cause);
        return named;
    }

    /** Whether the address is one that this machine does not have. */
    private static boolean isNotOurs(IOException failure) {
        String message = failure.getMessage();
        return failure instanceof BindException
                && message != null
                && message.contains("annot assign requested address");
    }

    /**
     * Begins to accept connections. Suspends for one pass of the loop. Doing it twice does nothing.
     *
     * <p><b>On cancellation</b> the server serves all the same.
     *
     * @throws IllegalStateException if the server is closed
     */
    public void startServing() {
        startAccepting();
        Asyncio.sleep(Duration.ZERO);
    }

    private void startAccepting() {
        Confinement.check(loop, this);
        if (state == State.CLOSED) {
            throw new IllegalStateException(this + " cannot serve: it is closed");
        }
        state = State.SERVING;
        listeners.forEach(Listener::startAccepting);
    }

    /**
     * Serves until it is cancelled or the server is closed. Suspends always.
     *
     * <p><b>On cancellation</b> closes the server, waits until its clients are gone, and throws.
     *
     * @throws CancelledError always; also if the server is closed meanwhile
     * @throws IllegalStateException if the server is closed or another task is in this method
     */
    public void serveForever() {
        serve(this::waitClosed);
    }

    /**
     * Serves until it is cancelled or the server is closed, and then {@linkplain #shutdown shuts it
     * down}. Suspends always.
     *
     * <p><b>On cancellation</b> closes the server, gives clients and handlers the grace, cuts what
     * is left, and throws.
     *
     * @param grace how long the clients may go on
     * @throws CancelledError always; also if the server is closed meanwhile
     * @throws IllegalStateException if the server is closed or another task is in this method
     */
    public void serveUntilCancelled(Duration grace) {
        Objects.requireNonNull(grace, "grace");
        serve(() -> shutdown(grace));
    }

    private void serve(Runnable end) {
        if (serving != null) {
            throw new IllegalStateException(
                    this + " is already being awaited on serveForever(); one task can do that");
        }
        startAccepting();
        Promise<@Nullable Void> forever = loop.createFuture();
        serving = forever;
        try {
            forever.await();
        } catch (CancelledError cancelled) {
            close();
            try {
                end.run();
            } catch (CancelledError again) {
                cancelled.addSuppressed(again);
            }
            throw cancelled;
        } finally {
            serving = null;
        }
    }

    /** Whether the server accepts connections. Never suspends. */
    public boolean isServing() {
        Confinement.check(loop, this);
        return state == State.SERVING;
    }

    /**
     * Stops listening, and cancels {@link #serveForever()}. Connections that were accepted go on.
     * Never suspends; {@link #waitClosed()} waits. Closing again does nothing.
     */
    @Override
    public void close() {
        Confinement.check(loop, this);
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        for (Listener listener : listeners) {
            listener.close()
                    .addDoneCallback(
                            done -> {
                                boundCount--;
                                wakeIfEnded();
                            });
        }
        if (serving != null) {
            serving.cancel();
        }
    }

    /** Closes the connection of every client after what was written is sent. Never suspends. */
    public void closeClients() {
        Confinement.check(loop, this);
        List.copyOf(clients).forEach(Transport::close);
    }

    /**
     * Closes the connection of every client at once and drops what was not sent. Never suspends.
     */
    public void abortClients() {
        Confinement.check(loop, this);
        List.copyOf(clients).forEach(Transport::abort);
    }

    /**
     * Waits until the server is closed, its addresses can be bound again and no client is left.
     * Suspends unless all that is so.
     *
     * <p><b>On cancellation</b> nothing changes.
     */
    public void waitClosed() {
        while (!hasEnded()) {
            ending.await();
        }
    }

    /**
     * Closes the server and gives it a while to finish: the handlers of streams may end, and the
     * clients may leave. Then aborts the connections that are left, cancels their handlers, and
     * waits until all are gone. Suspends. What was cut is reported, and logged as a warning.
     *
     * <p><b>On cancellation</b> the server is closed, and the clients and handlers that are left go
     * on.
     *
     * @param grace how long the clients may go on
     * @return what had to be cut
     */
    public ShutdownReport shutdown(Duration grace) {
        Objects.requireNonNull(grace, "grace");
        close();
        try {
            Asyncio.timeout(grace, this::waitIdle);
            return ShutdownReport.NOTHING;
        } catch (TimeoutException late) {
            ShutdownReport report = handlers.report(clients);
            abortClients();
            handlers.cancel(clients);
            waitIdle();
            if (!report.isClean()) {
                LOG.log(System.Logger.Level.WARNING, this + " was shut down: " + report);
            }
            return report;
        }
    }

    /** Suspends until the server has ended and no handler of a stream runs. */
    private void waitIdle() {
        while (!hasEnded() || handlers.areLeft()) {
            ending.await();
        }
    }

    private boolean hasEnded() {
        return state == State.CLOSED && boundCount == 0 && clients.isEmpty();
    }

    /** Wakes those who wait for the end; they look whether it is the one they wait for. */
    private void wakeIfEnded() {
        if (hasEnded()) {
            ending.release(Optional.empty());
        }
    }

    /** The bound addresses; none after {@link #close()}. Never suspends. */
    public List<SocketAddress> sockets() {
        Confinement.check(loop, this);
        return state == State.CLOSED
                ? List.of()
                : listeners.stream().map(Listener::address).toList();
    }

    /**
     * The bound port, which the system chose if 0 was asked for. With several addresses, that of
     * the first. The same after {@link #close()}. Never suspends. Any thread may ask.
     *
     * @throws IllegalStateException if the server does not listen on TCP
     */
    public int port() {
        if (listeners.getFirst().address() instanceof InetSocketAddress address) {
            return address.getPort();
        }
        throw new IllegalStateException(this + " has no port: it does not listen on TCP");
    }

    /** The loop on which the server was made. Any thread may ask. */
    public EventLoop loop() {
        return loop;
    }

    private final class Clients implements Acceptor {
        @Override
        public Protocol protocol() {
            return protocols.get();
        }

        @Override
        public void opened(Transport transport) {
            clients.add(transport);
        }

        @Override
        public void closed(Transport transport) {
            clients.remove(transport);
            handlers.outlive(transport);
            wakeIfEnded();
        }

        @Override
        public String toString() {
            return Server.this.toString();
        }
    }

    @Override
    public String toString() {
        return "Server["
                + state.name().toLowerCase(java.util.Locale.ROOT)
                + " on "
                + listeners.stream().map(Listener::address).map(Wording::of).toList()
                + ", "
                + clients.size()
                + " clients]";
    }
}
