package io.asyncio4j.net.transport;

import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.util.Objects;

/**
 * The name of something a transport may know about its connection, for {@link
 * Endpoint#extraInfo(ExtraInfo)}. Two keys with the same name and type are the same key, so that
 * other kinds of transports can add their own.
 *
 * <p>Immutable.
 *
 * @param name asyncio's name for it
 * @param type the type of the answer
 * @param <T> the same
 */
public record ExtraInfo<T>(String name, Class<T> type) {

    /**
     * The address of the peer: an {@link java.net.InetSocketAddress}, or for a Unix socket a {@link
     * java.net.UnixDomainSocketAddress}, which is empty if the peer has not bound one.
     */
    public static final ExtraInfo<SocketAddress> PEERNAME =
            new ExtraInfo<>("peername", SocketAddress.class);

    /** The address of this end, of the same kind. */
    public static final ExtraInfo<SocketAddress> SOCKNAME =
            new ExtraInfo<>("sockname", SocketAddress.class);

    /**
     * The channel of the JDK that the connection is made of, if it is: an accepted socket, a pipe.
     */
    public static final ExtraInfo<SelectableChannel> CHANNEL =
            new ExtraInfo<>("channel", SelectableChannel.class);

    /** Checks that nothing is missing. */
    public ExtraInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
