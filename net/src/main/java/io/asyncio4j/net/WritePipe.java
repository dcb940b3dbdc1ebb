package io.asyncio4j.net;

import io.asyncio4j.net.internal.ReceiveBuffer;
import io.asyncio4j.net.spi.FlowControl;
import io.asyncio4j.net.transport.ConnectionResetException;
import io.asyncio4j.net.transport.WriteBufferLimits;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/**
 * The end of a pipe into which a protocol writes. What is written in one pass of the loop goes to
 * the thread together; what the thread has not written yet counts as buffered.
 *
 * <p>That the other end is closed is noticed by the next write.
 *
 * <p>Confined to the loop.
 */
final class WritePipe extends PipeEnd {
    /** The most that the thread writes before others have a say again. */
    private static final int LARGEST_PIECE = 64 * 1024;

    private final OutputStream out;
    private final FlowControl flow;

    /** Written and not yet given to the thread. */
    private final ReceiveBuffer queue = new ReceiveBuffer();

    /** Whether a callback will give the queue to the thread. */
    private boolean isSendQueued;

    /** Set by writeEof, for good. */
    private boolean isFinished;

    WritePipe(OutputStream out) {
        super("asyncio4j-pipe-writer", out);
        this.out = out;
        this.flow = new FlowControl(loop, this, WriteBufferLimits.DEFAULT);
    }

    private void sendSoon() {
        if (!isSendQueued && !isBusy()) {
            isSendQueued = true;
            loop.callSoon(
                    () -> {
                        isSendQueued = false;
                        send();
                    },
                    context);
        }
    }

    private void send() {
        if (!isBusy() && !queue.isEmpty() && !hasEnded()) {
            byte[] piece = queue.take(Math.min(queue.size(), LARGEST_PIECE));
            call(() -> writeOut(piece), failure -> written(piece.length, failure));
        }
    }

    private Optional<Throwable> writeOut(byte[] piece) {
        try {
            out.write(piece);
            out.flush();
            if (out instanceof PrintStream print && print.checkError()) {
                throw new IOException("a PrintStream has failed, and does not tell why");
            }
            return Optional.empty();
        } catch (IOException | RuntimeException failure) {
            return Optional.of(failure);
        }
    }

    private void written(int bytes, Optional<Throwable> failure) {
        if (failure.isPresent()) {
            end(Optional.of(ofPipe(failure.get())));
            return;
        }
        flow.remove(bytes);
        if (hasEnded()) {
            return; // the protocol aborted when it was told to go on
        }
        if (flow.size() == 0 && state == State.CLOSING) {
            end(Optional.empty());
        } else {
            send();
        }
    }

    /** Gives the failures that mean "nobody reads any more" the type that streams expect. */
    private static Throwable ofPipe(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        boolean isGone =
                message.contains("broken pipe")
                        || message.contains("stream closed")
                        || message.contains("pipe closed")
                        || message.contains("pipe is being closed")
                        || message.contains("pipe has been ended")
                        || message.contains("read end dead");
        return isGone
                ? new ConnectionResetException(
                        "Broken pipe: the other end was closed before everything was written",
                        failure)
                : failure;
    }

    @Override
    void drop() {
        queue.clear();
        flow.clear();
    }

    @Override
    boolean finishesCall() {
        return true; // a message shall not be cut in the middle
    }

    // ---- Transport

    @Override
    public void close() {
        Confinement.check(loop, this);
        if (state == State.OPEN) {
            state = State.CLOSING;
            if (flow.size() == 0) {
                end(Optional.empty());
            } else {
                send();
            }
        }
    }

    @Override
    public void write(ByteBuffer data) {
        Confinement.check(loop, this);
        if (isFinished) {
            throw new IllegalStateException("write() after writeEof() on " + this);
        }
        if (!data.hasRemaining()) {
            return;
        }
        if (state != State.OPEN) {
            flow.drop(data);
            return;
        }
        flow.add(data, 0);
        queue.append(data);
        if (flow.isOverflowing()) {
            send();
        } else {
            sendSoon();
        }
        flow.settle();
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public void writeEof() {
        close();
        isFinished = true;
    }

    @Override
    public int writeBufferSize() {
        return flow.size();
    }

    @Override
    public WriteBufferLimits writeBufferLimits() {
        return flow.limits();
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        Confinement.check(loop, this);
        flow.setLimits(limits);
    }

    @Override
    public boolean isReading() {
        return false;
    }

    @Override
    public void pauseReading() {
        throw refusal("pauseReading()", "this end of the pipe only writes");
    }

    @Override
    public void resumeReading() {
        throw refusal("resumeReading()", "this end of the pipe only writes");
    }

    @Override
    public String toString() {
        return describe(flow.size() > 0 ? ", " + flow.size() + " bytes to write" : "");
    }
}
