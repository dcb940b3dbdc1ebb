package io.asyncio4j.net;

import java.net.SocketAddress;
import java.util.Objects;

/**
 * A datagram with its sender, as {@link Sockets#sockRecvFrom} returns it.
 *
 * <p>Immutable, but for the bytes of its array, which belong to whoever received it.
 *
 * @param data the bytes, maybe none
 * @param sender who sent them
 */
@SuppressWarnings("ArrayRecordComponent") // handed over to be read, not to be compared
public record ReceivedDatagram(byte[] data, SocketAddress sender) {

    /** Checks that nothing is missing. */
    public ReceivedDatagram {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(sender, "sender");
    }
}
