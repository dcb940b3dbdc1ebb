package io.asyncio4j.net;

import io.asyncio4j.net.transport.BufferedProtocol;
import io.asyncio4j.net.transport.WriteBufferLimits;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The end of a pipe from which a protocol receives. Each read waits for the protocol to have taken
 * the one before, so no more than one piece is ever held, also while reading is paused.
 *
 * <p>The end of the stream ends the transport, for there is nothing to go on with.
 *
 * <p>Confined to the loop.
 */
final class ReadPipe extends PipeEnd {
    /** What a system's pipe holds. A buffer begins small: many pipes say little. */
    private static final int LARGEST_BUFFER = 64 * 1024;

    private static final int FIRST_BUFFER = 8 * 1024;

    /** What a read gave: a number of bytes in the buffer, or -1 for the end, or a failure. */
    private record Piece(int bytes, Optional<Throwable> failure) {}

    private final InputStream in;

    /** Written by the thread while a read is under way, else used by the loop. */
    private byte[] buffer = new byte[FIRST_BUFFER];

    /** Delivers what came while reading was paused: one piece at most, or the rest of one. */
    private @Nullable Runnable held;

    private boolean isPaused;

    /** Whether the protocol looks at the buffer, which must not be filled meanwhile. */
    private boolean isDelivering;

    ReadPipe(InputStream in) {
        super("asyncio4j-pipe-reader", in);
        this.in = in;
    }

    /** Begins to read, from the next pass on. */
    void start() {
        read();
    }

    private void read() {
        if (isReading() && !isDelivering && !isBusy() && held == null) {
            byte[] target = buffer;
            call(() -> readInto(target), this::came);
        }
    }

    private Piece readInto(byte[] target) {
        try {
            return new Piece(in.read(target, 0, target.length), Optional.empty());
        } catch (IOException | RuntimeException failure) {
            return new Piece(0, Optional.of(failure));
        }
    }

    private void came(Piece piece) {
        if (isPaused) {
            held = () -> deliver(piece);
        } else {
            deliver(piece);
        }
    }

    private void deliver(Piece piece) {
        if (piece.failure().isPresent()) {
            end(piece.failure());
        } else if (piece.bytes() < 0) {
            tell("eofReceived", protocol -> protocol.eofReceived());
            end(Optional.empty());
        } else {
            deliver(ByteBuffer.wrap(buffer, 0, piece.bytes()));
        }
    }

    /** A buffered protocol takes as much as fits into its buffer, and may pause then. */
    private void deliver(ByteBuffer data) {
        boolean isInPieces = true;
        isDelivering = true;
        try {
            while (isInPieces && data.hasRemaining() && isReading()) {
                isInPieces = protocol() instanceof BufferedProtocol;
                tell("dataReceived", protocol -> protocol.dataReceived(data));
            }
        } finally {
            isDelivering = false;
        }
        if (isInPieces && data.hasRemaining() && isPaused) {
            held = () -> deliver(data);
        } else {
            if (data.limit() == buffer.length && buffer.length < LARGEST_BUFFER) {
                buffer = new byte[buffer.length * 2];
            }
            read();
        }
    }

    private void deliverHeld() {
        Runnable delivery = held;
        if (delivery != null && !isPaused && !hasEnded()) {
            held = null;
            delivery.run();
        }
    }

    @Override
    void drop() {
        held = null;
    }

    @Override
    boolean finishesCall() {
        return false; // nobody would get what it reads
    }

    // ---- Transport

    @Override
    public void close() {
        Confinement.check(loop, this);
        end(Optional.empty());
    }

    @Override
    public boolean isReading() {
        return state == State.OPEN && !isPaused;
    }

    @Override
    public void pauseReading() {
        Confinement.check(loop, this);
        isPaused = true;
    }

    @Override
    public void resumeReading() {
        Confinement.check(loop, this);
        if (isPaused && !hasEnded()) {
            isPaused = false;
            if (held == null) {
                read();
            } else {
                loop.callSoon(this::deliverHeld, context);
            }
        }
    }

    @Override
    public void write(ByteBuffer data) {
        throw refusal("write()", "this end of the pipe only reads; write to the other end");
    }

    @Override
    public boolean canWriteEof() {
        return false;
    }

    @Override
    public void writeEof() {
        throw refusal("writeEof()", "this end of the pipe only reads; use close()");
    }

    @Override
    public int writeBufferSize() {
        return 0;
    }

    @Override
    public WriteBufferLimits writeBufferLimits() {
        return WriteBufferLimits.DEFAULT;
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        throw refusal("setWriteBufferLimits()", "this end of the pipe only reads");
    }

    @Override
    public String toString() {
        return describe(isPaused ? ", paused" : isBusy() ? ", reading" : "");
    }
}
