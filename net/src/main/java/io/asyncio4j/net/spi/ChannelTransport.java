package io.asyncio4j.net.spi;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.ExitRequest;
import io.asyncio4j.net.spi.Readiness.Claim;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferLimits;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A connection on a channel of the JDK that the program has made: an accepted socket, or an end of
 * a pipe. Works on every loop that can tell readiness, whatever its mechanism.
 *
 * <pre>
 *   CONNECTING --begin--> OPEN --close--> CLOSING --all sent--> ENDING
 *   OPEN, CLOSING --abort, failure--> ENDING
 *   ENDING --next pass: connectionLost is called, then the channel closed--> CLOSED
 *   CONNECTING --the protocol cannot be made--> CLOSED
 * </pre>
 *
 * <p>A write tries the channel at once, as asyncio does, and buffers what it does not take.
 *
 * <p>Confined to the loop.
 */
final class ChannelTransport implements FileCarrier {
    private static final System.Logger LOG = System.getLogger(ChannelTransport.class.getName());

    private enum State {
        CONNECTING,
        OPEN,
        CLOSING,
        ENDING,
        CLOSED
    }

    private final EventLoop loop;
    private final SelectableChannel channel;
    private final Claim claim;
    private final Context context;
    private final Origin origin;
    private final FlowControl flow;
    private final ChannelInput input;
    private final ChannelOutput output;
    private final ChannelNames names;

    /** Null until the connection begins. */
    private @Nullable Protocol protocol;

    private State state = State.CONNECTING;

    private ChannelTransport(
            EventLoop loop,
            SelectableChannel channel,
            Optional<ReadableByteChannel> source,
            Optional<WritableByteChannel> sink,
            WriteBufferLimits limits,
            Context context,
            Origin origin)
            throws IOException {
        this.loop = loop;
        this.context = context;
        this.origin = origin;
        this.channel = channel;
        Readiness readiness = Readiness.of(loop);
        this.names = ChannelNames.of(channel);
        this.flow = new FlowControl(loop, this, limits);
        this.claim = readiness.claim(channel, this);
        this.input = new ChannelInput(this, claim, context, source, readiness);
        this.output = new ChannelOutput(this, claim, context, sink, flow);
    }

    /** Makes a transport, which begins in the next pass. The channel is closed if that fails. */
    static ChannelTransport start(
            EventLoop loop,
            SelectableChannel channel,
            WriteBufferLimits limits,
            Context context,
            Origin origin)
            throws IOException {
        ChannelTransport transport =
                new ChannelTransport(
                        loop,
                        channel,
                        channel instanceof ReadableByteChannel source
                                ? Optional.of(source)
                                : Optional.empty(),
                        channel instanceof WritableByteChannel sink
                                ? Optional.of(sink)
                                : Optional.empty(),
                        limits,
                        context,
                        origin);
        loop.callSoon(transport::begin, context);
        return transport;
    }

    /** Who asked for a transport. Called in the transport's context. Confined to the loop. */
    interface Origin {
        Protocol protocol();

        /** The protocol could not be made; the channel is closed. */
        void failed(Throwable failure);

        /** The connection begins; connectionMade comes next. */
        void opening(Transport transport);

        /** connectionMade has returned. */
        void opened(Transport transport);

        /** connectionLost has returned and the channel is closed. */
        void closed(Transport transport);
    }

    private void begin() {
        if (state == State.CLOSED) {
            return; // cancelled
        }
        try {
            protocol =
                    Objects.requireNonNull(origin.protocol(), "the protocol factory returned null");
        } catch (Throwable failure) {
            closeChannel(() -> {});
            origin.failed(failure);
            return;
        }
        state = State.OPEN;
        origin.opening(this);
        try {
            protocol().connectionMade(this);
        } catch (Throwable failure) {
            protocolFailed("connectionMade", failure);
        }
        origin.opened(this);
        // Behind the task that waits for the transport: it sees that before any data.
        loop.callSoon(input::start, context);
    }

    /** Whoever wanted the transport does not any more. */
    void giveUp() {
        if (state == State.CONNECTING) {
            closeChannel(() -> {});
        } else {
            abort();
        }
    }

    // ---- the end

    /** The channel failed. */
    void broke(String action, IOException failure) {
        Throwable cause = Losses.named(failure);
        end(Optional.of(cause));
        if (cause == failure) {
            LOG.log(System.Logger.Level.DEBUG, "the {0} on {1} failed: {2}", action, this, cause);
        }
    }

    /** A method of the protocol threw. */
    void protocolFailed(String method, Throwable failure) {
        if (failure instanceof ExitRequest exit) {
            throw exit;
        }
        loop.callExceptionHandler(
                ExceptionContext.of("Fatal error: protocol." + method + "() call failed")
                        .withException(failure)
                        .with("transport", this)
                        .with("protocol", protocol()));
        end(Optional.of(failure));
    }

    private void end(Optional<Throwable> cause) {
        if (state != State.OPEN && state != State.CLOSING) {
            return;
        }
        state = State.ENDING;
        input.stop();
        output.drop();
        flow.clear();
        loop.callSoon(() -> lose(cause), context);
    }

    private void lose(Optional<Throwable> cause) {
        try {
            protocol().connectionLost(cause);
        } finally {
            closeChannel(() -> loop.callSoon(() -> origin.closed(this), context));
        }
    }

    /** What follows is run when nothing holds the channel any more, maybe before it is closed. */
    private void closeChannel(Runnable next) {
        state = State.CLOSED;
        claim.release(next);
        try {
            channel.close();
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, "closing the channel of " + this, failure);
        }
    }

    /** Everything that was written is sent. */
    void drained() {
        if (state == State.CLOSING) {
            end(Optional.empty());
        }
    }

    // ---- Endpoint

    @Override
    public void close() {
        flow.requireHeld("close");
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        input.stop();
        if (flow.size() == 0) {
            end(Optional.empty());
        }
    }

    @Override
    public boolean isClosing() {
        return state != State.OPEN;
    }

    @Override
    public <T> Optional<T> extraInfo(ExtraInfo<T> key) {
        return names.tell(key);
    }

    @Override
    public Protocol protocol() {
        return Objects.requireNonNull(protocol, "protocol");
    }

    @Override
    public void setProtocol(Protocol next) {
        flow.requireHeld("setProtocol");
        protocol = Objects.requireNonNull(next, "protocol");
    }

    // ---- ReadTransport

    @Override
    public boolean isReading() {
        return input.isFlowing();
    }

    @Override
    public void pauseReading() {
        flow.requireHeld("pauseReading");
        input.pause();
    }

    @Override
    public void resumeReading() {
        flow.requireHeld("resumeReading");
        input.resume();
    }

    // ---- WriteTransport

    @Override
    public void write(ByteBuffer data) {
        flow.requireHeld("write");
        output.requireOpen("write");
        if (!data.hasRemaining()) {
            return;
        }
        if (state != State.OPEN) {
            flow.drop(data);
            return;
        }
        flow.add(data, 0);
        output.write(data);
        flow.settle();
    }

    @Override
    public boolean canWriteEof() {
        return output.isPresent();
    }

    @Override
    public void writeEof() {
        flow.requireHeld("writeEof");
        output.requirePresent();
        if (state != State.OPEN) {
            return;
        }
        flow.requireWritable();
        if (channel instanceof SocketChannel) {
            output.finish();
        } else {
            close(); // the end of a pipe is its closing
        }
    }

    @Override
    public void abort() {
        flow.requireHeld("abort");
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
        flow.requireHeld("setWriteBufferLimits");
        flow.setLimits(limits);
    }

    // ---- FileCarrier

    @Override
    public FlowControl flowControl() {
        return flow;
    }

    @Override
    public Optional<Transfer> transfer(FileChannel file, long position, long count) {
        output.requireOpen("sendFile");
        return Optional.of(output.transfer(loop, file, position, count));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("ChannelTransport[");
        text.append(state.name().toLowerCase(Locale.ROOT)).append(' ').append(names);
        text.append(", ").append(input).append(output);
        if (flow.size() > 0) {
            text.append(", ").append(flow.size()).append(" bytes to send");
        }
        return text.append(']').toString();
    }
}
