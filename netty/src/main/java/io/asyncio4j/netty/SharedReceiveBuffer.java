package io.asyncio4j.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * The one buffer into which all channels of a loop read, one after the other. Protocols copy what
 * they keep, so the buffer is free again when {@code dataReceived} has returned: a thousand idle
 * connections need no memory to receive, and reading allocates nothing.
 *
 * <p>Each channel reads once in a pass, so that a fast peer cannot starve the others.
 *
 * <p>Confined to the loop. Not for io_uring, where every channel has a read under way all the time.
 */
final class SharedReceiveBuffer implements RecvByteBufAllocator {
    /** A first message of TLS fits. */
    private static final int SMALLEST_OWN_BYTES = 2 * 1024;

    private final int sizeBytes;

    /** Replaced if a handler of the pipeline has kept it. Its count is 1 while nobody reads. */
    private ByteBuf buffer;

    SharedReceiveBuffer(int sizeBytes) {
        this.sizeBytes = sizeBytes;
        this.buffer = Unpooled.directBuffer(sizeBytes, sizeBytes);
    }

    /**
     * Gives a channel buffers of its own from now on: TLS keeps what it has of a record until the
     * rest has come.
     */
    static void leave(Channel channel) {
        if (channel.unsafe().recvBufAllocHandle() instanceof OneRead reads) {
            reads.leave();
        }
    }

    private ByteBuf lend() {
        if (buffer.refCnt() > 1) {
            buffer.release();
            buffer = Unpooled.directBuffer(sizeBytes, sizeBytes);
        }
        return buffer.clear().retain();
    }

    void release() {
        buffer.release();
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // the supertype asks for the plain handle
    public Handle newHandle() {
        return new OneRead();
    }

    /** Reads once. One for each channel. */
    private final class OneRead implements ExtendedHandle {
        /** The size of the next buffer of the channel's own; 0 as long as it shares one. */
        private int ownBytes;

        /** Reported by the channel, and asked back by it. */
        private int lastBytes;

        private int attemptedBytes;

        void leave() {
            ownBytes = Math.min(SMALLEST_OWN_BYTES, sizeBytes);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return ownBytes == 0 ? lend() : allocator.directBuffer(ownBytes, ownBytes);
        }

        @Override
        public int guess() {
            return ownBytes == 0 ? sizeBytes : ownBytes;
        }

        @Override
        public void reset(ChannelConfig config) {
            lastBytes = 0;
            attemptedBytes = 0;
        }

        @Override
        public void incMessagesRead(int count) {}

        @Override
        public void lastBytesRead(int bytes) {
            lastBytes = bytes;
            if (ownBytes != 0 && bytes == ownBytes) {
                ownBytes = Math.min(2 * ownBytes, sizeBytes);
            } else if (ownBytes > SMALLEST_OWN_BYTES && bytes < ownBytes / 4) {
                ownBytes /= 2;
            }
        }

        @Override
        public int lastBytesRead() {
            return lastBytes;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attemptedBytes = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attemptedBytes;
        }

        @Override
        public boolean continueReading() {
            return false;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return false;
        }

        @Override
        public void readComplete() {}
    }
}
