package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.NameResolution;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.transport.DatagramOptions;
import io.asyncio4j.net.transport.DatagramProtocol;
import io.asyncio4j.net.transport.DatagramTransport;
import io.asyncio4j.spi.Wording;

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
 * Sockets for datagrams with protocols: asyncio's {@code loop.create_datagram_endpoint}. Most
 * programs use {@link DatagramStream} instead, which is made of it.
 *
 * <p>The method works on the loop that runs the calling task.
 *
 * <p>Confined to the loop.
 */
public final class Datagrams {
    private Datagrams() {}

    private record Pair(Optional<InetSocketAddress> local, Optional<InetSocketAddress> remote) {}

    /**
     * Opens a socket for datagrams, such as UDP: asyncio's {@code loop.create_datagram_endpoint}.
     * With a remote address the socket is connected to it: it sends there and receives from nobody
     * else. If names have several addresses, the first ones of one family that work are taken.
     * Suspends while names are looked up; {@link DatagramProtocol#connectionMade} has run then.
     *
     * <p><b>On cancellation</b> nothing stays open.
     *
     * @param protocols makes the protocol, once the socket is open
     * @param options which addresses, and how
     * @param <P> the type of the protocol
     * @throws IOException if a name is not known, the local address cannot be bound, or there is no
     *     way to the remote one
     * @throws IllegalArgumentException if the options have neither an address nor a family
     * @throws IllegalStateException if the loop has no network
     */
    public static <P extends DatagramProtocol> DatagramLink<P> createDatagramEndpoint(
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
        pairs.removeIf(Datagrams::isMixed);
        if (pairs.isEmpty()) {
            throw new UnknownHostException(
                    "there are no addresses of one family for "
                            + options.localAddress().map(Wording::of).orElse("any address")
                            + " and "
                            + options.remoteAddress().map(Wording::of).orElse("any peer"));
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
