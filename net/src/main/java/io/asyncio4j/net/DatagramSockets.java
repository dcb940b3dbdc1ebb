package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.NameResolution;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.DatagramOptions;
import io.asyncio4j.net.transport.DatagramProtocol;
import io.asyncio4j.net.transport.DatagramTransport;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Finds the addresses that a socket for datagrams is bound and connected to. Both ends must be of
 * one family; the first pair that works is taken.
 *
 * <p>Confined to the loop.
 */
final class DatagramSockets {
    private DatagramSockets() {}

    private record Pair(Optional<InetSocketAddress> local, Optional<InetSocketAddress> remote) {}

    /** Suspends while names are looked up. On cancellation nothing stays open. */
    static <P extends DatagramProtocol> DatagramLink<P> open(
            Supplier<P> protocols, DatagramOptions options) throws IOException {
        Objects.requireNonNull(protocols, "protocols");
        Network network = Network.of(Asyncio.getRunningLoop());
        AtomicReference<P> made = new AtomicReference<>();
        Supplier<P> remember =
                () -> {
                    P protocol = protocols.get();
                    made.set(protocol);
                    return protocol;
                };
        List<IOException> failures = new ArrayList<>();
        for (Pair pair : pairs(options)) {
            try {
                DatagramTransport transport =
                        network.openDatagrams(pair.local(), pair.remote(), options, remember);
                return new DatagramLink<>(transport, made.get());
            } catch (IOException failure) {
                failures.add(failure);
            }
        }
        IOException first = failures.getFirst();
        failures.stream().skip(1).forEach(first::addSuppressed);
        throw first;
    }

    private static List<Pair> pairs(DatagramOptions options) throws IOException {
        List<Optional<InetSocketAddress>> locals = lookUp(options.localAddress(), options);
        List<Optional<InetSocketAddress>> remotes = lookUp(options.remoteAddress(), options);
        List<Pair> pairs = new ArrayList<>();
        for (Optional<InetSocketAddress> remote : remotes) {
            for (Optional<InetSocketAddress> local : locals) {
                if (local.isPresent() || remote.isPresent()) {
                    pairs.add(new Pair(local, remote));
                } else {
                    pairs.add(new Pair(Optional.of(anyPort(options)), Optional.empty()));
                }
            }
        }
        pairs.removeIf(DatagramSockets::isMixed);
        if (pairs.isEmpty()) {
            throw new UnknownHostException(
                    "there are no addresses of one family for "
                            + options.localAddress().map(Object::toString).orElse("any address")
                            + " and "
                            + options.remoteAddress().map(Object::toString).orElse("any peer"));
        }
        return pairs;
    }

    private static List<Optional<InetSocketAddress>> lookUp(
            Optional<InetSocketAddress> address, DatagramOptions options) throws IOException {
        if (address.isEmpty()) {
            return List.of(Optional.empty());
        }
        InetSocketAddress given = address.get();
        return NameResolution.getAddrInfo(given.getHostString(), given.getPort()).stream()
                .filter(each -> options.family().map(familyOf(each)::equals).orElse(true))
                .map(Optional::of)
                .toList();
    }

    private static InetSocketAddress anyPort(DatagramOptions options) {
        ProtocolFamily family =
                options.family()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "a socket for datagrams needs a local address, a"
                                                        + " remote address or a family; put one"
                                                        + " into the options"));
        String everywhere = family.equals(StandardProtocolFamily.INET6) ? "::" : "0.0.0.0";
        return new InetSocketAddress(InetAddress.ofLiteral(everywhere), 0);
    }

    private static boolean isMixed(Pair pair) {
        return pair.local().isPresent()
                && pair.remote().isPresent()
                && !familyOf(pair.local().get()).equals(familyOf(pair.remote().get()));
    }

    private static ProtocolFamily familyOf(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }
}
