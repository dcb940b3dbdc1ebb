package io.asyncio4j;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Looks up names and addresses in the default pool, since the JDK can only block for them. A
 * numeric address is never looked up.
 *
 * <p>Confined to the loop.
 */
final class NameResolution {
    private NameResolution() {}

    static Future<List<InetSocketAddress>> addresses(EventLoop loop, String host, int port) {
        try {
            InetAddress literal = InetAddress.ofLiteral(host);
            Promise<List<InetSocketAddress>> known = loop.createFuture();
            known.finish(List.of(new InetSocketAddress(literal, port)));
            return known;
        } catch (IllegalArgumentException notNumeric) {
            return loop.runInExecutor(
                    () ->
                            Arrays.stream(InetAddress.getAllByName(host))
                                    .map(address -> new InetSocketAddress(address, port))
                                    .toList());
        }
    }

    static Future<String> name(EventLoop loop, InetSocketAddress address) {
        InetAddress numeric = address.getAddress();
        return loop.runInExecutor(
                () -> numeric == null ? address.getHostString() : numeric.getCanonicalHostName());
    }
}
