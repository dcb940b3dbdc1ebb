package io.asyncio4j.net;

import io.asyncio4j.Future;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

/**
 * Connects to the first of several addresses that answers, one after the other.
 *
 * <p>Confined to the loop.
 */
final class Attempts {
    private final Network network;
    private final ConnectOptions options;
    private final Supplier<? extends Protocol> protocols;
    private final List<IOException> failures = new ArrayList<>();

    Attempts(Network network, ConnectOptions options, Supplier<? extends Protocol> protocols) {
        this.network = network;
        this.options = options;
        this.protocols = protocols;
    }

    /** Suspends. On cancellation nothing stays open. */
    Transport first(List<InetSocketAddress> addresses) throws IOException {
        for (InetSocketAddress address : addresses) {
            try {
                return connect(address);
            } catch (SSLException reached) {
                throw reached; // somebody answered, but is not trusted or speaks no TLS
            } catch (IOException failure) {
                failures.add(failure);
            }
        }
        throw failure(addresses);
    }

    private Transport connect(InetSocketAddress address) throws IOException {
        if (options.localAddress().filter(local -> !isSameFamily(local, address)).isPresent()) {
            throw new ConnectException(
                    "cannot connect to "
                            + address
                            + " from "
                            + options.localAddress().get()
                            + ": one is an IPv4 address and the other an IPv6 address");
        }
        Future<Transport> attempt = network.connect(address, options, protocols);
        try {
            return attempt.await(IOException.class);
        } catch (Throwable failure) {
            release(attempt);
            throw failure;
        }
    }

    private static boolean isSameFamily(InetSocketAddress local, InetSocketAddress remote) {
        return local.getAddress().isAnyLocalAddress()
                || local.getAddress().getClass() == remote.getAddress().getClass();
    }

    /** The waiting task was cancelled, maybe when the connection stood already. */
    private static void release(Future<Transport> attempt) {
        boolean stands =
                !attempt.cancel() && !attempt.isCancelled() && attempt.exception().isEmpty();
        if (stands) {
            attempt.result().abort();
        }
    }

    private IOException failure(List<InetSocketAddress> addresses) {
        if (failures.isEmpty()) {
            return new ConnectException("there is no address to connect to: " + addresses);
        }
        Set<String> messages = new LinkedHashSet<>();
        for (IOException each : failures) {
            messages.add(String.valueOf(each.getMessage()));
        }
        if (failures.size() == 1) {
            return failures.getFirst();
        }
        String message =
                messages.size() == 1
                        ? messages.iterator().next()
                        : "Multiple exceptions: " + String.join(", ", messages);
        ConnectException all = new ConnectException(message);
        failures.forEach(all::addSuppressed);
        return all;
    }
}
