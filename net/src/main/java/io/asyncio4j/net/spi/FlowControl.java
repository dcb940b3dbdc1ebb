package io.asyncio4j.net.spi;

import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.ExitRequest;
import io.asyncio4j.net.transport.DatagramTransport;
import io.asyncio4j.net.transport.Endpoint;
import io.asyncio4j.net.transport.EndpointProtocol;
import io.asyncio4j.net.transport.WriteBufferFullException;
import io.asyncio4j.net.transport.WriteBufferLimits;
import io.asyncio4j.net.transport.WriteTransport;

import java.util.function.Supplier;

/**
 * Counts the bytes in a transport's write buffer and asks its protocol to pause and to resume.
 * Every write path of a transport goes through here, so that none can forget the marks.
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
        this.loop = loop;
        this.transport = transport;
        this.protocol = protocol;
        this.limits = limits;
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
     * @param newLimits the marks from now on
     */
    public void setLimits(WriteBufferLimits newLimits) {
        limits = newLimits;
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
     */
    public void add(int bytes) {
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
    }

    /** Forgets the bytes of a buffer that was dropped. Calls nobody: the connection ends. */
    public void clear() {
        size = 0;
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
