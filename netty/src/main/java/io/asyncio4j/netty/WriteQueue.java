package io.asyncio4j.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelProgressivePromise;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * What a transport was given to send. Bytes are copied into chunks; a chunk goes to the channel
 * when it is full or the queue is flushed, and its promise tells how much of it was sent. So many
 * small writes cost one promise and one system call.
 *
 * <p>Small chunks come from the loop's pool and go back there; large pieces get large chunks from
 * Netty's allocator, so that their memory is given back while the rest is being sent.
 *
 * <p>Confined to the loop.
 */
final class WriteQueue {
    /**
     * A write of so many bytes is worth a system call of its own. Sent at once, its chunk is free
     * for the next write while it still lies in the caches of the processor.
     */
    private static final int LARGE = 16 * 1024;

    private static final int LARGEST_CHUNK = 64 * 1024;

    private final NettyTransport transport;
    private final Channel channel;
    private final ChunkPool pool;

    /** The chunk that is filled; null if there is none. */
    private @Nullable ByteBuf filling;

    /** Set around flush; read by TLS's output. */
    private boolean isFlushing;

    WriteQueue(NettyTransport transport, Channel channel, ChunkPool pool) {
        this.transport = transport;
        this.channel = channel;
        this.pool = pool;
    }

    /** Copies the remaining bytes, and sends them at once if they are many. */
    void append(ByteBuffer data) {
        int limit = data.limit();
        boolean isLarge = data.remaining() >= LARGE;
        while (data.hasRemaining()) {
            ByteBuf chunk = chunkFor(data.remaining());
            int count = Math.min(data.remaining(), chunk.writableBytes());
            data.limit(data.position() + count);
            chunk.writeBytes(data);
            data.limit(limit);
            if (!chunk.isWritable()) {
                handOver();
            }
        }
        if (isLarge) {
            flush();
        }
    }

    private ByteBuf chunkFor(int bytes) {
        ByteBuf chunk = filling;
        if (chunk == null) {
            chunk =
                    bytes <= ChunkPool.CHUNK_BYTES
                            ? pool.take()
                            : channel.alloc().directBuffer(Math.min(bytes, LARGEST_CHUNK));
            filling = chunk;
        }
        return chunk;
    }

    private void handOver() {
        ByteBuf chunk = filling;
        if (chunk != null) {
            filling = null;
            // The channel gets a reference of its own, and the promise gives the chunk back.
            Channels.write(channel, chunk.retain(), new ChunkPromise(chunk));
        }
    }

    /** Sends what the system takes; the rest follows by itself. */
    void flush() {
        boolean before = isFlushing; // what is sent may let the protocol write more
        isFlushing = true;
        try {
            handOver();
            channel.flush();
        } finally {
            isFlushing = before;
        }
    }

    /** Whether what the channel gets now is the program's. */
    boolean isFlushing() {
        return isFlushing;
    }

    /** Drops what the channel does not have yet. */
    void drop() {
        ByteBuf chunk = filling;
        if (chunk != null) {
            filling = null;
            giveBack(chunk);
        }
    }

    private void giveBack(ByteBuf chunk) {
        if (chunk.capacity() == ChunkPool.CHUNK_BYTES) {
            pool.giveBack(chunk);
        } else {
            chunk.release();
        }
    }

    /**
     * Reports the progress of a chunk. It overrides what a listener would be told, since a listener
     * for each chunk costs more than the chunk.
     */
    private final class ChunkPromise extends DefaultChannelProgressivePromise {
        private final ByteBuf chunk;
        private final int bytes;

        /** How many of the bytes were reported as sent. */
        private int reported;

        ChunkPromise(ByteBuf chunk) {
            super(channel);
            this.chunk = chunk;
            this.bytes = chunk.readableBytes();
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
                giveBack(chunk);
                report(bytes);
            }
            return isFirst;
        }

        @Override
        public boolean tryFailure(Throwable cause) {
            boolean isFirst = super.tryFailure(cause);
            if (isFirst) {
                giveBack(chunk);
                transport.broke("write", cause);
            }
            return isFirst;
        }
    }
}
