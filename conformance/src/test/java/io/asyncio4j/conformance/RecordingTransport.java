package io.asyncio4j.conformance;

import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ReadTransport;

import java.util.Optional;

/**
 * A transport without a connection, which tells when it is paused and resumed.
 *
 * <p>Confined to the loop.
 */
final class RecordingTransport implements ReadTransport {
    private final Trace trace;
    private boolean isReading = true;
    private boolean isClosing;
    private Protocol protocol = new Protocol() {};

    RecordingTransport(Trace trace) {
        this.trace = trace;
    }

    @Override
    public void pauseReading() {
        isReading = false;
        trace.log("pause");
    }

    @Override
    public void resumeReading() {
        isReading = true;
        trace.log("resume");
    }

    @Override
    public boolean isReading() {
        return isReading;
    }

    @Override
    public void close() {
        isClosing = true;
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
    public void setProtocol(Protocol newProtocol) {
        protocol = newProtocol;
    }
}
