package io.asyncio4j.net.spi;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.net.internal.FilePart;
import io.asyncio4j.net.spi.FileCarrier.Transfer;
import io.asyncio4j.net.spi.Readiness.Claim;
import io.asyncio4j.net.spi.Readiness.Direction;
import io.asyncio4j.net.transport.ConnectionResetException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/**
 * A part of a file that the system moves to a channel, as much as there is room for in each pass.
 *
 * <p>Confined to the loop.
 */
final class ChannelTransfer implements Transfer {
    /** How much goes out in one pass at most. */
    private static final long PIECE_BYTES = 1 << 20;

    private final WritableByteChannel sink;
    private final Claim claim;
    private final FilePart part;
    private final Consumer<IOException> broken;
    private final Promise<@Nullable Void> ended;

    /** What breaks the connection goes to broken, which ends it and with it the transfer. */
    ChannelTransfer(
            EventLoop loop,
            WritableByteChannel sink,
            Claim claim,
            FilePart part,
            Consumer<IOException> broken) {
        this.broken = broken;
        this.sink = sink;
        this.claim = claim;
        this.part = part;
        this.ended = loop.createFuture("a file being sent");
    }

    void begin(Context context) {
        try {
            claim.set(Direction.WRITING, this::move, context);
        } catch (IOException failure) {
            ended.setException(Losses.named(failure));
        }
    }

    private void move() {
        try {
            part.transferTo(sink, Math.min(part.remaining(), PIECE_BYTES));
            if (!part.hasMore() && !ended.isDone()) {
                claim.clear(Direction.WRITING);
                ended.setResult(null);
            }
        } catch (IOException failure) {
            claim.clear(Direction.WRITING);
            if (part.file().isOpen() && Losses.isLoss(failure)) {
                broken.accept(failure);
            } else if (!ended.isDone()) { // the file is to blame, the connection is not
                ended.setException(failure);
            }
        }
    }

    /** The connection has ended. */
    void lost() {
        if (!ended.isDone()) {
            ended.setException(
                    new ConnectionResetException(
                            "the connection ended while a file was being sent over it"));
        }
    }

    @Override
    public Future<@Nullable Void> ended() {
        return ended;
    }

    @Override
    public long sent() {
        return part.sent();
    }

    @Override
    public void stop() {
        claim.clear(Direction.WRITING);
    }
}
