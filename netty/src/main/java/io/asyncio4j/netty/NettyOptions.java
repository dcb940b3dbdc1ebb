package io.asyncio4j.netty;

import io.asyncio4j.spi.PollerProvider;

import java.util.Objects;
import java.util.Optional;

/**
 * How a loop does its I/O. Needed only by programs that want something else than what the system
 * property {@code asyncio4j.netty.transport} or the machine suggests.
 *
 * {@snippet :
 * var options = LoopOptions.defaults()
 *         .withPoller(NettyOptions.defaults().withMechanism(Mechanism.IO_URING).provider());
 * Asyncio.run(...);
 * }
 *
 * <p>Immutable.
 *
 * @param mechanism how the system is asked; empty for the first that works
 * @param receiveBufferBytes how much one connection may deliver in one pass of the loop
 * @param dns how name servers are asked; empty to have the JDK look up names, in threads
 * @param portSharing how servers that share a port divide its connections; empty for what works
 *     well on this system
 * @param tlsEngine who does the cryptography of TLS; empty for the first that works
 */
public record NettyOptions(
        Optional<Mechanism> mechanism,
        int receiveBufferBytes,
        Optional<DnsOptions> dns,
        Optional<PortSharing> portSharing,
        Optional<TlsEngine> tlsEngine) {

    /** The system property that names the mechanism: a {@link Mechanism#label()}, or "auto". */
    static final String TRANSPORT_PROPERTY = "asyncio4j.netty.transport";

    /** The system property that tells who looks up names: "dns" or "jdk". */
    static final String RESOLVER_PROPERTY = "asyncio4j.netty.resolver";

    /** The system property that names the TLS engine: a {@link TlsEngine#label()}, or "auto". */
    static final String TLS_PROPERTY = "asyncio4j.netty.tls";

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the buffer is not positive
     */
    public NettyOptions {
        Objects.requireNonNull(mechanism, "mechanism");
        Objects.requireNonNull(dns, "dns");
        Objects.requireNonNull(portSharing, "portSharing");
        Objects.requireNonNull(tlsEngine, "tlsEngine");
        if (receiveBufferBytes <= 0) {
            throw new IllegalArgumentException(
                    "receiveBufferBytes must be positive, not " + receiveBufferBytes);
        }
    }

    /**
     * The mechanism, the resolver and the TLS engine that the system properties name, if they are
     * set, and 64 KiB to receive. Names are looked up by asking name servers.
     *
     * @throws IllegalArgumentException if a property has no such value
     */
    public static NettyOptions defaults() {
        return new NettyOptions(
                named(TRANSPORT_PROPERTY).map(Mechanism::labelled),
                64 * 1024,
                dnsOf(System.getProperty(RESOLVER_PROPERTY, "dns")),
                Optional.empty(),
                named(TLS_PROPERTY).map(TlsEngine::labelled));
    }

    private static Optional<String> named(String property) {
        return Optional.of(System.getProperty(property, "auto"))
                .filter(label -> !label.equals("auto"));
    }

    private static Optional<DnsOptions> dnsOf(String resolver) {
        return switch (resolver) {
            case "dns" -> Optional.of(DnsOptions.DEFAULT);
            case "jdk" -> Optional.empty();
            default ->
                    throw new IllegalArgumentException(
                            RESOLVER_PROPERTY + " must be dns or jdk, not '" + resolver + "'");
        };
    }

    /**
     * The same options with a certain mechanism.
     *
     * @param wanted how the system is asked
     */
    public NettyOptions withMechanism(Mechanism wanted) {
        return new NettyOptions(
                Optional.of(wanted), receiveBufferBytes, dns, portSharing, tlsEngine);
    }

    /**
     * The same options with another receive buffer. A loop has one, which its connections share.
     *
     * @param bytes how much one connection may deliver in one pass of the loop
     * @throws IllegalArgumentException if it is not positive
     */
    public NettyOptions withReceiveBufferBytes(int bytes) {
        return new NettyOptions(mechanism, bytes, dns, portSharing, tlsEngine);
    }

    /**
     * The same options with other ways to ask name servers.
     *
     * @param options whom to ask, and what to remember
     */
    public NettyOptions withDns(DnsOptions options) {
        return new NettyOptions(
                mechanism, receiveBufferBytes, Optional.of(options), portSharing, tlsEngine);
    }

    /** The same options, but the JDK looks up names, as the system is set up to, in threads. */
    public NettyOptions withJdkResolver() {
        return new NettyOptions(
                mechanism, receiveBufferBytes, Optional.empty(), portSharing, tlsEngine);
    }

    /**
     * The same options with another way to divide the connections of a port that servers share.
     *
     * @param way by the system, or in turns
     */
    public NettyOptions withPortSharing(PortSharing way) {
        return new NettyOptions(mechanism, receiveBufferBytes, dns, Optional.of(way), tlsEngine);
    }

    /**
     * The same options with a certain TLS engine.
     *
     * @param wanted who does the cryptography
     */
    public NettyOptions withTlsEngine(TlsEngine wanted) {
        return new NettyOptions(
                mechanism, receiveBufferBytes, dns, portSharing, Optional.of(wanted));
    }

    /** Makes pollers with these options, for {@code LoopOptions.withPoller}. */
    public PollerProvider provider() {
        return new NettyPollerProvider(this);
    }
}
