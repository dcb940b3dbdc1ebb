package io.asyncio4j.net.transport;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * How to open a connection. Small pieces are always sent at once (TCP_NODELAY), as in asyncio.
 *
 * {@snippet :
 * var options = ConnectOptions.DEFAULT.withLimitBytes(1 << 20).withKeepAlive(true);
 * }
 *
 * <p>Immutable.
 *
 * @param limitBytes the limit of a stream's reader: the longest line, and half of what it buffers
 * @param localAddress the address to connect from; empty to let the system choose
 * @param writeBufferLimits the marks of the transport's buffer
 * @param isKeepAlive whether the system probes idle connections (SO_KEEPALIVE)
 * @param addressChoice which addresses of the host are tried, and how soon after each other
 * @param tls how to do TLS; empty for a connection in the clear
 */
public record ConnectOptions(
        int limitBytes,
        Optional<InetSocketAddress> localAddress,
        WriteBufferLimits writeBufferLimits,
        boolean isKeepAlive,
        AddressChoice addressChoice,
        Optional<ClientTls> tls) {

    /** The limit of a stream's reader unless another one is given: 64 KiB. */
    public static final int DEFAULT_LIMIT_BYTES = 64 * 1024;

    /**
     * asyncio's defaults: a limit of 64 KiB, no probes, any local address, no TLS; but Happy
     * Eyeballs is on.
     */
    public static final ConnectOptions DEFAULT =
            new ConnectOptions(
                    DEFAULT_LIMIT_BYTES,
                    Optional.empty(),
                    WriteBufferLimits.DEFAULT,
                    false,
                    AddressChoice.DEFAULT,
                    Optional.empty());

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    public ConnectOptions {
        if (limitBytes <= 0) {
            throw new IllegalArgumentException("limitBytes must be positive, not " + limitBytes);
        }
        Objects.requireNonNull(localAddress, "localAddress");
        Objects.requireNonNull(writeBufferLimits, "writeBufferLimits");
        Objects.requireNonNull(addressChoice, "addressChoice");
        Objects.requireNonNull(tls, "tls");
    }

    /**
     * The same options with another limit of the reader.
     *
     * @param bytes the longest line, and half of what the reader buffers
     * @throws IllegalArgumentException if it is not positive
     */
    public ConnectOptions withLimitBytes(int bytes) {
        return new ConnectOptions(
                bytes, localAddress, writeBufferLimits, isKeepAlive, addressChoice, tls);
    }

    /**
     * The same options with an address to connect from.
     *
     * @param address the address of this end; port 0 lets the system choose one
     */
    public ConnectOptions withLocalAddress(InetSocketAddress address) {
        return new ConnectOptions(
                limitBytes,
                Optional.of(Objects.requireNonNull(address, "address")),
                writeBufferLimits,
                isKeepAlive,
                addressChoice,
                tls);
    }

    /**
     * The same options with other marks of the transport's buffer.
     *
     * @param limits the marks
     */
    public ConnectOptions withWriteBufferLimits(WriteBufferLimits limits) {
        return new ConnectOptions(
                limitBytes,
                localAddress,
                Objects.requireNonNull(limits, "limits"),
                isKeepAlive,
                addressChoice,
                tls);
    }

    /**
     * The same options with SO_KEEPALIVE on or off.
     *
     * @param keepAlive whether the system probes idle connections
     */
    public ConnectOptions withKeepAlive(boolean keepAlive) {
        return new ConnectOptions(
                limitBytes, localAddress, writeBufferLimits, keepAlive, addressChoice, tls);
    }

    /**
     * The same options with another choice among the addresses of the host.
     *
     * @param choice which addresses are tried, and how soon after each other
     */
    public ConnectOptions withAddressChoice(AddressChoice choice) {
        return new ConnectOptions(
                limitBytes,
                localAddress,
                writeBufferLimits,
                isKeepAlive,
                Objects.requireNonNull(choice, "choice"),
                tls);
    }

    /**
     * The same options with TLS: the connection is encrypted, and the server must prove that it is
     * the host connected to.
     *
     * @param options how
     */
    public ConnectOptions withTls(ClientTls options) {
        return new ConnectOptions(
                limitBytes,
                localAddress,
                writeBufferLimits,
                isKeepAlive,
                addressChoice,
                Optional.of(Objects.requireNonNull(options, "options")));
    }
}
