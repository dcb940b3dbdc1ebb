package io.asyncio4j.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelProgressivePromise;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * What a transport was given to send. Bytes are copied into chunks; a chunk goes to the channel
 * when it is full or the queue is flushed, and its promise tells how much of it was sent. So many
 * small writes cost one allocation, one promise and one system call.
 *
 * <p>Confined to the loop.
 */
final class WriteQueue {
    /** Large enough for most messages, so that appending a second one needs no growing. */
    private static final int SMALLEST_CHUNK = 2 * 1024;

    /** Small enough that memory is given back while a large message is sent. */
    private static final int LARGEST_CHUNK = 64 * 1024;

    private final NettyTransport transport;
    private final Channel channel;

    /** The chunk that is filled; null if there is none. */
    private @Nullable ByteBuf filling;

    WriteQueue(NettyTransport transport, Channel channel) {
        this.transport = transport;
        this.channel = channel;
    }

    /** Copies the remaining bytes. */
    void append(ByteBuffer data) {
        int limit = data.limit();
        while (data.hasRemaining()) {
            ByteBuf chunk = chunkFor(data.remaining());
            int count = Math.min(data.remaining(), LARGEST_CHUNK - chunk.writerIndex());
            data.limit(data.position() + count);
            chunk.writeBytes(data);
            data.limit(limit);
            if (chunk.writerIndex() == LARGEST_CHUNK) {
                handOver();
            }
        }
    }

    private ByteBuf chunkFor(int bytes) {
        ByteBuf chunk = filling;
        if (chunk == null) {
            int capacity = Math.clamp(bytes, SMALLEST_CHUNK, LARGEST_CHUNK);
            chunk = channel.alloc().directBuffer(capacity, LARGEST_CHUNK);
            filling = chunk;
        }
        return chunk;
    }

    private void handOver() {
        ByteBuf chunk = filling;
        if (chunk != null) {
            filling = null;
            Channels.write(channel, chunk, new ChunkPromise(chunk.readableBytes()));
        }
    }

    /** Sends what the system takes; the rest follows by itself. */
    void flush() {
        handOver();
        channel.flush();
    }

    /** Drops what the channel does not have yet. */
    void drop() {
        ByteBuf chunk = filling;
        if (chunk != null) {
            filling = null;
            chunk.release();
        }
    }

    /**
     * Reports the progress of a chunk. It overrides what a listener would be told, since a listener
     * for each chunk costs more than the chunk.
     */
    private final class ChunkPromise extends DefaultChannelProgressivePromise {
        private final int bytes;

        /** How many of the bytes were reported as sent. */
        private int reported;

        ChunkPromise(int bytes) {
            super(channel);
            this.bytes = bytes;
        }

        private void report(int sent) {
            int more = sent - reported;
            if (more > 0) {
                reported = sent;
                transport.sent(more);
            }
        }

        @Override
        public boolean tryProgress(long progress, long total) {
            report((int) progress);
            return true;
        }

        @Override
        public boolean trySuccess(@Nullable Void result) {
            boolean isFirst = super.trySuccess(null);
            if (isFirst) {
                report(bytes);
            }
            return isFirst;
        }

        @Override
        public boolean tryFailure(Throwable cause) {
            boolean isFirst = super.tryFailure(cause);
            if (isFirst) {
                transport.writeFailed(cause);
            }
            return isFirst;
        }
    }
}
