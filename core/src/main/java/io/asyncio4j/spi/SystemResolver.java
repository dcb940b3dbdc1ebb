package io.asyncio4j.spi;

import static java.net.StandardProtocolFamily.INET6;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks the JDK, which can only block, in the loop's default pool of threads.
 *
 * <p>Confined to the loop.
 */
final class SystemResolver implements Resolver {
    private final EventLoop loop;

    SystemResolver(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public List<Future<List<InetAddress>>> lookUp(
            String host, Optional<StandardProtocolFamily> family) {
        return List.of(loop.runInExecutor(() -> ask(host, family)));
    }

    private static List<InetAddress> ask(String host, Optional<StandardProtocolFamily> family)
            throws UnknownHostException {
        List<InetAddress> wanted =
                Stream.of(allOf(host))
                        .filter(each -> family.isEmpty() || isOf(family.get(), each))
                        .toList();
        if (wanted.isEmpty()) {
            throw new UnknownHostException(
                    "the system knows no " + family.orElseThrow() + " address of '" + host + "'");
        }
        return wanted;
    }

    /**
     * The JDK's words are the name alone, or the name with words that do not tell what is unknown.
     */
    private static InetAddress[] allOf(String host) throws UnknownHostException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException failure) {
            UnknownHostException plain =
                    new UnknownHostException("the system knows no host '" + host + "'");
            plain.initCause(failure);
            throw plain;
        }
    }

    private static boolean isOf(StandardProtocolFamily family, InetAddress address) {
        return (family == INET6) == address instanceof Inet6Address;
    }

    @Override
    public String toString() {
        return "Resolver[the JDK's, in threads]";
    }
}
