package io.asyncio4j;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Looks up names and addresses without blocking the loop: in its default pool of threads, since the
 * JDK can only block for them. A numeric address is never looked up.
 *
 * <p>Confined to the loop.
 */
public final class NameResolution {
    private NameResolution() {}

    /**
     * Finds the addresses of a host. Suspends, unless the host is a numeric address.
     *
     * <p><b>On cancellation</b> the look-up goes on in its thread, and its answer is dropped.
     *
     * @param host a name or a numeric address
     * @param port the port of the answers
     * @return at least one address, in the order of the system's preference
     * @throws IllegalStateException if no loop runs the calling code
     */
    public static List<InetSocketAddress> getAddrInfo(String host, int port) {
        Objects.requireNonNull(host, "host");
        try {
            return List.of(new InetSocketAddress(InetAddress.ofLiteral(host), port));
        } catch (IllegalArgumentException notNumeric) {
            return Asyncio.toThread(
                    () ->
                            Arrays.stream(InetAddress.getAllByName(host))
                                    .map(address -> new InetSocketAddress(address, port))
                                    .toList());
        }
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
