package io.asyncio4j.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * What TLS gives the channel to send: stands between the two. A peer may make TLS speak, above all
 * by asking for new keys as often as it likes, and need not read the answers; so reading stops
 * while too many of them wait. And records that wait are kept in buffers of their own size.
 *
 * <p>What the program writes is not counted here: the transport does that, and a program that
 * writes much must still be able to read.
 *
 * <p>Confined to the loop.
 */
final class TlsOutput extends ChannelOutboundHandlerAdapter {
    /** How many answers may wait before reading stops. One takes some 400 bytes. */
    private static final int MOST_ANSWERS = 256;

    private final Reading reading;
    private final WriteQueue ofProgram;
    private final ChannelFutureListener sent = done -> sent();

    /** How many records that TLS wrote on its own account wait to be sent. */
    private int answers;

    TlsOutput(Reading reading, WriteQueue ofProgram) {
        this.reading = reading;
        this.ofProgram = ofProgram;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        Object compact = message instanceof ByteBuf record ? compact(context, record) : message;
        if (ofProgram.isFlushing()) {
            Channels.write(context, compact, promise);
            return;
        }
        answers++;
        if (answers == MOST_ANSWERS) {
            reading.stop();
        }
        Channels.write(context, compact, promise.unvoid().addListener(sent));
    }

    private void sent() {
        answers--;
        if (answers == MOST_ANSWERS / 2) {
            reading.goOn();
        }
    }

    /**
     * The JDK's engine wants room for the longest record whatever it writes: a record of 30 bytes
     * that has to wait would keep 16 KiB.
     */
    private static ByteBuf compact(ChannelHandlerContext context, ByteBuf record) {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        int bytes = record.readableBytes();
        if (waiting == null
                || waiting.totalPendingWriteBytes() == 0
                || bytes > record.capacity() / 4) {
            return record;
        }
        ByteBuf copy = context.alloc().directBuffer(bytes, bytes).writeBytes(record);
        record.release();
        return copy;
    }
}
