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
 */
public record NettyOptions(Optional<Mechanism> mechanism, int receiveBufferBytes) {

    /** The system property that names the mechanism: a {@link Mechanism#label()}, or "auto". */
    static final String TRANSPORT_PROPERTY = "asyncio4j.netty.transport";

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the buffer is not positive
     */
    public NettyOptions {
        Objects.requireNonNull(mechanism, "mechanism");
        if (receiveBufferBytes <= 0) {
            throw new IllegalArgumentException(
                    "receiveBufferBytes must be positive, not " + receiveBufferBytes);
        }
    }

    /**
     * The mechanism that the system property names, if it is set, and 64 KiB to receive.
     *
     * @throws IllegalArgumentException if the property names no mechanism
     */
    public static NettyOptions defaults() {
        String wanted = System.getProperty(TRANSPORT_PROPERTY, "auto");
        return new NettyOptions(
                wanted.equals("auto") ? Optional.empty() : Optional.of(Mechanism.labelled(wanted)),
                64 * 1024);
    }

    /**
     * The same options with a certain mechanism.
     *
     * @param wanted how the system is asked
     */
    public NettyOptions withMechanism(Mechanism wanted) {
        return new NettyOptions(Optional.of(wanted), receiveBufferBytes);
    }

    /**
     * The same options with another receive buffer. A loop has one, which its connections share.
     *
     * @param bytes how much one connection may deliver in one pass of the loop
     * @throws IllegalArgumentException if it is not positive
     */
    public NettyOptions withReceiveBufferBytes(int bytes) {
        return new NettyOptions(mechanism, bytes);
    }

    /** Makes pollers with these options, for {@code LoopOptions.withPoller}. */
    public PollerProvider provider() {
        return new NettyPollerProvider(this);
    }
}
