package io.asyncio4j.net.spi;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Future;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Promise;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.DatagramOptions;
import io.asyncio4j.net.transport.DatagramProtocol;
import io.asyncio4j.net.transport.DatagramTransport;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.spi.Poller;
import io.asyncio4j.spi.PollerProvider;
import io.asyncio4j.spi.VirtualTime;

import org.jspecify.annotations.Nullable;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A network inside one loop, without sockets, in virtual time: a fake that passes the contract. It
 * moves bytes when the loop polls, in the order of the real one: what the loop has queued when it
 * writes runs before the peer's answer arrives.
 *
 * <p>Confined to the loop.
 */
public final class MemoryNetwork implements Network, PollerProvider {
    private final VirtualTime time = new VirtualTime();
    private final Map<InetSocketAddress, MemoryListener> listeners = new HashMap<>();
    private final List<MemoryTransport> transports = new ArrayList<>();
    private final Map<InetSocketAddress, MemoryDatagramTransport> datagrams = new LinkedHashMap<>();
    private final List<Runnable> attempts = new ArrayList<>();
    private int nextPort = 40_000;

    /** Set by open, once. */
    private @Nullable EventLoop loop;

    /** Options of a loop with a network of its own. */
    public static LoopOptions options() {
        MemoryNetwork network = new MemoryNetwork();
        return LoopOptions.defaults().withVirtualTime(network.time).withPoller(network);
    }

    EventLoop loop() {
        if (loop == null) {
            throw new IllegalStateException("the network has no loop yet");
        }
        return loop;
    }

    // ---- PollerProvider

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public Poller open(EventLoop newLoop) {
        loop = newLoop;
        Poller waiting = time.open(newLoop);
        return new Poller() {
            // Set when a poll returned after it had sent.
            private boolean isReadingDue;

            @Override
            public void poll(long timeoutNanos) {
                if (timeoutNanos > 0 && !isReadingDue && send()) {
                    isReadingDue = true;
                    return;
                }
                boolean isBusy = deliver() || isReadingDue;
                isReadingDue = false;
                waiting.poll(isBusy ? 0 : timeoutNanos);
                send();
            }

            @Override
            public void wakeup() {
                waiting.wakeup();
            }

            @Override
            public <S> Optional<S> capability(Class<S> type) {
                return type == Network.class
                        ? Optional.of(type.cast(MemoryNetwork.this))
                        : Optional.empty();
            }

            @Override
            public void close() {
                waiting.close();
            }
        };
    }

    private boolean deliver() {
        boolean hasDelivered = !attempts.isEmpty();
        List<Runnable> due = List.copyOf(attempts);
        attempts.clear();
        due.forEach(Runnable::run);
        for (MemoryTransport each : List.copyOf(transports)) {
            hasDelivered |= each.deliver();
        }
        for (MemoryDatagramTransport each : List.copyOf(datagrams.values())) {
            hasDelivered |= each.deliver();
        }
        return hasDelivered;
    }

    private boolean send() {
        boolean hasSent = false;
        for (MemoryTransport each : List.copyOf(transports)) {
            hasSent |= each.send();
        }
        for (MemoryDatagramTransport each : List.copyOf(datagrams.values())) {
            hasSent |= each.send();
        }
        return hasSent;
    }

    void forget(MemoryTransport transport) {
        transports.remove(transport);
    }

    void forget(MemoryDatagramTransport transport) {
        datagrams.values().remove(transport);
    }

    Optional<MemoryDatagramTransport> datagramsAt(InetSocketAddress address) {
        return Optional.ofNullable(datagrams.get(address)).filter(each -> !each.isClosing());
    }

    // ---- Network

    @Override
    public DatagramTransport openDatagrams(
            Optional<InetSocketAddress> local,
            Optional<InetSocketAddress> remote,
            DatagramOptions options,
            Supplier<? extends DatagramProtocol> protocols)
            throws BindException {
        InetSocketAddress wanted =
                local.orElseGet(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        InetSocketAddress bound =
                wanted.getPort() == 0
                        ? new InetSocketAddress(wanted.getAddress(), nextPort++)
                        : wanted;
        if (datagrams.containsKey(bound)) {
            throw new BindException("cannot bind " + bound + ": Address already in use");
        }
        MemoryDatagramTransport transport =
                new MemoryDatagramTransport(this, bound, remote, options.writeBufferLimits());
        transport.begin(protocols);
        datagrams.put(bound, transport);
        return transport;
    }

    @Override
    public Future<Transport> connect(
            SocketAddress address, ConnectOptions options, Supplier<? extends Protocol> protocols) {
        ChannelNetwork.requireInTheClear(options.tls());
        Promise<Transport> result = loop().createFuture();
        Context context = Context.copy();
        InetSocketAddress local =
                options.localAddress()
                        .orElseGet(
                                () ->
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), nextPort++));
        attempts.add(() -> attempt(address, local, options, protocols, context, result));
        return result;
    }

    private void attempt(
            SocketAddress address,
            InetSocketAddress local,
            ConnectOptions options,
            Supplier<? extends Protocol> protocols,
            Context context,
            Promise<Transport> result) {
        if (result.isDone()) {
            return;
        }
        MemoryListener listener = listeners.get(address);
        if (listener == null) {
            result.setException(new ConnectException("cannot connect to " + address + ": refused"));
            return;
        }
        if (!listener.isAccepting) {
            attempts.add(() -> attempt(address, local, options, protocols, context, result));
            return;
        }
        var client =
                new MemoryTransport(
                        this, context, options.writeBufferLimits(), local, listener.address);
        var server =
                new MemoryTransport(
                        this,
                        listener.copyOfContext(),
                        listener.options.writeBufferLimits(),
                        listener.address,
                        local);
        client.join(server);
        transports.add(client);
        transports.add(server);
        client.begin(
                protocols,
                failure -> {
                    client.vanish();
                    result.setException(failure);
                },
                transport -> {});
        if (!result.isDone()) {
            result.setResult(client);
        }
        server.begin(
                () -> listener.acceptor.protocol(),
                failure -> {
                    server.vanish();
                    loop().callExceptionHandler(
                                    ExceptionContext.of("the protocol factory failed")
                                            .withException(failure));
                },
                listener.acceptor::opened);
        server.onClosed(listener.acceptor::closed);
    }

    @Override
    public Listener listen(SocketAddress address, ServerOptions options, Acceptor acceptor)
            throws BindException {
        ChannelNetwork.requireInTheClear(options.tls());
        InetSocketAddress wanted = (InetSocketAddress) address;
        if (!wanted.getAddress().isLoopbackAddress() && !wanted.getAddress().isAnyLocalAddress()) {
            throw new BindException("Cannot assign requested address");
        }
        InetSocketAddress bound =
                wanted.getPort() == 0
                        ? new InetSocketAddress(wanted.getAddress(), nextPort++)
                        : wanted;
        if (listeners.containsKey(bound)) {
            throw new BindException("Address already in use");
        }
        MemoryListener listener = new MemoryListener(bound, options, acceptor);
        listeners.put(bound, listener);
        return listener;
    }

    private final class MemoryListener implements Listener {
        private final InetSocketAddress address;
        private final ServerOptions options;
        private final Acceptor acceptor;
        private final Context context = Context.copy();
        private boolean isAccepting;

        MemoryListener(InetSocketAddress address, ServerOptions options, Acceptor acceptor) {
            this.address = address;
            this.options = options;
            this.acceptor = acceptor;
        }

        Context copyOfContext() {
            Context[] copy = new Context[1];
            context.run(() -> copy[0] = Context.copy());
            return copy[0];
        }

        @Override
        public SocketAddress address() {
            return address;
        }

        @Override
        public void startAccepting() {
            isAccepting = true;
        }

        @Override
        public Future<@Nullable Void> close() {
            listeners.remove(address, this);
            Promise<@Nullable Void> closed = loop().createFuture();
            closed.setResult(null);
            return closed;
        }
    }
}
