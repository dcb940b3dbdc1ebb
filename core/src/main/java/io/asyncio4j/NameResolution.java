package io.asyncio4j;

import io.asyncio4j.spi.Resolver;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks up names and addresses without blocking the loop: with the {@link Resolver} of its poller,
 * or else in its default pool of threads, since the JDK can only block for them. A numeric address
 * is never looked up.
 *
 * <p>Confined to the loop.
 */
public final class NameResolution {
    private NameResolution() {}

    /**
     * Finds the addresses of a host. Suspends, unless the host is a numeric address.
     *
     * <p><b>On cancellation</b> the look-up is given up; in a thread it goes on, and its answer is
     * dropped.
     *
     * @param host a name or a numeric address
     * @param port the port of the answers
     * @return at least one address, in the order of the system's preference
     * @throws IllegalStateException if no loop runs the calling code
     */
    public static List<InetSocketAddress> getAddrInfo(String host, int port) {
        return getAddrInfo(host, port, Optional.empty());
    }

    /**
     * Finds the addresses of a host in one family. Suspends, unless the host is a numeric address.
     *
     * <p><b>On cancellation</b> the look-up is given up; in a thread it goes on, and its answer is
     * dropped.
     *
     * @param host a name or a numeric address
     * @param port the port of the answers
     * @param family {@link StandardProtocolFamily#INET} or {@link StandardProtocolFamily#INET6}
     * @return at least one address, in the order of the system's preference
     * @throws IllegalStateException if no loop runs the calling code
     */
    public static List<InetSocketAddress> getAddrInfo(
            String host, int port, StandardProtocolFamily family) {
        return getAddrInfo(host, port, Optional.of(Objects.requireNonNull(family, "family")));
    }

    private static List<InetSocketAddress> getAddrInfo(
            String host, int port, Optional<StandardProtocolFamily> family) {
        Objects.requireNonNull(host, "host");
        var _ = InetSocketAddress.createUnresolved(host, port); // refuses a wrong port at once
        return addressesOf(Asyncio.getRunningLoop(), host, family).stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    private static List<InetAddress> addressesOf(
            EventLoop loop, String host, Optional<StandardProtocolFamily> family) {
        List<Future<List<InetAddress>>> parts = lookUp(loop, host, family);
        List<InetAddress> addresses = new ArrayList<>();
        UnknownHostException unknown = null;
        try {
            for (Future<List<InetAddress>> part : parts) {
                try {
                    addresses.addAll(part.await(UnknownHostException.class));
                } catch (UnknownHostException failure) {
                    if (unknown == null) {
                        unknown = failure;
                    } else if (unknown != failure) {
                        unknown.addSuppressed(failure);
                    }
                }
            }
        } finally {
            parts.forEach(Future::cancel);
        }
        if (addresses.isEmpty() && unknown != null) {
            throw Sneaky.rethrow(unknown);
        }
        return addresses;
    }

    /**
     * Begins to find the addresses of a host, for code that can use a part of the answer while the
     * rest is under way. Never suspends.
     *
     * @param loop the loop whose resolver is asked
     * @param host a name or a numeric address; the latter is not looked up
     * @param family the only family that is wanted; empty for both
     * @return the parts, as {@link Resolver#lookUp} gives them
     */
    public static List<Future<List<InetAddress>>> lookUp(
            EventLoop loop, String host, Optional<StandardProtocolFamily> family) {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(family, "family");
        InetAddress numeric;
        try {
            numeric = InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException name) {
            return Resolver.of(loop).lookUp(host, family);
        }
        Promise<List<InetAddress>> known = loop.createFuture();
        boolean isIpv6 = numeric instanceof Inet6Address;
        if (family.isPresent() && isIpv6 != (family.get() == StandardProtocolFamily.INET6)) {
            known.setException(
                    new UnknownHostException("'" + host + "' is no address of " + family.get()));
        } else {
            known.setResult(List.of(numeric));
        }
        return List.of(known);
    }

    /**
     * Finds the name of an address. Suspends.
     *
     * <p><b>On cancellation</b> the look-up goes on in its thread, and its answer is dropped.
     *
     * @return the name, or the address in numbers if it has none
     * @throws IllegalStateException if no loop runs the calling code
     */
    public static String getNameInfo(InetSocketAddress address) {
        InetAddress numeric = address.getAddress();
        return numeric == null
                ? address.getHostString()
                : Asyncio.toThread(numeric::getCanonicalHostName);
    }
}
