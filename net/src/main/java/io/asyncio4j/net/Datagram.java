package io.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.spi.Wording;

import java.net.SocketAddress;
import java.util.Objects;

/**
 * A datagram that was received.
 *
 * <p>Immutable, as long as nobody changes the array.
 *
 * @param data its bytes, maybe none
 * @param sender where it comes from, and where an answer goes
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are the receiver's own, and a copy would cost
public record Datagram(byte[] data, SocketAddress sender) {

    /** Checks that nothing is missing. */
    public Datagram {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(sender, "sender");
    }

    /** The bytes as text in UTF-8. */
    public String text() {
        return new String(data, UTF_8);
    }

    @Override
    public String toString() {
        return "Datagram[" + data.length + " bytes from " + Wording.of(sender) + "]";
    }
}
