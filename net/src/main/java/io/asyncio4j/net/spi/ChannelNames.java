package io.asyncio4j.net.spi;

import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.spi.Wording;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * What a transport on a channel knows of it, taken when the transport is made, since a closed
 * socket forgets its addresses.
 *
 * <p>Immutable.
 *
 * @param channel the channel
 * @param local the address of this end; null for a pipe
 * @param peer the address of the peer; null for a pipe
 */
record ChannelNames(
        SelectableChannel channel, @Nullable SocketAddress local, @Nullable SocketAddress peer) {

    static ChannelNames of(SelectableChannel channel) throws IOException {
        return channel instanceof SocketChannel socket
                ? new ChannelNames(channel, socket.getLocalAddress(), socket.getRemoteAddress())
                : new ChannelNames(channel, null, null);
    }

    <T> Optional<T> tell(ExtraInfo<T> key) {
        Object info = null;
        if (key.equals(ExtraInfo.PEERNAME)) {
            info = peer;
        } else if (key.equals(ExtraInfo.SOCKNAME)) {
            info = local;
        } else if (key.equals(ExtraInfo.CHANNEL)) {
            info = channel;
        }
        return Optional.ofNullable(info).filter(key.type()::isInstance).map(key.type()::cast);
    }

    @Override
    public String toString() {
        return local == null
                ? channel.getClass().getSimpleName()
                : Wording.of(local) + " -> " + Wording.of(peer);
    }
}
