package io.asyncio4j.net;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.TimerHandle;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.spi.Wording;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

/**
 * Connects to the first of several addresses that answers: Happy Eyeballs. An attempt begins when
 * the one before has failed, or has taken too long; the latter goes on beside it. All attempts
 * belong to the task that is in {@link #first}: however it ends, only the winner stays open.
 *
 * <p>The protocol is made for the winner alone. That it is asked for is the first news of a
 * connection, and wakes the task before any data is delivered.
 *
 * <p>Confined to the loop.
 */
final class Attempts {
    private final EventLoop loop;
    private final Network network;
    private final ConnectOptions options;
    private final Supplier<? extends Protocol> protocols;

    /** The attempts that were begun and not looked at since they are done, in their order. */
    private final List<Future<Transport>> running = new ArrayList<>();

    private final List<IOException> failures = new ArrayList<>();

    /** When the next attempt may begin beside those that run. */
    private Instant nextStart = Instant.MIN;

    /** Whether the protocol was asked for. */
    private boolean isWon;

    /** What the task waits for. */
    private Promise<@Nullable Void> news;

    Attempts(
            EventLoop loop,
            Network network,
            ConnectOptions options,
            Supplier<? extends Protocol> protocols) {
        this.loop = loop;
        this.network = network;
        this.options = options;
        this.protocols = protocols;
        this.news = loop.createFuture();
    }

    /** Under TLS the server must be the host connected to, unless the options name another. */
    static ConnectOptions naming(String host, ConnectOptions options) {
        return options.tls()
                .filter(tls -> tls.serverName().isEmpty() && !host.isEmpty())
                .map(tls -> options.withTls(tls.withServerName(host)))
                .orElse(options);
    }

    /** Suspends. On cancellation nothing stays open. */
    Transport first(Addresses addresses) throws IOException {
        try {
            addresses.onNews(this::tell);
            while (true) {
                addresses.takeIn();
                Optional<Transport> winner = lookAtAttempts();
                if (winner.isPresent()) {
                    return winner.get();
                }
                Instant start = startOfNext(addresses);
                if (!start.isAfter(loop.time())) {
                    begin(addresses.next());
                } else if (running.isEmpty() && !addresses.isPending() && !addresses.hasNext()) {
                    throw failure(addresses);
                } else {
                    awaitNews(start);
                }
            }
        } finally {
            running.forEach(Attempts::release);
            addresses.cancel();
        }
    }

    /** When the next attempt begins if nothing happens before; MAX for never. */
    private Instant startOfNext(Addresses addresses) {
        if (!addresses.hasNext()) {
            return Instant.MAX;
        }
        Instant held = addresses.notBefore();
        return running.isEmpty() || held.isAfter(nextStart) ? held : nextStart;
    }

    private void begin(InetSocketAddress address) {
        Optional<InetSocketAddress> local = options.localAddress();
        if (local.isPresent() && !isSameFamily(local.get(), address)) {
            failures.add(
                    new ConnectException(
                            "cannot connect to "
                                    + Wording.of(address)
                                    + " from "
                                    + Wording.of(local.get())
                                    + ": one is an IPv4 address and the other an IPv6 address"));
            return;
        }
        Future<Transport> attempt = network.connect(address, options, this::protocolOfWinner);
        running.add(attempt);
        attempt.addDoneCallback(done -> tell());
        nextStart = options.addressChoice().delay().map(loop.time()::plus).orElse(Instant.MAX);
    }

    private static boolean isSameFamily(InetSocketAddress local, InetSocketAddress remote) {
        return local.getAddress().isAnyLocalAddress()
                || local.getAddress().getClass() == remote.getAddress().getClass();
    }

    private Protocol protocolOfWinner() {
        if (isWon) {
            throw new LateException();
        }
        isWon = true;
        tell();
        return protocols.get();
    }

    /**
     * The connection that stands, if one does. If an attempt has failed the next may begin at once;
     * a failure that is not one of the network ends the whole.
     */
    private Optional<Transport> lookAtAttempts() {
        for (Future<Transport> attempt : List.copyOf(running)) {
            if (!attempt.isDone()) {
                continue;
            }
            running.remove(attempt);
            Optional<Throwable> failure = attempt.exception();
            if (failure.isEmpty()) {
                return Optional.of(attempt.result());
            }
            nextStart = Instant.MIN;
            switch (failure.get()) {
                case SSLException reached -> throw Rethrow.asIs(reached); // somebody answered
                case IOException refused -> failures.add(refused);
                case LateException late -> {} // the winner is on the list, too
                case Throwable mistake -> throw Rethrow.asIs(mistake);
            }
        }
        return Optional.empty();
    }

    private void awaitNews(Instant start) {
        news = loop.createFuture("a connection");
        Optional<TimerHandle> alarm =
                start.equals(Instant.MAX)
                        ? Optional.empty()
                        : Optional.of(loop.callAt(start, this::tell));
        try {
            news.await();
        } finally {
            alarm.ifPresent(TimerHandle::cancel);
        }
    }

    private void tell() {
        if (!news.isDone()) {
            news.setResult(null);
        }
    }

    /** Ends an attempt that nobody wants any more, also one that stands already. */
    static void release(Future<Transport> attempt) {
        boolean stands =
                !attempt.cancel() && !attempt.isCancelled() && attempt.exception().isEmpty();
        if (stands) {
            attempt.result().abort();
        }
    }

    private IOException failure(Addresses addresses) {
        if (failures.isEmpty()) {
            return addresses.unknown();
        }
        IOException all = merged();
        addresses.failures().forEach(all::addSuppressed);
        return all;
    }

    private IOException merged() {
        if (failures.size() == 1) {
            return failures.getFirst();
        }
        Set<String> messages = new LinkedHashSet<>();
        for (IOException each : failures) {
            messages.add(String.valueOf(each.getMessage()));
        }
        String message =
                messages.size() == 1
                        ? messages.iterator().next()
                        : "Multiple exceptions: " + String.join(", ", messages);
        ConnectException all = new ConnectException(message);
        failures.forEach(all::addSuppressed);
        return all;
    }

    /** A second connection stands in the same pass as the winner; it is dropped. */
    private static final class LateException extends IllegalStateException {
        LateException() {
            super("another address of the host has answered before");
        }
    }
}
