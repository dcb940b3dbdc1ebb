package io.asyncio4j.netty;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.ExitRequest;
import io.asyncio4j.Future;
import io.asyncio4j.net.spi.FileCarrier;
import io.asyncio4j.net.spi.FlowControl;
import io.asyncio4j.net.transport.ConnectionResetException;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Tls;
import io.asyncio4j.net.transport.WriteBufferLimits;
import io.netty.channel.socket.DuplexChannel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.Optional;

/**
 * A connection on a Netty channel: TCP, or a Unix socket.
 *
 * <pre>
 *   CONNECTING --channel active--> OPEN --close--> CLOSING --all sent--> ENDING
 *   CONNECTING --channel active, with TLS--> SECURING --handshake over--> OPEN
 *   OPEN --startTls--> SECURING
 *   OPEN, CLOSING, SECURING --abort, failure--> ENDING
 *   ENDING --next pass: connectionLost is called, then the channel closed--> CLOSED
 *   CONNECTING, SECURING --there is no protocol yet, or it cannot be made--> CLOSED
 * </pre>
 *
 * <p>The channel is closed only when connectionLost has returned, as asyncio does it: the peer does
 * not see the end of a connection before its own side has.
 *
 * <p>Confined to the loop.
 */
final class NettyTransport implements FileCarrier, Flushed {
    private enum State {
        CONNECTING,
        SECURING,
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
    private Addresses addresses = Addresses.UNKNOWN;

    private State state = State.CONNECTING;
    private Output output = Output.OPEN;

    /** Null on a connection in the clear. */
    private @Nullable TlsLayer tls;

    /** Whether the poller has this transport on its list. */
    private boolean isDirty;

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
        this.queue = new WriteQueue(this, channel, poller);
        this.inbound = new Inbound(this, loop, channel, context);
    }

    // ---- what the channel tells

    /** The connection stands. */
    void connected() {
        addresses = Addresses.of(channel);
        poller.stir();
        Optional<? extends Tls> wanted = origin.tls();
        if (wanted.isEmpty()) {
            context.run(this::begin);
        } else {
            origin.securing(this);
            secure(wanted.get()).begin();
        }
    }

    private TlsLayer secure(Tls options) {
        state = State.SECURING;
        TlsLayer layer = new TlsLayer(this, loop, channel, queue, context, poller, options);
        tls = layer;
        return layer;
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
        if (addresses.isPeerGone(channel, poller.mechanism())) {
            broke("read", new ConnectionResetException("the peer had gone when it was accepted"));
        }
    }

    // ---- TLS

    /** Begins TLS on a connection that stands. */
    Future<@Nullable Void> startTls(Tls options, ByteBuffer unread) {
        flow.requireHeld("startTls");
        TlsLayer.requireServerName(options);
        queue.flush(); // what was written before goes in the clear, and may be the end
        TlsLayer.require(state == State.OPEN && output == Output.OPEN && tls == null, this);
        inbound.hold();
        return secure(options).start(unread);
    }

    /** The handshake has succeeded. */
    void secured() {
        if (protocol == null) {
            context.run(this::begin);
        } else {
            state = State.OPEN;
            // Behind the task that waits for the handshake: it goes on before any data comes.
            loop.callSoon(inbound::start, context);
        }
    }

    /** The handshake has failed, or could not begin. */
    void notSecured(Throwable failure) {
        if (protocol == null) {
            abandon();
            origin.notSecured(this, failure);
        } else {
            end(Optional.of(failure));
        }
    }

    /** Closes a connection whose handshake is under way and that nobody knows of yet. */
    void abandon() {
        if (state == State.SECURING && protocol == null && tls != null) {
            state = State.CLOSED;
            tls.stop();
            if (!poller.isClosed()) { // else it closes all channels
                loop.callSoon(() -> Channels.close(channel), context); // behind an alert
            }
        }
    }

    /** Empty on a connection in the clear. */
    Optional<TlsLayer> tls() {
        return Optional.ofNullable(tls);
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
                poller.leave(exit);
            }
        } else {
            flow.remove(bytes);
        }
        if (flow.size() == 0 && !hasEnded()) {
            if (state == State.CLOSING) {
                finish();
            } else if (output == Output.FINISHING) {
                poller.stir();
                loop.callSoon(this::finishOutput, context); // not inside the channel's write
            }
        }
    }

    /** The channel is closed, and not by us: the failed write that closed it was told before. */
    void disconnected() {
        broke("read", SocketFailures.closedByNetty());
    }

    // ---- the end

    /** Reading or writing failed. */
    void broke(String action, Throwable failure) {
        if (state == State.CONNECTING || hasEnded()) {
            return;
        }
        if (tls != null && tls.takes(failure)) {
            return;
        }
        Throwable cause =
                SocketFailures.ofConnection(tls == null ? failure : tls.explained(failure));
        if (!(cause instanceof IOException)) {
            report("Fatal " + action + " error on socket transport", cause);
        }
        end(Optional.of(cause));
    }

    /** A method of the protocol threw. */
    void protocolFailed(String method, Throwable failure) {
        if (failure instanceof ExitRequest exit) {
            poller.leave(exit);
            return;
        }
        report("Fatal error: protocol." + method + "() call failed", failure);
        end(Optional.of(failure));
    }

    private void report(String message, Throwable failure) {
        loop.callExceptionHandler(
                ExceptionContext.of(message)
                        .withException(failure)
                        .with("transport", this)
                        .with("protocol", protocol()));
    }

    /** The connection ends: connectionLost comes in the next pass. */
    void end(Optional<Throwable> cause) {
        if (hasEnded()) {
            return;
        }
        state = State.ENDING;
        inbound.stop();
        queue.drop();
        flow.clear();
        if (tls != null) {
            tls.stop();
        }
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
        flow.requireHeld("close");
        if (state == State.SECURING) {
            abort();
        }
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        inbound.stop();
        if (flow.size() == 0) {
            finish();
        }
    }

    /** Everything is sent. */
    private void finish() {
        if (tls == null) {
            end(Optional.empty());
        } else {
            tls.leave();
        }
    }

    @Override
    public boolean isClosing() {
        return state != State.OPEN && state != State.SECURING;
    }

    @Override
    public <T> Optional<T> extraInfo(ExtraInfo<T> key) {
        Object info = addresses.info(key);
        if (info == null && tls != null) {
            info = tls.info(key);
        }
        return Optional.ofNullable(info).map(key.type()::cast);
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

    @Override
    public boolean isReading() {
        return inbound.isFlowing();
    }

    @Override
    public void pauseReading() {
        flow.requireHeld("pauseReading");
        inbound.pause();
    }

    @Override
    public void resumeReading() {
        flow.requireHeld("resumeReading");
        inbound.resume();
    }

    @Override
    public void write(ByteBuffer data) {
        flow.requireHeld("write");
        requireOutput("write");
        if (!data.hasRemaining()) {
            return;
        }
        if (state == State.SECURING) {
            throw new IllegalStateException(
                    "write() during startTls() on " + this + "; await startTls() first");
        }
        if (state != State.OPEN) {
            flow.drop(data);
            return;
        }
        flow.add(data, 0);
        queue.append(data);
        markDirty();
        if (flow.isOverflowing()) {
            queue.flush();
        }
        flow.settle();
    }

    private void requireOutput(String method) {
        if (output != Output.OPEN) {
            throw new IllegalStateException(method + "() after writeEof() on " + this);
        }
    }

    private void markDirty() {
        if (!isDirty && flow.size() > 0) {
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
        return tls == null;
    }

    @Override
    public void writeEof() {
        flow.requireHeld("writeEof");
        if (tls != null) {
            throw new UnsupportedOperationException(
                    "writeEof() on " + this + ": TLS ends both directions; use close()");
        }
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
        flow.requireHeld("abort");
        abandon();
        if (state == State.OPEN || state == State.CLOSING || state == State.SECURING) {
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
        requireOutput("sendFile");
        if (!poller.mechanism().sendsFiles()
                || !(channel.pipeline().first() instanceof ChannelEvents)) {
            return Optional.empty(); // TLS has to see the bytes
        }
        return Optional.of(RegionTransfer.begin(loop, poller, channel, file, position, count));
    }

    @Override
    public String toString() {
        String kind = tls == null ? "" : ", TLS";
        String rest = flow.size() == 0 ? "" : ", " + flow.size() + " bytes to send";
        return "NettyTransport[%s %s%s, %s, writing %s%s]"
                .formatted(state, addresses, kind, inbound, output, rest)
                .replace(", writing OPEN", "");
    }
}
