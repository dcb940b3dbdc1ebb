package io.asyncio4j.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Reads the name that a client asks for out of its first message, and lets the TLS layer choose the
 * certificate.
 *
 * <p>Confined to the loop.
 */
final class ServerNames extends AbstractSniHandler<SslHandler> {
    /** Longer first messages are refused. Those of browsers have two kilobytes at most. */
    private static final int LONGEST_HELLO_BYTES = 16 * 1024;

    /** The TLS layer has its own clock. */
    private static final int NO_TIMEOUT = 0;

    private final TlsLayer layer;

    ServerNames(TlsLayer layer) {
        super(LONGEST_HELLO_BYTES, NO_TIMEOUT);
        this.layer = layer;
    }

    @Override
    protected Future<SslHandler> lookup(ChannelHandlerContext context, @Nullable String name) {
        try {
            return context.executor()
                    .newSucceededFuture(layer.serverHandler(Optional.ofNullable(name)));
        } catch (Throwable failure) {
            return context.executor().newFailedFuture(failure);
        }
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext context, @Nullable String name, Future<SslHandler> chosen) {
        SslHandler handler = chosen.getNow();
        if (handler == null) {
            layer.identityFailed(chosen.cause());
        } else {
            context.pipeline().replace(this, null, handler);
        }
    }
}
