package io.asyncio4j.netty;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * What TLS gives the channel to send: stands between the two. A peer may make TLS speak, above all
 * by asking for new keys as often as it likes, and need not read the answers; so reading stops
 * while too many of them wait.
 *
 * <p>What the program writes is not counted here: the transport does that, and a program that
 * writes much must still be able to read.
 *
 * <p>Confined to the loop.
 */
final class TlsOutput extends ChannelOutboundHandlerAdapter {
    /** How many answers may wait before reading stops. */
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
        if (ofProgram.isFlushing()) {
            Channels.write(context, message, promise);
            return;
        }
        answers++;
        if (answers == MOST_ANSWERS) {
            reading.stop();
        }
        Channels.write(context, message, promise.unvoid().addListener(sent));
    }

    private void sent() {
        answers--;
        if (answers == MOST_ANSWERS / 2) {
            reading.goOn();
        }
    }
}
