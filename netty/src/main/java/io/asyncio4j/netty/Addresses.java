package io.asyncio4j.netty;

import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.spi.Wording;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;

import org.jspecify.annotations.Nullable;

import java.net.SocketAddress;

/**
 * The two ends of a connection.
 *
 * <p>Immutable.
 */
record Addresses(@Nullable SocketAddress local, @Nullable SocketAddress peer) {
    /** Those of a connection that does not stand yet. */
    static final Addresses UNKNOWN = new Addresses(null, null);

    static Addresses of(Channel channel) {
        return new Addresses(
                UnixChannels.toJdk(channel.localAddress()),
                UnixChannels.toJdk(channel.remoteAddress()));
    }

    /**
     * Whether the peer reset the connection before it was accepted, which io_uring tells only if
     * nothing was sent before: else one would wait for ever.
     */
    boolean isPeerGone(Channel channel, Mechanism mechanism) {
        return peer == null && channel instanceof SocketChannel && !mechanism.readsWhenReady();
    }

    /** Null if it is something else. */
    @Nullable Object info(ExtraInfo<?> key) {
        if (key.equals(ExtraInfo.PEERNAME)) {
            return peer;
        }
        return key.equals(ExtraInfo.SOCKNAME) ? local : null;
    }

    @Override
    public String toString() {
        return Wording.of(local) + " -> " + Wording.of(peer);
    }
}
