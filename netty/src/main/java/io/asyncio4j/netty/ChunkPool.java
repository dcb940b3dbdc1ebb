package io.asyncio4j.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import java.util.ArrayDeque;

/**
 * The small buffers into which transports copy what they are given to send. Netty's allocators are
 * made for many threads; one loop needs no more than a stack.
 *
 * <p>Confined to the loop.
 */
final class ChunkPool {
    /** Large enough for most messages. */
    static final int CHUNK_BYTES = 2 * 1024;

    /** How many chunks are kept for later: half a megabyte in all. */
    private static final int MOST_KEPT = 256;

    private final ArrayDeque<ByteBuf> free = new ArrayDeque<>();

    /** An empty chunk; the caller owns it. */
    ByteBuf take() {
        ByteBuf chunk = free.pollLast();
        return chunk == null ? Unpooled.directBuffer(CHUNK_BYTES, CHUNK_BYTES) : chunk;
    }

    /** Takes a chunk back, unless somebody else still holds it or there are enough. */
    void giveBack(ByteBuf chunk) {
        if (chunk.refCnt() == 1 && free.size() < MOST_KEPT) {
            free.addLast(chunk.clear());
        } else {
            chunk.release();
        }
    }

    void release() {
        free.forEach(ByteBuf::release);
        free.clear();
    }
}
