package io.asyncio4j.net.spi;

import io.asyncio4j.Context;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.net.internal.ReceiveBuffer;
import io.asyncio4j.net.transport.BufferedProtocol;
import io.asyncio4j.net.transport.ConnectionResetException;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferLimits;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One end of a connection in memory. Between the ends lies a pipe that holds a quarter of a
 * megabyte, as a system's socket buffers do.
 *
 * <p>Confined to the loop.
 */
final class MemoryTransport implements FileCarrier {
    private static final int PIPE_BYTES = 256 * 1024;
    private static final int LARGEST_DELIVERY = 64 * 1024;

    private enum State {
        OPEN,
        CLOSING,
        ENDING,
        CLOSED
    }

    private enum Output {
        OPEN,
        FINISHING,
        FINISHED
    }

    private final MemoryNetwork network;
    private final Context context;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final FlowControl flow;

    /** Written and not yet in the pipe. */
    private final ReceiveBuffer outgoing = new ReceiveBuffer();

    /** In the pipe from the peer, and not yet delivered. */
    private final ReceiveBuffer incoming = new ReceiveBuffer();

    private @Nullable MemoryTransport peer;
    private @Nullable Protocol protocol;
    private Consumer<Transport> closed = transport -> {};
    private State state = State.OPEN;
    private Output output = Output.OPEN;
    private boolean isPaused;

    /** Whether the peer will send no more, and whether the protocol knows. */
    private boolean isEnded;

    private boolean isEndDelivered;

    /** Whether the peer went away without having read everything. */
    private boolean isReset;

    MemoryTransport(
            MemoryNetwork network,
            Context context,
            WriteBufferLimits limits,
            InetSocketAddress local,
            InetSocketAddress remote) {
        this.network = network;
        this.context = context;
        this.local = local;
        this.remote = remote;
        this.flow = new FlowControl(network.loop(), this, limits);
    }

    void join(MemoryTransport other) {
        peer = other;
        other.peer = this;
    }

    private MemoryTransport peer() {
        if (peer == null) {
            throw new IllegalStateException("not joined");
        }
        return peer;
    }

    void begin(
            Supplier<? extends Protocol> protocols,
            Consumer<Throwable> failed,
            Consumer<Transport> opening) {
        context.run(
                () -> {
                    try {
                        protocol = protocols.get();
                    } catch (RuntimeException failure) {
                        failed.accept(failure);
                        return;
                    }
                    opening.accept(this);
                    try {
                        protocol().connectionMade(this);
                    } catch (RuntimeException failure) {
                        protocolFailed("connectionMade", failure);
                    }
                });
    }

    void onClosed(Consumer<Transport> listener) {
        closed = listener;
    }

    /** Ends without telling anybody here. */
    void vanish() {
        state = State.CLOSED;
        network.forget(this);
        peer().isEnded = true;
    }

    // ---- moving bytes

    /** Passes on what has arrived. Answers whether there was something. */
    boolean deliver() {
        if (state == State.OPEN && isReset) {
            end(Optional.of(new ConnectionResetException("Connection reset by peer")));
            return true;
        }
        if (state != State.OPEN || isPaused || protocol == null) {
            return false;
        }
        if (!incoming.isEmpty()) {
            byte[] some = incoming.take(Math.min(incoming.size(), LARGEST_DELIVERY));
            ByteBuffer data = ByteBuffer.wrap(some);
            boolean isInPieces;
            do {
                isInPieces = protocol instanceof BufferedProtocol;
                context.run(() -> deliver(data));
            } while (isInPieces && data.hasRemaining() && state == State.OPEN && !isPaused);
            if (isInPieces && data.hasRemaining()) { // it has paused, or ended
                ByteBuffer later = ByteBuffer.wrap(incoming.takeAll());
                incoming.append(data);
                incoming.append(later);
            }
            return true;
        }
        if (isEnded && !isEndDelivered) {
            isEndDelivered = true;
            context.run(this::deliverEnd);
            return true;
        }
        return false;
    }

    private void deliver(ByteBuffer data) {
        try {
            protocol().dataReceived(data);
        } catch (RuntimeException failure) {
            protocolFailed("dataReceived", failure);
        }
    }

    private void deliverEnd() {
        boolean staysOpen = false;
        try {
            staysOpen = protocol().eofReceived();
        } catch (RuntimeException failure) {
            protocolFailed("eofReceived", failure);
        }
        if (!staysOpen) {
            close();
        }
    }

    /** Puts into the pipe what fits. Answers whether something changed. */
    boolean send() {
        if (state != State.OPEN && state != State.CLOSING) {
            return false;
        }
        boolean hasSent = false;
        if (!outgoing.isEmpty()) {
            if (peer().state == State.CLOSED) {
                end(Optional.of(new ConnectionResetException("Broken pipe")));
                return true;
            }
            int count = Math.min(outgoing.size(), PIPE_BYTES - peer().incoming.size());
            if (count > 0) {
                peer().incoming.append(ByteBuffer.wrap(outgoing.take(count)));
                context.run(() -> flow.remove(count));
                hasSent = true;
            }
        }
        if (outgoing.isEmpty() && state == State.CLOSING) {
            end(Optional.empty());
            return true;
        }
        if (outgoing.isEmpty() && output == Output.FINISHING) {
            output = Output.FINISHED;
            peer().isEnded = true;
            return true;
        }
        return hasSent;
    }

    // ---- the end

    private void protocolFailed(String method, Throwable failure) {
        network.loop()
                .callExceptionHandler(
                        ExceptionContext.of("Fatal error: protocol." + method + "() call failed")
                                .withException(failure)
                                .with("transport", this)
                                .with("protocol", protocol()));
        end(Optional.of(failure));
    }

    private void end(Optional<Throwable> cause) {
        if (state == State.OPEN || state == State.CLOSING) {
            state = State.ENDING;
            outgoing.clear();
            flow.clear();
            network.loop().callSoon(() -> lose(cause), context);
        }
    }

    private void lose(Optional<Throwable> cause) {
        try {
            protocol().connectionLost(cause);
        } finally {
            state = State.CLOSED;
            network.forget(this);
            peer().isEnded = true;
            peer().isReset = !incoming.isEmpty();
            closed.accept(this);
        }
    }

    private void requireHeld() {
        if (!network.loop().isHeldBy(Thread.currentThread())) {
            throw new WrongThreadException(this + " belongs to a loop; use callSoonThreadsafe");
        }
    }

    // ---- Transport

    @Override
    public void close() {
        if (state == State.OPEN) {
            state = State.CLOSING;
            if (outgoing.isEmpty()) {
                end(Optional.empty());
            }
        }
    }

    @Override
    public boolean isClosing() {
        return state != State.OPEN;
    }

    @Override
    public <T> Optional<T> extraInfo(ExtraInfo<T> key) {
        Object info =
                key.equals(ExtraInfo.PEERNAME)
                        ? remote
                        : key.equals(ExtraInfo.SOCKNAME) ? local : null;
        return Optional.ofNullable(info).map(key.type()::cast);
    }

    @Override
    public Protocol protocol() {
        if (protocol == null) {
            throw new IllegalStateException("no protocol yet");
        }
        return protocol;
    }

    @Override
    public void setProtocol(Protocol next) {
        protocol = next;
    }

    @Override
    public boolean isReading() {
        return state == State.OPEN && !isPaused;
    }

    @Override
    public void pauseReading() {
        isPaused = true;
    }

    @Override
    public void resumeReading() {
        isPaused = false;
    }

    @Override
    public void write(ByteBuffer data) {
        requireHeld();
        if (output != Output.OPEN) {
            throw new IllegalStateException("write() after writeEof() on " + this);
        }
        if (state != State.OPEN) {
            data.position(data.limit());
            return;
        }
        flow.add(data, 0);
        outgoing.append(data);
        if (flow.isOverflowing()) {
            send();
        }
        flow.settle();
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public void writeEof() {
        if (state == State.OPEN && output == Output.OPEN) {
            flow.requireWritable();
            output = Output.FINISHING;
        }
    }

    @Override
    public void abort() {
        end(Optional.empty());
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
        flow.setLimits(limits);
    }

    @Override
    public FlowControl flowControl() {
        return flow;
    }

    @Override
    public String toString() {
        return "MemoryTransport[" + state + " " + local + " -> " + remote + "]";
    }
}
