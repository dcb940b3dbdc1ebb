package io.asyncio4j.netty;

import io.asyncio4j.net.spi.SocketFile;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.unix.DomainSocketAddress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;

/**
 * Looks after the file of a listening Unix socket: removes a stale one before binding, and its own
 * when the channel is closed, by whomever.
 *
 * <p>Netty would remove whatever is at the path when the channel is closed, be it the file of
 * another server by then. Its native channels ask the address for the path, and get none any more;
 * its NIO channel asks the JDK's, and is told nothing by a channel that is closed.
 *
 * <p>Confined to the loop.
 */
final class UnixListening extends ChannelOutboundHandlerAdapter {
    private final boolean isCleanedUp;

    /** The JDK's channel below Netty's; null on native channels. */
    private final @Nullable ServerSocketChannel jdk;

    /** The file; null unless bound. */
    private @Nullable SocketFile file;

    private UnixListening(boolean isCleanedUp, @Nullable ServerSocketChannel jdk) {
        this.isCleanedUp = isCleanedUp;
        this.jdk = jdk;
    }

    static UnixListening onNative(boolean isCleanedUp) {
        return new UnixListening(isCleanedUp, null);
    }

    static UnixListening onNio(boolean isCleanedUp, ServerSocketChannel jdk) {
        return new UnixListening(isCleanedUp, jdk);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells
    public void bind(ChannelHandlerContext context, SocketAddress wanted, ChannelPromise promise) {
        var unix = (UnixDomainSocketAddress) wanted;
        try {
            SocketFile.removeStale(unix.getPath());
        } catch (IOException failure) {
            promise.setFailure(failure);
            return;
        }
        UsedOnce own = new UsedOnce(unix);
        context.bind(jdk == null ? own : wanted, promise);
        own.isUsed = true;
        if (promise.isSuccess()) {
            file = SocketFile.boundAt(unix.getPath());
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells
    public void close(ChannelHandlerContext context, ChannelPromise promise) throws IOException {
        if (file != null && isCleanedUp) {
            file.remove();
        }
        file = null;
        if (jdk != null) {
            jdk.close();
        }
        context.close(promise);
    }

    /** Has a path until the channel is bound. */
    private static final class UsedOnce extends DomainSocketAddress {
        private static final long serialVersionUID = 1;

        /** Set when binding has ended. */
        private boolean isUsed;

        UsedOnce(UnixDomainSocketAddress address) {
            super(address.getPath().toString());
        }

        @Override
        public String path() {
            return isUsed ? "" : super.path();
        }
    }
}
