package io.asyncio4j.netty;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.ExitRequest;
import io.asyncio4j.net.spi.FlowControl;
import io.asyncio4j.net.transport.DatagramProtocol;
import io.asyncio4j.net.transport.DatagramTransport;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.WriteBufferLimits;
import io.asyncio4j.spi.Wording;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A UDP socket on a Netty channel.
 *
 * <pre>
 *   OPEN --close--> CLOSING --all sent--> ENDING
 *   OPEN, CLOSING --abort, a protocol that failed--> ENDING
 *   ENDING --next pass: connectionLost is called, then the channel closed--> CLOSED
 * </pre>
 *
 * <p>Confined to the loop.
 */
final class NettyDatagramTransport implements DatagramTransport, Flushed {
    private enum State {
        OPEN,
        CLOSING,
        ENDING,
        CLOSED
    }

    private final EventLoop loop;
    private final NettyPoller poller;
    private final DatagramChannel channel;
    private final Context context = Context.copy();
    private final FlowControl flow;
    private final InetSocketAddress local;
    private final Optional<InetSocketAddress> peer;

    /** Replaced by setProtocol only. */
    private DatagramProtocol protocol;

    private State state = State.OPEN;

    /** Whether the poller has this transport on its list. */
    private boolean isDirty;

    NettyDatagramTransport(
            EventLoop loop,
            NettyPoller poller,
            DatagramChannel channel,
            Optional<InetSocketAddress> peer,
            WriteBufferLimits limits,
            DatagramProtocol protocol) {
        this.loop = loop;
        this.poller = poller;
        this.channel = channel;
        this.local = DatagramChannels.localAddress(channel);
        this.peer = peer;
        this.flow = new FlowControl(loop, this, limits);
        this.protocol = protocol;
        channel.pipeline().addLast(new DatagramEvents(this));
    }

    /** Tells the protocol, and then reads. */
    void begin() {
        context.run(
                () -> {
                    try {
                        protocol.connectionMade(this);
                    } catch (Throwable failure) {
                        protocolFailed("connectionMade", failure);
                    }
                });
        loop.callSoon(
                () -> {
                    if (state == State.OPEN) {
                        channel.config().setAutoRead(true);
                    }
                },
                context);
    }

    // ---- what the channel tells

    void received(ByteBuffer data, SocketAddress sender) {
        if (state != State.OPEN) {
            return;
        }
        poller.stir();
        context.run(
                () -> {
                    try {
                        protocol.datagramReceived(data, sender);
                    } catch (Throwable failure) {
                        protocolFailed("datagramReceived", failure);
                    }
                });
    }

    /** A datagram that was sent has not reached its receiver, and the system knows. */
    void refused(Throwable failure) {
        if (hasEnded()) {
            return;
        }
        poller.stir();
        IOException error = SocketFailures.ofDatagram(failure);
        context.run(
                () -> {
                    try {
                        protocol.errorReceived(error);
                    } catch (Throwable mistake) {
                        protocolFailed("errorReceived", mistake);
                    }
                });
    }

    private void left(int bytes) {
        if (hasEnded()) {
            return; // the count was cleared
        }
        if (flow.isPaused()) {
            poller.stir();
            try {
                context.run(() -> flow.remove(bytes));
            } catch (ExitRequest exit) {
                poller.leave(exit);
            }
        } else {
            flow.remove(bytes);
        }
        if (flow.size() == 0 && state == State.CLOSING) {
            end(Optional.empty());
        }
    }

    /** The channel is closed, and not by us. */
    void disconnected() {
        end(Optional.of(SocketFailures.closedByNetty()));
    }

    // ---- the end

    private void protocolFailed(String method, Throwable failure) {
        if (failure instanceof ExitRequest exit) {
            poller.leave(exit);
            return;
        }
        loop.callExceptionHandler(
                ExceptionContext.of("Fatal error: protocol." + method + "() call failed")
                        .withException(failure)
                        .with("transport", this)
                        .with("protocol", protocol));
        end(Optional.of(failure));
    }

    private void end(Optional<Throwable> cause) {
        if (hasEnded()) {
            return;
        }
        state = State.ENDING;
        channel.config().setAutoRead(false);
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
            protocol.connectionLost(cause);
        } finally {
            state = State.CLOSED;
            Channels.close(channel);
        }
    }

    private boolean hasEnded() {
        return state == State.ENDING || state == State.CLOSED;
    }

    // ---- DatagramTransport

    @Override
    public void sendTo(ByteBuffer data, SocketAddress receiver) {
        flow.requireHeld("sendTo");
        InetSocketAddress address = requireReachable(receiver);
        if (state != State.OPEN) {
            flow.drop(data);
            return;
        }
        if (!data.hasRemaining()) {
            sendEmpty(address);
            return;
        }
        int bytes = data.remaining() + HEADER_BYTES;
        flow.add(data, HEADER_BYTES);
        ByteBuf copy = channel.alloc().directBuffer(data.remaining()).writeBytes(data);
        // Netty's NIO channel refuses an address when it is connected.
        Object message = channel.isConnected() ? copy : new DatagramPacket(copy, address);
        ChannelPromise promise = channel.newPromise();
        promise.addListener(
                done -> {
                    Throwable failure = done.cause();
                    if (failure != null) {
                        refused(failure);
                    }
                    left(bytes);
                });
        Channels.write(channel, message, promise);
        if (!isDirty) {
            isDirty = true;
            poller.flushLater(this);
        }
        if (flow.isOverflowing()) {
            channel.flush();
        }
        flow.settle();
    }

    private void sendEmpty(InetSocketAddress address) {
        channel.flush(); // what was sent before
        try {
            DatagramChannels.sendEmpty(channel, address);
        } catch (IOException failure) {
            loop.callSoon(() -> refused(failure), context); // never inside the call
        }
    }

    private InetSocketAddress requireReachable(SocketAddress receiver) {
        if (!(receiver instanceof InetSocketAddress address) || address.isUnresolved()) {
            throw new IllegalArgumentException(
                    this + " needs a resolved InetSocketAddress to send to, not " + receiver);
        }
        if (peer.isPresent() && !peer.get().equals(address)) {
            throw new IllegalArgumentException(
                    this
                            + " is connected and sends only there, not to "
                            + Wording.of(address)
                            + "; open a socket without a remote address for several receivers");
        }
        return address;
    }

    @Override
    public void flushNow() {
        isDirty = false;
        if (!hasEnded()) {
            channel.flush();
        }
    }

    @Override
    public void close() {
        flow.requireHeld("close");
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        channel.config().setAutoRead(false);
        if (flow.size() == 0) {
            end(Optional.empty());
        }
    }

    @Override
    public void abort() {
        flow.requireHeld("abort");
        end(Optional.empty());
    }

    @Override
    public boolean isClosing() {
        return state != State.OPEN;
    }

    @Override
    public <T> Optional<T> extraInfo(ExtraInfo<T> key) {
        Optional<InetSocketAddress> info =
                key.equals(ExtraInfo.PEERNAME)
                        ? peer
                        : key.equals(ExtraInfo.SOCKNAME) ? Optional.of(local) : Optional.empty();
        return info.map(key.type()::cast);
    }

    @Override
    public DatagramProtocol protocol() {
        return protocol;
    }

    @Override
    public void setProtocol(DatagramProtocol next) {
        flow.requireHeld("setProtocol");
        protocol = Objects.requireNonNull(next, "protocol");
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

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("NettyDatagramTransport[");
        text.append(state.name().toLowerCase(Locale.ROOT)).append(' ').append(Wording.of(local));
        peer.ifPresent(each -> text.append(" -> ").append(Wording.of(each)));
        if (flow.size() > 0) {
            text.append(", ").append(flow.size()).append(" bytes to send");
        }
        return text.append(']').toString();
    }
}
