package io.asyncio4j.spi;

import org.jspecify.annotations.Nullable;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;

/**
 * How times and addresses read in messages for people: {@code 100 ms}, {@code 127.0.0.1:80}.
 *
 * <p>Thread-safe.
 */
public final class Wording {
    private static final String[] UNITS = {"h", "min", "s", "ms", "us", "ns"};
    private static final long[] NANOS = {
        3_600_000_000_000L, 60_000_000_000L, 1_000_000_000, 1_000_000, 1_000, 1
    };

    private Wording() {}

    /**
     * A time in the largest unit in which it is a whole number.
     *
     * @param time any, also a negative one
     */
    public static String of(Duration time) {
        if (time.isZero()) {
            return "0 s";
        }
        long nanos;
        try {
            nanos = time.toNanos();
        } catch (ArithmeticException centuries) {
            return time.toString();
        }
        int unit = 0;
        while (nanos % NANOS[unit] != 0) {
            unit++;
        }
        return nanos / NANOS[unit] + " " + UNITS[unit];
    }

    /**
     * An address with its port, as one types it: an IPv6 address in brackets, and a name before the
     * address that was found for it. Nothing is looked up.
     *
     * @param address of any kind, also null; others than those of the internet tell themselves
     */
    public static String of(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return String.valueOf(address);
        }
        InetAddress found = internet.getAddress();
        String name = internet.getHostString();
        if (found == null) {
            return name + ":" + internet.getPort();
        }
        String number = found.getHostAddress();
        String numeric =
                (found instanceof Inet6Address ? "[" + number + "]" : number)
                        + ":"
                        + internet.getPort();
        return name.equals(number) ? numeric : name + " at " + numeric;
    }
}
