package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Task;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The protocol behind a stream: it feeds a {@link StreamReader} and lets the writer wait. {@link
 * Streams} makes one for each connection; make one by hand to put streams on a transport of another
 * kind.
 *
 * <p>When the peer has sent everything it will send, the sending side stays open, where the
 * transport can close its two sides one by one. Under TLS it cannot, and closes.
 *
 * <p>Confined to the loop on which it was made.
 */
public final class StreamReaderProtocol implements Protocol {
    private final StreamReader reader;
    private final Consumer<StreamWriter> connected;
    private final DrainGate gate;

    /** Tasks that wait for the end. */
    private final Waiters ending;

    /** Set when the connection stands. */
    private @Nullable StreamWriter writer;

    /** Serves the connection of a server; empty for a client's. */
    private Optional<Task<?>> handler = Optional.empty();

    /** Whether the connection is gone. */
    private boolean isLost;

    /** Why it is gone; empty before, and if it ended in order. */
    private Optional<Throwable> failure = Optional.empty();

    /**
     * A protocol for a client's stream.
     *
     * @param reader gets what arrives
     * @throws IllegalStateException if no loop runs on this thread
     */
    public StreamReaderProtocol(StreamReader reader) {
        this(reader, writer -> {});
    }

    /**
     * A protocol that tells when the connection stands, as a server's does.
     *
     * @param reader gets what arrives
     * @param connected called once, with a writer for the connection
     * @throws IllegalStateException if no loop runs on this thread
     */
    public StreamReaderProtocol(StreamReader reader, Consumer<StreamWriter> connected) {
        EventLoop loop = Asyncio.getRunningLoop();
        this.reader = Objects.requireNonNull(reader, "reader");
        this.connected = Objects.requireNonNull(connected, "connected");
        this.gate = new DrainGate(loop);
        this.ending = new Waiters(loop);
    }

    @Override
    public void connectionMade(Transport transport) {
        reader.setTransport(Objects.requireNonNull(transport, "transport"));
        StreamWriter opened = new StreamWriter(transport, this, Optional.of(reader));
        writer = opened;
        connected.accept(opened);
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        reader.feedData(data);
    }

    @Override
    public boolean eofReceived() {
        reader.feedEof();
        return writer().canWriteEof();
    }

    @Override
    public void connectionLost(Optional<Throwable> cause) {
        isLost = true;
        failure = cause;
        if (cause.isEmpty()) {
            reader.feedEof();
        } else {
            reader.setException(cause.get());
        }
        ending.release(cause);
        gate.lose(cause);
    }

    @Override
    public void pauseWriting() {
        gate.shut();
    }

    @Override
    public void resumeWriting() {
        gate.open();
    }

    /** The writer of the connection, which stands. */
    StreamWriter writer() {
        return Objects.requireNonNull(writer, "writer");
    }

    /** Says which task serves the connection, for the server that waits for it. */
    void setHandler(Task<?> task) {
        handler = Optional.of(task);
    }

    /** The task that serves the connection, as long as it is not done. */
    Optional<Task<?>> handler() {
        return handler.filter(task -> !task.isDone());
    }

    /** Waits while writing is paused. */
    void drain() throws IOException {
        gate.pass();
    }

    /** Waits until the connection is gone. */
    void waitClosed() throws IOException {
        if (!isLost) {
            ending.await();
        } else if (failure.isPresent()) {
            throw Rethrow.asIs(failure.get());
        }
    }

    @Override
    public String toString() {
        return "StreamReaderProtocol[" + reader + (isLost ? ", lost" : "") + "]";
    }
}
