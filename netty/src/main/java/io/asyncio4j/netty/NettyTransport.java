package io.asyncio4j.netty;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.ExitRequest;
import io.asyncio4j.net.spi.FileCarrier;
import io.asyncio4j.net.spi.FlowControl;
import io.asyncio4j.net.transport.ConnectionResetException;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.WriteBufferLimits;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A connection on a Netty channel: TCP, or a Unix socket.
 *
 * <pre>
 *   CONNECTING --channel active--> OPEN --close--> CLOSING --all sent--> ENDING
 *   OPEN, CLOSING --abort, failure--> ENDING
 *   ENDING --next pass: connectionLost is called, then the channel closed--> CLOSED
 *   CONNECTING --the protocol cannot be made--> CLOSED
 * </pre>
 *
 * <p>The channel is closed only when connectionLost has returned, as asyncio does it: the peer does
 * not see the end of a connection before its own side has.
 *
 * <p>Confined to the loop.
 */
final class NettyTransport implements FileCarrier, Flushed {
    private static final System.Logger LOG = System.getLogger(NettyTransport.class.getName());

    /** From so many dropped writes on, each is logged. */
    private static final int DROPPED_BEFORE_WARNING = 5;

    private enum State {
        CONNECTING,
        OPEN,
        CLOSING,
        ENDING,
        CLOSED
    }

    /** The sending side. FINISHING: it will be closed when everything is sent. */
    private enum Output {
        OPEN,
        FINISHING,
        FINISHED
    }

    private final EventLoop loop;
    private final NettyPoller poller;
    private final DuplexChannel channel;
    private final Context context;
    private final Origin origin;
    private final FlowControl flow;
    private final WriteQueue queue;
    private final Inbound inbound;

    /** Null until the connection stands. */
    private @Nullable Protocol protocol;

    /** The addresses, taken when the connection stands, since a closed socket forgets them. */
    private @Nullable SocketAddress peer;

    private @Nullable SocketAddress local;

    private State state = State.CONNECTING;
    private Output output = Output.OPEN;

    /** Whether the poller has this transport on its list. */
    private boolean isDirty;

    /** How many writes came after the end. */
    private int droppedWrites;

    NettyTransport(
            EventLoop loop,
            NettyPoller poller,
            DuplexChannel channel,
            Context context,
            WriteBufferLimits limits,
            Origin origin) {
        this.loop = loop;
        this.poller = poller;
        this.channel = channel;
        this.context = context;
        this.origin = origin;
        this.flow = new FlowControl(loop, this, limits);
        this.queue = new WriteQueue(this, channel, poller.chunks());
        this.inbound = new Inbound(this, loop, channel, context);
    }

    // ---- what the channel tells

    /** The connection stands. */
    void connected() {
        peer = UnixChannels.toJdk(channel.remoteAddress());
        local = UnixChannels.toJdk(channel.localAddress());
        poller.stir();
        context.run(this::begin);
    }

    private void begin() {
        Protocol made;
        try {
            made = Objects.requireNonNull(origin.protocol(), "the protocol factory returned null");
        } catch (Throwable failure) {
            state = State.CLOSED;
            Channels.close(channel);
            origin.failed(failure);
            return;
        }
        protocol = made;
        state = State.OPEN;
        origin.opening(this);
        try {
            made.connectionMade(this);
        } catch (Throwable failure) {
            protocolFailed("connectionMade", failure);
        }
        origin.opened(this);
        if (isResetUnnoticed()) {
            broke("read", new ConnectionResetException("the peer had gone when it was accepted"));
        }
    }

    /**
     * Whether the peer reset the connection before it was accepted, which io_uring tells only if
     * nothing was sent before: else one would wait for ever.
     */
    private boolean isResetUnnoticed() {
        return peer == null
                && channel instanceof SocketChannel
                && !poller.mechanism().readsWhenReady();
    }

    /** What arrives goes there. */
    Inbound inbound() {
        return inbound;
    }

    void sent(int bytes) {
        if (hasEnded()) {
            return; // the count was cleared
        }
        if (flow.isPaused() || flow.isAwaited()) {
            poller.stir();
            try {
                context.run(() -> flow.remove(bytes));
            } catch (ExitRequest exit) {
                leave(exit);
            }
        } else {
            flow.remove(bytes);
        }
        if (flow.size() == 0 && !hasEnded()) {
            if (state == State.CLOSING) {
                end(Optional.empty());
            } else if (output == Output.FINISHING) {
                poller.stir();
                loop.callSoon(this::finishOutput, context); // not inside the channel's write
            }
        }
    }

    void writeFailed(Throwable failure) {
        broke("write", failure);
    }

    void readFailed(Throwable failure) {
        broke("read", failure);
    }

    /** The channel is closed, and not by us: the failed write that closed it was told before. */
    void disconnected() {
        if (state == State.OPEN || state == State.CLOSING) {
            end(Optional.of(SocketFailures.closedByNetty()));
        }
    }

    // ---- the end

    private void broke(String action, Throwable failure) {
        if (state == State.CONNECTING || hasEnded()) {
            return;
        }
        Throwable cause = SocketFailures.ofConnection(failure);
        if (!(cause instanceof IOException)) {
            report("Fatal " + action + " error on socket transport", cause);
        }
        end(Optional.of(cause));
    }

    /** A method of the protocol threw. */
    void protocolFailed(String method, Throwable failure) {
        if (failure instanceof ExitRequest exit) {
            leave(exit);
            return;
        }
        report("Fatal error: protocol." + method + "() call failed", failure);
        end(Optional.of(failure));
    }

    /** Ends runForever, in the next pass: Netty would swallow the request here. */
    private void leave(ExitRequest exit) {
        loop.callSoon(
                () -> {
                    throw exit;
                });
    }

    private void report(String message, Throwable failure) {
        loop.callExceptionHandler(
                ExceptionContext.of(message)
                        .withException(failure)
                        .with("transport", this)
                        .with("protocol", protocol()));
    }

    private void end(Optional<Throwable> cause) {
        if (hasEnded()) {
            return;
        }
        state = State.ENDING;
        inbound.stop();
        queue.drop();
        flow.clear();
        if (poller.isClosed()) { // and with it the loop: nobody can be told
            state = State.CLOSED;
            return;
        }
        poller.stir();
        loop.callSoon(() -> lose(cause), context);
    }

    private void lose(Optional<Throwable> cause) {
        try {
            protocol().connectionLost(cause);
        } finally {
            state = State.CLOSED;
            Channels.close(channel);
            origin.closed(this);
        }
    }

    private boolean hasEnded() {
        return state == State.ENDING || state == State.CLOSED;
    }

    // ---- Endpoint

    @Override
    public void close() {
        poller.requireHeld("close", this);
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        inbound.stop();
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
        Object info = null;
        if (key.equals(ExtraInfo.PEERNAME)) {
            info = peer;
        } else if (key.equals(ExtraInfo.SOCKNAME)) {
            info = local;
        }
        return Optional.ofNullable(info).map(key.type()::cast);
    }

    @Override
    public Protocol protocol() {
        return Objects.requireNonNull(protocol, "protocol");
    }

    @Override
    public void setProtocol(Protocol next) {
        poller.requireHeld("setProtocol", this);
        protocol = Objects.requireNonNull(next, "protocol");
    }

    // ---- ReadTransport

    @Override
    public boolean isReading() {
        return inbound.isFlowing();
    }

    @Override
    public void pauseReading() {
        poller.requireHeld("pauseReading", this);
        inbound.pause();
    }

    @Override
    public void resumeReading() {
        poller.requireHeld("resumeReading", this);
        inbound.resume();
    }

    // ---- WriteTransport

    @Override
    public void write(ByteBuffer data) {
        poller.requireHeld("write", this);
        if (output != Output.OPEN) {
            throw new IllegalStateException("write() after writeEof() on " + this);
        }
        int bytes = data.remaining();
        if (bytes == 0) {
            return;
        }
        if (state != State.OPEN) {
            data.position(data.limit());
            dropWrite();
            return;
        }
        flow.add(bytes);
        queue.append(data);
        markDirty();
        if (flow.isOverflowing()) {
            queue.flush();
        }
        flow.settle();
    }

    private void dropWrite() {
        droppedWrites++;
        if (droppedWrites >= DROPPED_BEFORE_WARNING) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "write number {0} on {1} was dropped: the connection has ended",
                    droppedWrites,
                    this);
        }
    }

    private void markDirty() {
        if (!isDirty) {
            isDirty = true;
            poller.flushLater(this);
        }
    }

    @Override
    public void flushNow() {
        isDirty = false;
        if (!hasEnded()) {
            queue.flush();
        }
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public void writeEof() {
        poller.requireHeld("writeEof", this);
        if (state != State.OPEN || output != Output.OPEN) {
            return;
        }
        flow.requireWritable();
        output = Output.FINISHING;
        if (flow.size() == 0) {
            finishOutput();
        }
    }

    private void finishOutput() {
        if (state == State.OPEN && output == Output.FINISHING) {
            output = Output.FINISHED;
            Channels.shutdownOutput(channel);
        }
    }

    @Override
    public void abort() {
        poller.requireHeld("abort", this);
        if (state == State.OPEN || state == State.CLOSING) {
            end(Optional.empty());
        }
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
        poller.requireHeld("setWriteBufferLimits", this);
        flow.setLimits(limits);
    }

    // ---- FileCarrier

    @Override
    public FlowControl flowControl() {
        return flow;
    }

    @Override
    public Optional<Transfer> transfer(FileChannel file, long position, long count) {
        if (!poller.mechanism().sendsFiles()
                || !(channel.pipeline().first() instanceof ChannelEvents)) {
            return Optional.empty(); // TLS has to see the bytes
        }
        return Optional.of(RegionTransfer.begin(loop, poller, channel, file, position, count));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("NettyTransport[");
        text.append(state.name().toLowerCase(Locale.ROOT));
        text.append(' ').append(local).append(" -> ").append(peer);
        text.append(", ").append(inbound);
        if (output != Output.OPEN) {
            text.append(", writing ").append(output.name().toLowerCase(Locale.ROOT));
        }
        if (flow.size() > 0) {
            text.append(", ").append(flow.size()).append(" bytes to send");
        }
        return text.append(']').toString();
    }
}
