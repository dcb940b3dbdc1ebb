package io.asyncio4j.net.transport;

import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.util.Objects;
import java.util.Optional;

/**
 * Which socket for datagrams to open. At least one of a local address, a remote address and a
 * family has to be given.
 *
 * {@snippet :
 * var options = DatagramOptions.DEFAULT.withLocalAddress("127.0.0.1", 9999);
 * }
 *
 * <p>Immutable.
 *
 * @param localAddress the address to receive on; its host may be a name that was not looked up;
 *     empty to let the system choose
 * @param remoteAddress whom to connect to, so that only its datagrams are received; its host may be
 *     a name that was not looked up; empty for a socket that talks to everybody
 * @param family IPv4 or IPv6; empty for that of the addresses
 * @param isReusePort whether others may bind the same port (SO_REUSEPORT)
 * @param isBroadcast whether sending to everybody in a network is allowed (SO_BROADCAST)
 * @param writeBufferLimits the marks of the transport's buffer
 * @param receiveLimitBytes how much a {@code DatagramStream} holds until it is received
 */
public record DatagramOptions(
        Optional<InetSocketAddress> localAddress,
        Optional<InetSocketAddress> remoteAddress,
        Optional<ProtocolFamily> family,
        boolean isReusePort,
        boolean isBroadcast,
        WriteBufferLimits writeBufferLimits,
        int receiveLimitBytes) {

    /** asyncio's defaults: nothing is given yet, no shared port, no broadcasts. */
    public static final DatagramOptions DEFAULT =
            new DatagramOptions(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false,
                    WriteBufferLimits.DEFAULT,
                    1024 * 1024);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    public DatagramOptions {
        Objects.requireNonNull(localAddress, "localAddress");
        Objects.requireNonNull(remoteAddress, "remoteAddress");
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(writeBufferLimits, "writeBufferLimits");
        if (receiveLimitBytes <= 0) {
            throw new IllegalArgumentException(
                    "receiveLimitBytes must be positive, not " + receiveLimitBytes);
        }
    }

    /**
     * The same options with an address to receive on.
     *
     * @param host a name or an address of this machine
     * @param port the port; 0 lets the system choose one
     */
    public DatagramOptions withLocalAddress(String host, int port) {
        return new DatagramOptions(
                Optional.of(InetSocketAddress.createUnresolved(host, port)),
                remoteAddress,
                family,
                isReusePort,
                isBroadcast,
                writeBufferLimits,
                receiveLimitBytes);
    }

    /**
     * The same options with a peer to connect to.
     *
     * @param host a name or an address
     * @param port the port
     */
    public DatagramOptions withRemoteAddress(String host, int port) {
        return new DatagramOptions(
                localAddress,
                Optional.of(InetSocketAddress.createUnresolved(host, port)),
                family,
                isReusePort,
                isBroadcast,
                writeBufferLimits,
                receiveLimitBytes);
    }

    /**
     * The same options for one family of addresses.
     *
     * @param only {@link java.net.StandardProtocolFamily#INET} or {@link
     *     java.net.StandardProtocolFamily#INET6}
     */
    public DatagramOptions withFamily(ProtocolFamily only) {
        return new DatagramOptions(
                localAddress,
                remoteAddress,
                Optional.of(only),
                isReusePort,
                isBroadcast,
                writeBufferLimits,
                receiveLimitBytes);
    }

    /**
     * The same options with SO_REUSEPORT on or off. Opening fails with an {@link
     * UnsupportedOperationException} where the system or the mechanism cannot do it.
     *
     * @param reusePort whether others may bind the same port
     */
    public DatagramOptions withReusePort(boolean reusePort) {
        return new DatagramOptions(
                localAddress,
                remoteAddress,
                family,
                reusePort,
                isBroadcast,
                writeBufferLimits,
                receiveLimitBytes);
    }

    /**
     * The same options with SO_BROADCAST on or off.
     *
     * @param broadcast whether sending to everybody in a network is allowed
     */
    public DatagramOptions withBroadcast(boolean broadcast) {
        return new DatagramOptions(
                localAddress,
                remoteAddress,
                family,
                isReusePort,
                broadcast,
                writeBufferLimits,
                receiveLimitBytes);
    }

    /**
     * The same options with other marks of the transport's buffer.
     *
     * @param limits the marks
     */
    public DatagramOptions withWriteBufferLimits(WriteBufferLimits limits) {
        return new DatagramOptions(
                localAddress,
                remoteAddress,
                family,
                isReusePort,
                isBroadcast,
                limits,
                receiveLimitBytes);
    }

    /**
     * The same options with another limit of what a stream of datagrams holds.
     *
     * @param bytes how much may wait to be received
     * @throws IllegalArgumentException if it is not positive
     */
    public DatagramOptions withReceiveLimitBytes(int bytes) {
        return new DatagramOptions(
                localAddress,
                remoteAddress,
                family,
                isReusePort,
                isBroadcast,
                writeBufferLimits,
                bytes);
    }
}
