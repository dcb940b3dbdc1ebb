package io.asyncio4j.spi;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.NameResolution;

import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks up names without blocking the loop. A poller that can ask name servers offers one as a
 * {@linkplain EventLoop#capability capability}; without it the JDK is asked, in threads.
 *
 * <p>Programs use {@link NameResolution}, or simply connect to a name.
 *
 * <p>Nothing here suspends. Confined to the loop.
 */
public interface Resolver {

    /**
     * Begins to look up a host. The answer may come in parts, such as the IPv6 addresses and the
     * IPv4 addresses, so that the first can be used while others are under way. Cancelling a part
     * gives it up.
     *
     * @param host a name; numeric addresses do not get here
     * @param family the only family that is wanted; empty for both
     * @return the parts, at least one, those to be preferred first; each holds addresses in the
     *     order of preference, or fails with an {@link java.net.UnknownHostException} whose message
     *     names the host and who was asked
     */
    List<Future<List<InetAddress>>> lookUp(String host, Optional<StandardProtocolFamily> family);

    /**
     * The resolver of a loop: that of its poller, or else the JDK's.
     *
     * @param loop the loop
     */
    static Resolver of(EventLoop loop) {
        return loop.capability(Resolver.class).orElseGet(() -> ofJdk(loop));
    }

    /**
     * The JDK's resolver, which blocks in threads of the loop's default pool. It asks the system,
     * so it knows what {@code nsswitch.conf} knows; one part holds the whole answer. A look-up that
     * is cancelled goes on in its thread.
     *
     * @param loop the loop
     */
    static Resolver ofJdk(EventLoop loop) {
        return new SystemResolver(Objects.requireNonNull(loop, "loop"));
    }
}
