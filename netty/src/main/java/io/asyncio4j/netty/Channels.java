package io.asyncio4j.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.DuplexChannel;

/**
 * What is done with channels without waiting for the end of it: the channel's events, or the
 * promise that was given, tell how it went.
 *
 * <p>Confined to the loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see above
final class Channels {
    private Channels() {}

    static void close(Channel channel) {
        channel.close();
    }

    static void send(Channel channel, FileRegion file, ChannelPromise promise) {
        channel.writeAndFlush(file, promise);
    }

    static void write(Channel channel, Object bytes, ChannelPromise promise) {
        channel.write(bytes, promise);
    }

    /** If it fails the connection is lost anyway, and the transport is told of that. */
    static void shutdownOutput(DuplexChannel channel) {
        channel.shutdownOutput();
    }
}
