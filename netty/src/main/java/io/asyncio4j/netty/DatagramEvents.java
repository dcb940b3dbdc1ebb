package io.asyncio4j.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/**
 * The end of a datagram channel's pipeline: passes its events on to the transport.
 *
 * <p>Confined to the loop.
 */
final class DatagramEvents extends ChannelInboundHandlerAdapter {
    private final NettyDatagramTransport transport;

    DatagramEvents(NettyDatagramTransport transport) {
        this.transport = transport;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        try {
            transport.received(ChannelEvents.view(packet.content()), packet.sender());
        } finally {
            packet.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        transport.refused(failure);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        transport.disconnected();
    }
}
