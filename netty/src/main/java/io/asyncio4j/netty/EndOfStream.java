package io.asyncio4j.netty;

import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.DelegatingHandle;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Keeps Unix channels from being closed when the peer has sent everything. Netty lets TCP channels
 * stay half open, and Unix channels on epoll and kqueue; on io_uring and NIO it closes them as soon
 * as a read finds the end. So the end is taken out of the result of that read, and told to the
 * transport instead, which reads no more then.
 *
 * <p>Confined to the loop. For one channel.
 */
final class EndOfStream implements RecvByteBufAllocator {
    private final RecvByteBufAllocator buffers;
    private final Inbound inbound;

    /**
     * Watches a channel.
     *
     * @param buffers what the channel reads into
     * @param inbound who is told of the end
     */
    EndOfStream(RecvByteBufAllocator buffers, Inbound inbound) {
        this.buffers = buffers;
        this.inbound = inbound;
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // the supertype asks for the plain handle
    public Handle newHandle() {
        return new Reading(buffers.newHandle());
    }

    private final class Reading extends DelegatingHandle implements ExtendedHandle {
        /** Whether the last read found the end. */
        private boolean isAtEnd;

        @SuppressWarnings("deprecation") // see above
        Reading(Handle handle) {
            super(handle);
        }

        @Override
        public void lastBytesRead(int bytes) {
            isAtEnd = bytes < 0;
            super.lastBytesRead(Math.max(bytes, 0));
        }

        @Override
        public void readComplete() {
            super.readComplete();
            if (isAtEnd) {
                isAtEnd = false;
                inbound.inputEnded();
            }
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return ((ExtendedHandle) delegate()).continueReading(maybeMore);
        }
    }
}
