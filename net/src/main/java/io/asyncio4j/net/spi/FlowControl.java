package io.asyncio4j.net.spi;

import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.ExitRequest;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.net.transport.ConnectionResetException;
import io.asyncio4j.net.transport.DatagramTransport;
import io.asyncio4j.net.transport.Endpoint;
import io.asyncio4j.net.transport.EndpointProtocol;
import io.asyncio4j.net.transport.WriteBufferFullException;
import io.asyncio4j.net.transport.WriteBufferLimits;
import io.asyncio4j.net.transport.WriteTransport;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Counts the bytes in a transport's write buffer and asks its protocol to pause and to resume.
 * Every write path of a transport goes through here, so that none can forget the marks; what
 * transports refuse or drop alike, they do here, too.
 *
 * <pre>
 *   FLOWING --size above high, in settle()--> PAUSED      pauseWriting
 *   PAUSED --size at most low, in remove()--> FLOWING     resumeWriting
 * </pre>
 *
 * <p>A write first {@linkplain #add adds} its bytes, then may try to send them, and then
 * {@linkplain #settle settles}: bytes that the system takes at once never cause a pause.
 *
 * <p>A building block for those who write a {@link Network}. Confined to the loop.
 */
public final class FlowControl {
    private static final System.Logger LOG = System.getLogger(FlowControl.class.getName());

    /** From so many dropped writes on, each is logged. */
    private static final int DROPPED_BEFORE_WARNING = 5;

    private enum State {
        FLOWING,
        PAUSED
    }

    private final EventLoop loop;
    private final Endpoint transport;
    private final Supplier<? extends EndpointProtocol> protocol;

    /** Replaced by setLimits only. */
    private WriteBufferLimits limits;

    /** Never negative. */
    private int size;

    /** Changed before the protocol is called, so that it may write inside the call. */
    private State state = State.FLOWING;

    /** Told when the size is at most emptyingBytes; null if nobody waits. */
    private @Nullable Promise<@Nullable Void> emptying;

    private int emptyingBytes;

    /** How many writes came after the end. */
    private int droppedWrites;

    /** Why writes are refused; null if they are not. */
    private @Nullable String refusal;

    /**
     * The flow control of an empty buffer.
     *
     * @param loop gets reports of protocols that fail
     * @param transport whose protocol to ask
     * @param limits the marks
     */
    public FlowControl(EventLoop loop, WriteTransport transport, WriteBufferLimits limits) {
        this(loop, transport, transport::protocol, limits);
    }

    /**
     * The flow control of an empty buffer of datagrams.
     *
     * @param loop gets reports of protocols that fail
     * @param transport whose protocol to ask
     * @param limits the marks
     */
    public FlowControl(EventLoop loop, DatagramTransport transport, WriteBufferLimits limits) {
        this(loop, transport, transport::protocol, limits);
    }

    private FlowControl(
            EventLoop loop,
            Endpoint transport,
            Supplier<? extends EndpointProtocol> protocol,
            WriteBufferLimits limits) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.transport = Objects.requireNonNull(transport, "transport");
        this.protocol = protocol;
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /**
     * Refuses a thread that does not hold the loop, while the loop runs.
     *
     * @param method what the thread has called, for the message
     * @throws WrongThreadException if the calling thread does not hold the running loop
     */
    public void requireHeld(String method) {
        Thread caller = Thread.currentThread();
        if (!loop.isHeldBy(caller) && loop.isRunning()) {
            throw new WrongThreadException(
                    method
                            + " on "
                            + transport
                            + " was called by "
                            + caller
                            + ", which does not hold "
                            + loop
                            + "; use loop.callSoonThreadsafe or Asyncio.runCoroutineThreadsafe");
        }
    }

    /** How many bytes are buffered. */
    public int size() {
        return size;
    }

    /** The marks. */
    public WriteBufferLimits limits() {
        return limits;
    }

    /**
     * Sets the marks, and asks to pause at once if more is buffered than they allow.
     *
     * @param limits the marks from now on
     */
    public void setLimits(WriteBufferLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
        settle();
    }

    /** Whether {@link #settle} would ask to pause now. */
    public boolean isOverflowing() {
        return size > limits.highBytes() && state == State.FLOWING;
    }

    /** Whether the protocol was asked to pause, so that {@link #remove} may ask it to resume. */
    public boolean isPaused() {
        return state == State.PAUSED;
    }

    /**
     * Counts bytes that are put into the buffer. Calls nobody.
     *
     * @param bytes how many
     * @throws WriteBufferFullException if they would exceed the cap; they are not counted
     * @throws IllegalStateException if writes are refused
     */
    public void add(int bytes) {
        requireWritable();
        if (bytes > limits.capBytes() - size) {
            throw new WriteBufferFullException(
                    bytes
                            + " more bytes do not fit into the write buffer of "
                            + transport
                            + ", which holds "
                            + size
                            + " and may hold "
                            + limits.capBytes()
                            + "; await drain() between writes");
        }
        size += bytes;
    }

    /**
     * Counts the bytes of a buffer that will be put into this one. Calls nobody.
     *
     * @param data the bytes: those that remain
     * @param overheadBytes what holding them costs beside them
     * @throws WriteBufferFullException if they would exceed the cap; they are not counted
     * @throws IllegalStateException if writes are refused, or the memory behind the buffer is gone,
     *     with its arena; they are not counted
     * @throws WrongThreadException if the memory belongs to another thread; they are not counted
     */
    public void add(ByteBuffer data, int overheadBytes) {
        if (data.hasRemaining()) {
            data.get(data.position()); // fails here, or where the bytes are copied
        }
        add(data.remaining() + overheadBytes);
    }

    /** Asks the protocol to pause if too much is buffered. The end of every write path. */
    public void settle() {
        if (isOverflowing()) {
            state = State.PAUSED;
            try {
                protocol.get().pauseWriting();
            } catch (ExitRequest exit) {
                throw exit;
            } catch (Throwable failure) {
                report("protocol.pauseWriting() failed", failure);
            }
        }
    }

    /**
     * Counts bytes that left the buffer, and asks the protocol to resume if few enough remain.
     *
     * @param bytes how many
     */
    public void remove(int bytes) {
        size -= bytes;
        if (size < 0) {
            throw new AssertionError(
                    transport + " sent more than was written; please report this as a bug");
        }
        if (state == State.PAUSED && size <= limits.lowBytes()) {
            state = State.FLOWING;
            try {
                protocol.get().resumeWriting();
            } catch (ExitRequest exit) {
                throw exit;
            } catch (Throwable failure) {
                report("protocol.resumeWriting() failed", failure);
            }
        }
        tellIfEmpty();
    }

    /**
     * Forgets the bytes of a buffer that was dropped. Calls nobody but whoever waits for the buffer
     * to empty: the connection ends.
     */
    public void clear() {
        size = 0;
        if (emptying != null && !emptying.isDone() && !loop.isClosed()) {
            emptying.setException(
                    new ConnectionResetException(transport + " ended before everything was sent"));
        }
    }

    /**
     * Drops what is written when the transport is closing or has ended, as if it had been taken. A
     * program that does not stop writing is told: from the fifth time on, each is logged.
     *
     * @param data what was written; nothing of it remains
     */
    public void drop(ByteBuffer data) {
        data.position(data.limit());
        droppedWrites++;
        if (droppedWrites >= DROPPED_BEFORE_WARNING) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "write number {0} on {1} was dropped: the connection has ended",
                    droppedWrites,
                    transport);
        }
    }

    // ---- sending files

    /**
     * Says when few enough bytes are buffered. One can wait at a time.
     *
     * @param bytes how many are few enough
     * @return fails with a {@link ConnectionResetException} if the connection ends before
     */
    public Future<@Nullable Void> whenAtMost(int bytes) {
        Promise<@Nullable Void> promise = loop.createFuture("room in a write buffer");
        emptying = promise;
        emptyingBytes = bytes;
        tellIfEmpty();
        return promise;
    }

    /** Whether {@link #remove} may tell somebody who waits for the buffer to empty. */
    public boolean isAwaited() {
        return emptying != null && !emptying.isDone();
    }

    private void tellIfEmpty() {
        if (emptying != null && size <= emptyingBytes) {
            Promise<@Nullable Void> promise = emptying;
            emptying = null;
            if (!promise.isDone()) {
                promise.setResult(null);
            }
        }
    }

    /**
     * Has {@link #add} and {@link #requireWritable} fail until {@link #allowWrites}.
     *
     * @param reason what goes on, for the message
     * @throws IllegalStateException if they do so already
     */
    public void refuseWrites(String reason) {
        requireWritable();
        refusal = reason;
    }

    /** Takes {@link #refuseWrites} back. */
    public void allowWrites() {
        refusal = null;
    }

    /**
     * Refuses what must not come in between. A transport asks before it does something that is no
     * write but belongs to the order of the bytes.
     *
     * @throws IllegalStateException if writes are refused; the message says why
     */
    public void requireWritable() {
        if (refusal != null) {
            throw new IllegalStateException(
                    "nothing can be written to " + transport + " now: " + refusal);
        }
    }

    private void report(String message, Throwable failure) {
        loop.callExceptionHandler(
                ExceptionContext.of(message)
                        .withException(failure)
                        .with("transport", transport)
                        .with("protocol", protocol.get()));
    }

    @Override
    public String toString() {
        return "FlowControl["
                + size
                + " bytes, "
                + state.name().toLowerCase(java.util.Locale.ROOT)
                + ", "
                + limits
                + "]";
    }
}
