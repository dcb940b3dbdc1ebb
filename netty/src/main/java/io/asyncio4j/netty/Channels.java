package io.asyncio4j.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * What is done with channels without waiting for the end of it: the channel's events, or the
 * promise that was given, tell how it went.
 *
 * <p>Confined to the loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see above
final class Channels {
    private Channels() {}

    /**
     * Closes the channel itself, below its handlers: TLS has said its goodbye, or shall say none.
     */
    static void close(Channel channel) {
        if (channel.pipeline().first() instanceof TlsOutput) {
            channel.pipeline().firstContext().close(); // past TLS, which would say goodbye
        } else {
            channel.close();
        }
    }

    /** Says goodbye in TLS. */
    static void closeOutbound(SslHandler handler, ChannelPromise promise) {
        handler.closeOutbound(promise);
    }

    static void send(Channel channel, FileRegion file, ChannelPromise promise) {
        channel.writeAndFlush(file, promise);
    }

    static void write(ChannelOutboundInvoker channel, Object bytes, ChannelPromise promise) {
        channel.write(bytes, promise);
    }

    /** If it fails the connection is lost anyway, and the transport is told of that. */
    static void shutdownOutput(DuplexChannel channel) {
        channel.shutdownOutput();
    }
}
