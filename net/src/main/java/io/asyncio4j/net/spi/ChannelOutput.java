package io.asyncio4j.net.spi;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.net.internal.FilePart;
import io.asyncio4j.net.spi.FileCarrier.Transfer;
import io.asyncio4j.net.spi.Readiness.Claim;
import io.asyncio4j.net.spi.Readiness.Direction;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;

/**
 * The sending side of a {@link ChannelTransport}: tries the channel at once, keeps what it does not
 * take, and goes on when there is room.
 *
 * <pre>
 *   OPEN --finish--> FINISHING --all sent--> FINISHED
 * </pre>
 *
 * <p>Confined to the loop.
 */
final class ChannelOutput {
    /** Memory is given back piece by piece while the rest is being sent. */
    private static final int LARGEST_PIECE = 64 * 1024;

    private enum State {
        OPEN,
        FINISHING,
        FINISHED
    }

    private final ChannelTransport transport;
    private final Claim claim;
    private final Context context;
    private final @Nullable WritableByteChannel sink;
    private final FlowControl flow;

    /** What the channel did not take, in its order; none is empty. */
    private final ArrayDeque<ByteBuffer> pieces = new ArrayDeque<>(0);

    /** A file that is being sent; null if there was none. */
    private @Nullable ChannelTransfer transfer;

    private State state = State.OPEN;

    ChannelOutput(
            ChannelTransport transport,
            Claim claim,
            Context context,
            Optional<WritableByteChannel> sink,
            FlowControl flow) {
        this.transport = transport;
        this.claim = claim;
        this.context = context;
        this.sink = sink.orElse(null);
        this.flow = flow;
    }

    boolean isPresent() {
        return sink != null;
    }

    WritableByteChannel requirePresent() {
        if (sink == null) {
            throw new UnsupportedOperationException(
                    transport + " only reads; nothing can be written to it");
        }
        return sink;
    }

    void requireOpen(String method) {
        requirePresent();
        if (state != State.OPEN) {
            throw new IllegalStateException(method + "() after writeEof() on " + transport);
        }
    }

    /** Sends bytes that are counted already. */
    void write(ByteBuffer data) {
        try {
            if (pieces.isEmpty()) {
                send(data);
            }
            if (data.hasRemaining()) {
                boolean wasEmpty = pieces.isEmpty();
                keep(data);
                if (wasEmpty) {
                    claim.set(Direction.WRITING, this::resume, context);
                }
            }
        } catch (IOException failure) {
            data.position(data.limit());
            transport.broke("write", failure);
        }
    }

    private void send(ByteBuffer data) throws IOException {
        int count = requirePresent().write(data);
        flow.remove(count);
    }

    private void keep(ByteBuffer data) {
        while (data.hasRemaining()) {
            ByteBuffer piece = ByteBuffer.allocate(Math.min(data.remaining(), LARGEST_PIECE));
            piece.put(data.slice(data.position(), piece.capacity())).flip();
            data.position(data.position() + piece.limit());
            pieces.add(piece);
        }
    }

    /** There is room again. */
    private void resume() {
        try {
            while (!pieces.isEmpty()) {
                ByteBuffer piece = pieces.getFirst();
                send(piece);
                if (pieces.isEmpty()) {
                    return; // the protocol has ended the connection when it was asked to resume
                }
                if (piece.hasRemaining()) {
                    return;
                }
                pieces.removeFirst();
            }
            claim.clear(Direction.WRITING);
            shutDownIfFinished();
            transport.drained();
        } catch (IOException failure) {
            transport.broke("write", failure);
        }
    }

    void finish() {
        if (state == State.OPEN) {
            state = State.FINISHING;
            try {
                shutDownIfFinished();
            } catch (IOException failure) {
                transport.broke("shutdown", failure);
            }
        }
    }

    private void shutDownIfFinished() throws IOException {
        if (state == State.FINISHING && pieces.isEmpty()) {
            state = State.FINISHED;
            if (sink instanceof SocketChannel socket) {
                socket.shutdownOutput();
            }
        }
    }

    /** Drops what was not sent. */
    void drop() {
        pieces.clear();
        claim.clear(Direction.WRITING);
        if (transfer != null) {
            transfer.lost();
        }
    }

    Transfer transfer(EventLoop loop, FileChannel file, long position, long count) {
        ChannelTransfer begun =
                new ChannelTransfer(
                        loop,
                        requirePresent(),
                        claim,
                        new FilePart(file, position, count),
                        failure -> transport.broke("write", failure));
        transfer = begun;
        begun.begin(context);
        return begun;
    }

    @Override
    public String toString() {
        return state == State.OPEN ? "" : ", writing " + state.name().toLowerCase(Locale.ROOT);
    }
}
