package io.asyncio4j.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelProgressivePromise;
import io.netty.channel.unix.UnixChannel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a transport was given to send. Small writes are copied into a chunk, which is sent when the
 * queue is flushed, so that many of them cost one system call. A large write is sent at once, from
 * where it lies.
 *
 * <p>What the system has no room for goes to the channel, in chunks, and so does everything on a
 * channel that has to see it; a chunk's promise tells how much of it was sent.
 *
 * <p>Small chunks come from the loop's pool and go back there; large pieces get large chunks from
 * Netty's allocator, so that their memory is given back while the rest is being sent.
 *
 * <p>Confined to the loop.
 */
final class WriteQueue {
    /**
     * A write of so many bytes is worth a system call of its own. Sent at once, it still lies in
     * the caches of the processor.
     */
    private static final int LARGE = 16 * 1024;

    private static final int LARGEST_CHUNK = 64 * 1024;

    private final NettyTransport transport;
    private final Channel channel;
    private final ChunkPool pool;

    /** Empty if everything goes through the channel. */
    private Optional<DirectSend> directSend;

    /** The chunk that is filled; null if there is none. */
    private @Nullable ByteBuf filling;

    /** How many bytes of chunks the channel has and has not sent; never 0 again if it broke. */
    private int inChannel;

    /** Set around flush; read by TLS's output. */
    private boolean isFlushing;

    WriteQueue(NettyTransport transport, Channel channel, NettyPoller poller) {
        this.transport = transport;
        this.channel = channel;
        this.pool = poller.chunks();
        this.directSend = channel instanceof UnixChannel ? poller.directSend() : Optional.empty();
    }

    /** Sends everything through the channel from now on: TLS has to see it. */
    void stayInChannel() {
        directSend = Optional.empty();
    }

    /** Takes the remaining bytes, and sends them at once if they are many. */
    void append(ByteBuffer data) {
        boolean isLarge = data.remaining() >= LARGE;
        if (filling != null && data.remaining() >= LARGEST_CHUNK && isDirect()) {
            flush(); // costs a system call, and spares the copy
        }
        if (isLarge && filling == null && isDirect()) {
            transport.sent(sendDirectly(data));
        }
        copy(data);
        if (isLarge) {
            flush();
        }
    }

    private void copy(ByteBuffer data) {
        int limit = data.limit();
        while (data.hasRemaining()) {
            ByteBuf chunk = chunkFor(data.remaining());
            int count = Math.min(data.remaining(), chunk.writableBytes());
            data.limit(data.position() + count);
            chunk.writeBytes(data);
            data.limit(limit);
            if (!chunk.isWritable()) {
                filling = null;
                handOver(chunk);
            }
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

    /**
     * Whether the system may be given something past the channel. Not if the channel is closed,
     * which the transport may not know yet: its descriptor may be another connection's by now.
     */
    private boolean isDirect() {
        return inChannel == 0
                && directSend.isPresent()
                && channel.unsafe().outboundBuffer() != null;
    }

    /** Tells how much was sent. If the connection is broken, nothing of the data remains. */
    private int sendDirectly(ByteBuffer data) {
        int before = data.position();
        try {
            directSend.orElseThrow().send(((UnixChannel) channel).fd().intValue(), data);
            return data.position() - before;
        } catch (IOException failure) {
            data.position(data.limit());
            transport.broke("write", failure);
            return 0;
        }
    }

    private void handOver(ByteBuf chunk) {
        inChannel += chunk.readableBytes();
        // The channel gets a reference of its own, and the promise gives the chunk back.
        Channels.write(channel, chunk.retain(), new ChunkPromise(chunk));
    }

    /** Sends what the system takes; the rest follows by itself. */
    void flush() {
        boolean before = isFlushing; // what is sent may let the protocol write more
        isFlushing = true;
        int sent;
        try {
            ByteBuf chunk = filling;
            filling = null;
            sent = chunk == null ? 0 : send(chunk);
            if (inChannel > 0) {
                channel.flush();
            }
        } finally {
            isFlushing = before;
        }
        if (sent > 0) {
            transport.sent(sent);
        }
    }

    /** Tells how much of the chunk was sent; the channel gets the rest. */
    private int send(ByteBuf chunk) {
        int sent = 0;
        if (isDirect()) {
            ByteBuffer data = chunk.internalNioBuffer(chunk.readerIndex(), chunk.readableBytes());
            sent = sendDirectly(data);
            chunk.readerIndex(chunk.writerIndex() - data.remaining());
        }
        if (chunk.isReadable()) {
            handOver(chunk);
        } else {
            giveBack(chunk);
        }
        return sent;
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
                inChannel -= more;
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
