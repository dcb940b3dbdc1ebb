package io.asyncio4j.net.spi;

import io.asyncio4j.Context;
import io.asyncio4j.net.spi.Readiness.Claim;
import io.asyncio4j.net.spi.Readiness.Direction;
import io.asyncio4j.net.transport.BufferedProtocol;
import io.asyncio4j.net.transport.Protocol;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Locale;
import java.util.Optional;

/**
 * The receiving side of a {@link ChannelTransport}: reads once in each pass in which there is
 * something, so that a fast peer cannot starve the others.
 *
 * <pre>
 *   NEW --start--> FLOWING --pause--> PAUSED --resume--> FLOWING --end of the stream--> ENDED
 *   NEW --pause--> PAUSED
 *   any --the transport closes, or cannot be read--> STOPPED
 * </pre>
 *
 * <p>Confined to the loop.
 */
final class ChannelInput {
    private enum State {
        NEW,
        FLOWING,
        PAUSED,
        ENDED,
        STOPPED
    }

    private final ChannelTransport transport;
    private final Claim claim;
    private final Context context;
    private final @Nullable ReadableByteChannel source;
    private final Readiness readiness;

    private State state;

    ChannelInput(
            ChannelTransport transport,
            Claim claim,
            Context context,
            Optional<ReadableByteChannel> source,
            Readiness readiness) {
        this.transport = transport;
        this.claim = claim;
        this.context = context;
        this.source = source.orElse(null);
        this.readiness = readiness;
        this.state = source.isPresent() ? State.NEW : State.STOPPED;
    }

    boolean isFlowing() {
        return state == State.FLOWING || state == State.NEW;
    }

    void start() {
        if (state == State.NEW) {
            flow();
        }
    }

    void pause() {
        if (isFlowing()) {
            state = State.PAUSED;
            claim.clear(Direction.READING);
        }
    }

    void resume() {
        if (state == State.PAUSED) {
            flow();
        }
    }

    private void flow() {
        state = State.FLOWING;
        try {
            claim.set(Direction.READING, this::read, context);
        } catch (IOException failure) {
            transport.broke("read", failure);
        }
    }

    /** Delivers nothing any more. */
    void stop() {
        state = State.STOPPED;
        claim.clear(Direction.READING);
    }

    private void read() {
        Protocol protocol = transport.protocol();
        if (protocol instanceof BufferedProtocol buffered) {
            fill(buffered);
            return;
        }
        ByteBuffer data = readiness.receiveBuffer();
        int count = readInto(data);
        if (count > 0) {
            try {
                protocol.dataReceived(data.flip());
            } catch (Throwable failure) {
                transport.protocolFailed("dataReceived", failure);
            }
        }
    }

    private void fill(BufferedProtocol protocol) {
        ByteBuffer target;
        try {
            target = BufferedProtocol.requireRoom(protocol, protocol.getBuffer(-1));
        } catch (Throwable failure) {
            transport.protocolFailed("getBuffer", failure);
            return;
        }
        int count = readInto(target);
        if (count > 0) {
            try {
                protocol.bufferUpdated(count);
            } catch (Throwable failure) {
                transport.protocolFailed("bufferUpdated", failure);
            }
        }
    }

    /** How many bytes; 0 if there was nothing, or something else happened. */
    private int readInto(ByteBuffer target) {
        if (source == null) {
            throw new AssertionError(this + " has nothing to read; please report this as a bug");
        }
        try {
            int count = source.read(target);
            if (count < 0) {
                end();
            }
            return Math.max(0, count);
        } catch (IOException failure) {
            transport.broke("read", failure);
            return 0;
        }
    }

    private void end() {
        state = State.ENDED;
        claim.clear(Direction.READING);
        boolean staysOpen = false;
        try {
            staysOpen = transport.protocol().eofReceived();
        } catch (Throwable failure) {
            transport.protocolFailed("eofReceived", failure);
        }
        if (!staysOpen || !transport.canWriteEof()) { // a pipe that only reads is at its end
            transport.close();
        }
    }

    @Override
    public String toString() {
        return "reading " + state.name().toLowerCase(Locale.ROOT);
    }
}
