package io.asyncio4j.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The end of a channel's pipeline: passes its events on to the transport.
 *
 * <p>Confined to the loop.
 */
final class ChannelEvents extends ChannelInboundHandlerAdapter {
    private final NettyTransport transport;

    ChannelEvents(NettyTransport transport) {
        this.transport = transport;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        transport.connected();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            transport.inbound().received(view(bytes));
        } finally {
            bytes.release();
        }
    }

    /** The bytes without a copy, and in most cases without an allocation. */
    static ByteBuffer view(ByteBuf bytes) {
        ByteBuffer view =
                bytes.nioBufferCount() == 1
                        ? bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes())
                        : bytes.nioBuffer();
        return view.order(ByteOrder.BIG_ENDIAN); // the last protocol may have changed it
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        Optional<TlsLayer> tls = transport.tls();
        if (tls.isPresent()) {
            tls.get().event(event);
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            transport.inbound().ended();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        transport.broke("read", failure);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        transport.disconnected();
    }
}
