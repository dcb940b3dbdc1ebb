package io.asyncio4j.net.transport;

import io.asyncio4j.spi.Wording;

import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Which addresses of a host are tried, in which order, and how soon after each other: Happy
 * Eyeballs (RFC 8305), unless it is turned off.
 *
 * {@snippet :
 * var patient = AddressChoice.DEFAULT.withDelay(Duration.ofSeconds(1));
 * var options = ConnectOptions.DEFAULT.withAddressChoice(patient);
 * }
 *
 * <p>Immutable.
 *
 * @param delay how long an attempt may take before the next address is tried beside it; empty to
 *     try the next address only when the one before has failed
 * @param interleave how many addresses of the first family are tried before the families take
 *     turns; 0 leaves the order to the resolver
 * @param family the only family that is used, {@link StandardProtocolFamily#INET} or {@link
 *     StandardProtocolFamily#INET6}; empty for both
 */
public record AddressChoice(
        Optional<Duration> delay, int interleave, Optional<StandardProtocolFamily> family) {

    /** The delay that RFC 8305 recommends: a quarter of a second. */
    public static final Duration DEFAULT_DELAY = Duration.ofMillis(250);

    /** Both families, taking turns from the second address on, a quarter of a second apart. */
    public static final AddressChoice DEFAULT =
            new AddressChoice(Optional.of(DEFAULT_DELAY), 1, Optional.empty());

    /** One address after the other, in the order of the resolver: asyncio's own default. */
    public static final AddressChoice IN_ORDER =
            new AddressChoice(Optional.empty(), 0, Optional.empty());

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the delay is not positive, the number negative, or the
     *     family not one of IP
     */
    public AddressChoice {
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(family, "family");
        if (delay.isPresent() && !delay.get().isPositive()) {
            throw new IllegalArgumentException(
                    "delay must be above zero, not "
                            + Wording.of(delay.get())
                            + "; IN_ORDER has none");
        }
        if (interleave < 0) {
            throw new IllegalArgumentException("interleave must be 0 or more, not " + interleave);
        }
        if (family.isPresent() && family.get() == StandardProtocolFamily.UNIX) {
            throw new IllegalArgumentException("family must be INET or INET6, not UNIX");
        }
    }

    /**
     * The same choice with another time between attempts.
     *
     * @param time how long an attempt may take before the next address is tried beside it
     * @throws IllegalArgumentException if it is not positive
     */
    public AddressChoice withDelay(Duration time) {
        return new AddressChoice(
                Optional.of(Objects.requireNonNull(time, "time")), interleave, family);
    }

    /**
     * The same choice with another beginning.
     *
     * @param count how many addresses of the first family are tried before the families take turns;
     *     0 leaves the order to the resolver
     * @throws IllegalArgumentException if it is negative
     */
    public AddressChoice withInterleave(int count) {
        return new AddressChoice(delay, count, family);
    }

    /**
     * The same choice among the addresses of one family.
     *
     * @param only {@link StandardProtocolFamily#INET} or {@link StandardProtocolFamily#INET6}
     * @throws IllegalArgumentException if it is neither
     */
    public AddressChoice withFamily(StandardProtocolFamily only) {
        return new AddressChoice(
                delay, interleave, Optional.of(Objects.requireNonNull(only, "only")));
    }
}
