package io.asyncio4j.netty;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.net.transport.BufferedProtocol;
import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;

/**
 * The receiving side of a transport: delivers what arrives, unless the protocol has paused it.
 *
 * <pre>
 *   FLOWING --pause--> PAUSED --resume--> FLOWING --end of the stream--> ENDED
 *   any --the transport closes--> STOPPED
 * </pre>
 *
 * <p>While paused the channel is not read, and normally nothing arrives. But epoll reads on when
 * the peer has hung up, and io_uring has a read under way; what comes then is held until the
 * protocol resumes. It cannot be more than the system had buffered.
 *
 * <p>Confined to the loop.
 */
final class Inbound {
    private enum State {
        FLOWING,
        PAUSED,
        ENDED,
        STOPPED
    }

    private final NettyTransport transport;
    private final EventLoop loop;
    private final Channel channel;
    private final Context context;
    private final Runnable deliverArriving = this::deliverArriving;

    /** What arrived during a pause, until it was delivered. */
    private final Deque<ByteBuffer> held = new ArrayDeque<>(0);

    /** Whether the end of the stream came during a pause, behind what is held. */
    private boolean isEndHeld;

    /** What deliverArriving passes on: set around the call, which so needs no lambda. */
    private @Nullable ByteBuffer arriving;

    private State state = State.FLOWING;

    Inbound(NettyTransport transport, EventLoop loop, Channel channel, Context context) {
        this.transport = transport;
        this.loop = loop;
        this.channel = channel;
        this.context = context;
    }

    boolean isFlowing() {
        return state == State.FLOWING;
    }

    /** Has the channel read, unless the protocol has paused it in connectionMade. */
    void start() {
        if (state == State.FLOWING) {
            channel.config().setAutoRead(true);
        }
    }

    void pause() {
        if (state == State.FLOWING) {
            state = State.PAUSED;
            channel.config().setAutoRead(false);
        }
    }

    void resume() {
        if (state != State.PAUSED) {
            return;
        }
        state = State.FLOWING;
        if (isHolding()) {
            loop.callSoon(this::deliverHeld, context);
        } else {
            start();
        }
    }

    /** Delivers nothing any more. */
    void stop() {
        state = State.STOPPED;
        held.clear();
        isEndHeld = false;
        channel.config().setAutoRead(false);
    }

    /** Bytes have arrived; the buffer is theirs until the call returns. */
    void received(ByteBuffer data) {
        if (state == State.FLOWING && !isHolding()) {
            deliver(data);
        } else if (state == State.FLOWING || state == State.PAUSED) {
            held.add(copy(data));
        }
    }

    private static ByteBuffer copy(ByteBuffer data) {
        return ByteBuffer.allocate(data.remaining()).put(data).flip();
    }

    /** The peer will send no more. */
    void ended() {
        if (state == State.PAUSED || isHolding()) {
            isEndHeld = true;
        } else if (state == State.FLOWING) {
            context.run(this::deliverEnd);
        }
    }

    private boolean isHolding() {
        return isEndHeld || !held.isEmpty();
    }

    /** A buffered protocol takes as much as fits into its buffer, and may pause then. */
    private void deliver(ByteBuffer data) {
        boolean isInPieces;
        do {
            isInPieces = transport.protocol() instanceof BufferedProtocol;
            arriving = data;
            context.run(deliverArriving);
            arriving = null;
        } while (isInPieces && data.hasRemaining() && state == State.FLOWING);
        if (isInPieces && data.hasRemaining() && state == State.PAUSED) {
            held.addFirst(copy(data)); // before what comes during the pause
        }
    }

    private void deliverArriving() {
        try {
            transport.protocol().dataReceived(Objects.requireNonNull(arriving));
        } catch (Throwable failure) {
            transport.protocolFailed("dataReceived", failure);
        }
    }

    private void deliverEnd() {
        state = State.ENDED;
        channel.config().setAutoRead(false);
        boolean staysOpen = false;
        try {
            staysOpen = transport.protocol().eofReceived();
        } catch (Throwable failure) {
            transport.protocolFailed("eofReceived", failure);
        }
        if (!staysOpen) {
            transport.close();
        }
    }

    /** Delivers until the protocol pauses again. */
    private void deliverHeld() {
        while (state == State.FLOWING && !held.isEmpty()) {
            deliver(held.remove());
        }
        if (state == State.FLOWING && isEndHeld) {
            isEndHeld = false;
            deliverEnd();
        }
        start();
    }

    @Override
    public String toString() {
        return "reading " + state.name().toLowerCase(Locale.ROOT);
    }
}
