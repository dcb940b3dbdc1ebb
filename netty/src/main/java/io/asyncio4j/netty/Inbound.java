package io.asyncio4j.netty;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.net.transport.BufferedProtocol;
import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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
 * the peer has hung up, io_uring has a read under way, and TLS decrypts all of what was read; what
 * comes then is held until the protocol resumes. It cannot be more than the system had buffered.
 *
 * <p>Confined to the loop.
 */
final class Inbound {
    private static final System.Logger LOG = System.getLogger(Inbound.class.getName());

    private enum State {
        FLOWING,
        PAUSED,
        ENDED,
        STOPPED
    }

    private final NettyTransport transport;
    private final EventLoop loop;
    private final Reading reading;
    private final Context context;
    private final Runnable deliverArriving = this::deliverArriving;

    /** What arrived during a pause, until it was delivered. */
    private final Deque<ByteBuffer> held = new ArrayDeque<>(0);

    /** What the end of the stream does, if it came during a pause, behind what is held. */
    private @Nullable Runnable heldEnd;

    /** Whether start() was called: before, what arrives is held too. */
    private boolean isStarted;

    /** What deliverArriving passes on: set around the call, which so needs no lambda. */
    private @Nullable ByteBuffer arriving;

    private State state = State.FLOWING;

    Inbound(NettyTransport transport, EventLoop loop, Channel channel, Context context) {
        this.transport = transport;
        this.loop = loop;
        this.reading = new Reading(channel);
        this.context = context;
    }

    /** Whether the channel is read, also for those who read before or after the protocol. */
    Reading reading() {
        return reading;
    }

    boolean isFlowing() {
        return state == State.FLOWING;
    }

    /** Begins to deliver, unless the protocol has paused it in connectionMade. */
    void start() {
        isStarted = true;
        flow();
    }

    private void flow() {
        if (!isDelivering()) {
            return;
        }
        if (isHolding()) {
            loop.callSoon(this::deliverHeld, context);
        } else {
            reading.want(true);
        }
    }

    private boolean isDelivering() {
        return state == State.FLOWING && isStarted;
    }

    void pause() {
        if (state == State.FLOWING) {
            state = State.PAUSED;
            if (isStarted) { // else somebody else reads
                reading.want(false);
            }
        }
    }

    void resume() {
        if (state == State.PAUSED) {
            state = State.FLOWING;
            flow();
        }
    }

    /** Delivers nothing until start() is called again. */
    void hold() {
        isStarted = false;
    }

    /** Gives away what it holds. */
    List<ByteBuffer> takeHeld() {
        List<ByteBuffer> undelivered = List.copyOf(held);
        held.clear();
        return undelivered;
    }

    /** Delivers nothing any more. */
    void stop() {
        state = State.STOPPED;
        held.clear();
        heldEnd = null;
        reading.want(false);
    }

    /** Bytes have arrived; the buffer is theirs until the call returns. */
    void received(ByteBuffer data) {
        if (isHeldBack()) {
            held.add(copy(data));
        } else if (state == State.FLOWING) {
            deliver(data);
        }
    }

    private static ByteBuffer copy(ByteBuffer data) {
        return ByteBuffer.allocate(data.remaining()).put(data).flip();
    }

    /**
     * The channel has nothing more to read; under TLS that is not the end of what the peer said.
     */
    void inputEnded() {
        transport.tls().ifPresentOrElse(TlsLayer::inputEnded, this::ended);
    }

    /** The peer will send no more. */
    void ended() {
        endWith(this::deliverEnd);
    }

    /** The peer will send no more, but has not said that it is at its end. */
    void truncated(Throwable failure) {
        endWith(() -> transport.broke("read", failure));
    }

    private void endWith(Runnable end) {
        if (isHeldBack()) {
            heldEnd = end;
        } else if (state == State.FLOWING) {
            context.run(end);
        }
    }

    /** Whether what comes now has to wait. */
    private boolean isHeldBack() {
        return state == State.PAUSED || (state == State.FLOWING && (!isStarted || isHolding()));
    }

    private boolean isHolding() {
        return heldEnd != null || !held.isEmpty();
    }

    /**
     * A buffered protocol takes as much as fits into its buffer, and may pause or begin TLS then.
     */
    private void deliver(ByteBuffer data) {
        boolean isInPieces;
        do {
            isInPieces = transport.protocol() instanceof BufferedProtocol;
            arriving = data;
            context.run(deliverArriving);
            arriving = null;
        } while (isInPieces && data.hasRemaining() && isDelivering());
        if (isInPieces && data.hasRemaining() && isHeldBack()) {
            held.addFirst(copy(data)); // before what comes meanwhile
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
        reading.want(false);
        boolean staysOpen = false;
        try {
            staysOpen = transport.protocol().eofReceived();
        } catch (Throwable failure) {
            transport.protocolFailed("eofReceived", failure);
        }
        if (staysOpen && !transport.canWriteEof()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "eofReceived() returned true on {0}, which has no effect: TLS ends both"
                            + " directions",
                    transport);
            staysOpen = false;
        }
        if (!staysOpen) {
            transport.close();
        }
    }

    /** Delivers until the protocol pauses again. */
    private void deliverHeld() {
        while (isDelivering() && !held.isEmpty()) {
            deliver(held.remove());
        }
        Runnable end = heldEnd;
        if (isDelivering() && end != null) {
            heldEnd = null;
            end.run();
        }
        if (isDelivering()) {
            reading.want(true);
        }
    }

    @Override
    public String toString() {
        String rest = reading.isHeldUp() ? " when the peer reads" : "";
        return "reading " + state.name().toLowerCase(Locale.ROOT) + rest;
    }
}
