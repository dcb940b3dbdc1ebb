package io.asyncio4j.netty;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What arrived while reading was paused. Normally nothing does, since a paused channel is not read;
 * but epoll reads on when the peer has hung up, and io_uring has a read under way. It cannot be
 * more than the system had buffered.
 *
 * <p>Confined to the loop.
 */
final class HeldInput {
    private final Queue<ByteBuffer> pieces = new ArrayDeque<>(0);

    /** Whether the end of the stream came behind the pieces and was not delivered. */
    private boolean hasEnd;

    boolean isEmpty() {
        return pieces.isEmpty() && !hasEnd;
    }

    /** Copies the bytes. */
    void hold(ByteBuffer data) {
        pieces.add(ByteBuffer.allocate(data.remaining()).put(data).flip());
    }

    void holdEnd() {
        hasEnd = true;
    }

    boolean hasPiece() {
        return !pieces.isEmpty();
    }

    ByteBuffer takePiece() {
        return pieces.remove();
    }

    /** Whether only the end is left; takes it. */
    boolean takeEnd() {
        boolean answer = hasEnd && pieces.isEmpty();
        if (answer) {
            hasEnd = false;
        }
        return answer;
    }

    void clear() {
        pieces.clear();
        hasEnd = false;
    }
}
