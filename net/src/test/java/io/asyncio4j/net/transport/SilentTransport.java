package io.asyncio4j.net.transport;

import io.asyncio4j.net.contract.Trace;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A transport that is connected to nothing and writes into a trace what it is asked to do: for
 * tests of those who call transports. Tests of connections use a network.
 *
 * <p>Confined to the loop.
 */
public final class SilentTransport implements Transport {
    private final Trace trace;
    private Protocol protocol = new Protocol() {};
    private boolean isClosing;

    /** A transport that writes into a trace. */
    public SilentTransport(Trace trace) {
        this.trace = trace;
    }

    @Override
    public void close() {
        isClosing = true;
        trace.log("close");
    }

    @Override
    public void abort() {
        isClosing = true;
        trace.log("abort");
    }

    @Override
    public boolean isClosing() {
        return isClosing;
    }

    @Override
    public <T> Optional<T> extraInfo(ExtraInfo<T> key) {
        return Optional.empty();
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public void setProtocol(Protocol next) {
        protocol = next;
    }

    @Override
    public boolean isReading() {
        return true;
    }

    @Override
    public void pauseReading() {
        trace.log("pause");
    }

    @Override
    public void resumeReading() {
        trace.log("resume");
    }

    @Override
    public void write(ByteBuffer data) {
        trace.log("write", data.remaining());
        data.position(data.limit());
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public void writeEof() {
        throw new UnsupportedOperationException("this transport has no half to close");
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
        trace.log("limits", limits);
    }
}
