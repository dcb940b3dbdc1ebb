package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.internal.FilePart;
import io.asyncio4j.net.spi.FileCarrier;
import io.asyncio4j.net.spi.FileCarrier.Transfer;
import io.asyncio4j.net.spi.FlowControl;
import io.asyncio4j.net.transport.ConnectionResetException;
import io.asyncio4j.net.transport.Transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A part of a file on its way over a transport: by the system if the transport can do that, else
 * read piece by piece in the default executor and written as the peer takes it.
 *
 * <p>Other writes are refused from the first to the last byte, the wait for an empty buffer before
 * it included. Reading is paused, as in asyncio: a peer that closes its sending side early would
 * else have a plain protocol close the connection, and cut the file short.
 *
 * <p>Confined to the loop.
 */
final class FileSending {
    /** How much of a file is in memory at a time. */
    private static final int PIECE_BYTES = 64 * 1024;

    private final FileCarrier carrier;
    private final FlowControl flow;
    private final FilePart part;
    private final String refusal;

    private FileSending(FileCarrier carrier, FilePart part) {
        this.carrier = carrier;
        this.flow = carrier.flowControl();
        this.part = part;
        this.refusal = "a file is being sent over it; await sendFile first";
    }

    /** Suspends until everything is sent. Answers how much that is. */
    static long send(Transport transport, FileChannel file, long offset, long count)
            throws IOException {
        FilePart part = new FilePart(file, offset, count);
        return new FileSending(require(transport), part).send();
    }

    /** Suspends until the whole file is sent. Answers how much that is. */
    static long send(Transport transport, Path path) throws IOException {
        FileCarrier carrier = require(transport);
        try (FileChannel file = FileChannel.open(path)) {
            return new FileSending(carrier, new FilePart(file, 0, Long.MAX_VALUE)).send();
        }
    }

    private static FileCarrier require(Transport transport) {
        if (transport instanceof FileCarrier carrier) {
            carrier.flowControl().requireHeld("sendFile");
        }
        if (transport.isClosing()) {
            throw new IllegalStateException("no file can be sent over " + transport + " any more");
        }
        if (!(transport instanceof FileCarrier carrier)) {
            throw new UnsupportedOperationException(
                    "no file can be sent over "
                            + transport
                            + "; read the file and write its bytes");
        }
        return carrier;
    }

    private long send() throws IOException {
        boolean wasReading = carrier.isReading();
        carrier.pauseReading(); // refuses other threads, before anything has changed
        try {
            flow.refuseWrites(refusal);
        } catch (IllegalStateException busy) {
            if (wasReading) {
                carrier.resumeReading();
            }
            throw busy;
        }
        try {
            flow.whenAtMost(0).await(IOException.class);
            if (part.hasMore()) {
                Optional<Transfer> transfer =
                        carrier.transfer(part.file(), part.offset(), part.remaining());
                if (transfer.isPresent()) {
                    follow(transfer.get());
                } else {
                    copy();
                }
            }
            return part.sent();
        } finally {
            flow.allowWrites();
            if (wasReading) {
                carrier.resumeReading();
            }
            part.settlePosition();
        }
    }

    private void follow(Transfer transfer) throws IOException {
        try {
            transfer.ended().await(IOException.class);
        } finally {
            transfer.stop();
            part.advance(transfer.sent());
        }
    }

    private void copy() throws IOException {
        while (part.hasMore()) {
            ByteBuffer piece = Asyncio.toThread(() -> read(pieceBytes()));
            if (!piece.hasRemaining()) {
                return; // cut short meanwhile
            }
            write(piece);
            flow.whenAtMost(flow.limits().lowBytes()).await(IOException.class);
        }
    }

    /** Runs in a thread of the executor. */
    private ByteBuffer read(int most) throws IOException {
        try {
            return part.read(most);
        } catch (ClosedChannelException closed) {
            if (part.file().isOpen()) {
                throw closed;
            }
            throw new IOException("the file was closed while it was being sent", closed);
        }
    }

    private int pieceBytes() {
        int room = flow.limits().capBytes() - flow.limits().lowBytes();
        return Math.max(1, Math.min(room, PIECE_BYTES));
    }

    private void write(ByteBuffer piece) throws ConnectionResetException {
        if (carrier.isClosing()) {
            throw new ConnectionResetException(
                    carrier + " ended while a file was being sent over it");
        }
        int bytes = piece.remaining();
        flow.allowWrites();
        try {
            carrier.write(piece);
        } finally {
            flow.refuseWrites(refusal);
        }
        part.advance(bytes);
    }
}
