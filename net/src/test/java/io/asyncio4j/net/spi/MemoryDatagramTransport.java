package io.asyncio4j.net.spi;

import io.asyncio4j.Context;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.net.transport.DatagramProtocol;
import io.asyncio4j.net.transport.DatagramTransport;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.WriteBufferLimits;
import io.asyncio4j.spi.Wording;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A socket for datagrams in memory. What nobody takes in time is lost, as a system loses it when
 * the socket's buffer is full; nothing else is.
 *
 * <p>Confined to the loop.
 */
final class MemoryDatagramTransport implements DatagramTransport {
    private static final int LARGEST = 65_507;
    private static final int BUFFER_BYTES = 256 * 1024;

    private enum State {
        OPEN,
        CLOSING,
        ENDING,
        CLOSED
    }

    /** A datagram on its way, and the other end: who gets it, or who sent it. */
    private record Packet(byte[] data, InetSocketAddress other) {
        int size() {
            return data.length + HEADER_BYTES;
        }
    }

    private final MemoryNetwork network;
    private final Context context = Context.copy();
    private final InetSocketAddress local;
    private final Optional<InetSocketAddress> remote;
    private final FlowControl flow;
    private final Deque<Packet> outgoing = new ArrayDeque<>();
    private final Deque<Packet> incoming = new ArrayDeque<>();
    private final Deque<IOException> errors = new ArrayDeque<>();
    private int incomingBytes;
    private @Nullable DatagramProtocol protocol;
    private State state = State.OPEN;

    MemoryDatagramTransport(
            MemoryNetwork network,
            InetSocketAddress local,
            Optional<InetSocketAddress> remote,
            WriteBufferLimits limits) {
        this.network = network;
        this.local = local;
        this.remote = remote;
        this.flow = new FlowControl(network.loop(), this, limits);
    }

    void begin(Supplier<? extends DatagramProtocol> protocols) {
        protocol = protocols.get();
        context.run(() -> guard("connectionMade", () -> protocol().connectionMade(this)));
    }

    // ---- moving datagrams

    /** Passes on what has arrived. Answers whether there was something. */
    boolean deliver() {
        boolean hasDelivered = false;
        while (state == State.OPEN && !errors.isEmpty()) {
            IOException error = errors.remove();
            context.run(() -> guard("errorReceived", () -> protocol().errorReceived(error)));
            hasDelivered = true;
        }
        while (state == State.OPEN && !incoming.isEmpty()) {
            Packet packet = incoming.remove();
            incomingBytes -= packet.size();
            ByteBuffer data = ByteBuffer.wrap(packet.data());
            context.run(
                    () ->
                            guard(
                                    "datagramReceived",
                                    () -> protocol().datagramReceived(data, packet.other())));
            hasDelivered = true;
        }
        return hasDelivered;
    }

    /**
     * Puts what was sent into the sockets of the receivers. Answers whether there was something.
     */
    boolean send() {
        boolean hasSent = false;
        while (!outgoing.isEmpty()) {
            Packet packet = outgoing.remove();
            send(packet);
            context.run(() -> flow.remove(packet.size()));
            hasSent = true;
        }
        if (state == State.CLOSING) {
            end(Optional.empty());
        }
        return hasSent;
    }

    private void send(Packet packet) {
        if (packet.data().length > LARGEST) {
            errors.add(new SocketException("a datagram could not be sent: Message too long"));
            return;
        }
        Optional<MemoryDatagramTransport> receiver = network.datagramsAt(packet.other());
        receiver.ifPresent(each -> each.accept(new Packet(packet.data(), local)));
        if (receiver.isEmpty() && remote.isPresent()) {
            errors.add(new PortUnreachableException("nobody listens there: Connection refused"));
        }
    }

    private void accept(Packet packet) {
        boolean isWanted = remote.isEmpty() || remote.get().equals(packet.other());
        if (isWanted && incomingBytes + packet.size() <= BUFFER_BYTES) {
            incomingBytes += packet.size();
            incoming.add(packet);
        }
    }

    // ---- the end

    private void guard(String method, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException failure) {
            network.loop()
                    .callExceptionHandler(
                            ExceptionContext.of(
                                            "Fatal error: protocol." + method + "() call failed")
                                    .withException(failure)
                                    .with("transport", this)
                                    .with("protocol", protocol()));
            end(Optional.of(failure));
        }
    }

    private void end(Optional<Throwable> cause) {
        if (state == State.OPEN || state == State.CLOSING) {
            state = State.ENDING;
            outgoing.clear();
            flow.clear();
            network.loop().callSoon(() -> lose(cause), context);
        }
    }

    private void lose(Optional<Throwable> cause) {
        try {
            protocol().connectionLost(cause);
        } finally {
            state = State.CLOSED;
            network.forget(this);
        }
    }

    private void requireHeld() {
        if (!network.loop().isHeldBy(Thread.currentThread())) {
            throw new WrongThreadException(this + " belongs to a loop; use callSoonThreadsafe");
        }
    }

    // ---- DatagramTransport

    @Override
    public void sendTo(ByteBuffer data, SocketAddress receiver) {
        requireHeld();
        if (!(receiver instanceof InetSocketAddress address) || address.isUnresolved()) {
            throw new IllegalArgumentException("needs a resolved address, not " + receiver);
        }
        if (remote.isPresent() && !remote.get().equals(address)) {
            throw new IllegalArgumentException(
                    this + " is connected and sends only there, not to " + Wording.of(address));
        }
        if (state != State.OPEN) {
            data.position(data.limit());
            return;
        }
        flow.add(data, HEADER_BYTES);
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        outgoing.add(new Packet(copy, address));
        flow.settle(); // the network takes datagrams when the loop polls, and not before
    }

    @Override
    public void close() {
        if (state == State.OPEN) {
            state = State.CLOSING;
            if (outgoing.isEmpty()) {
                end(Optional.empty());
            }
        }
    }

    @Override
    public void abort() {
        end(Optional.empty());
    }

    @Override
    public boolean isClosing() {
        return state != State.OPEN;
    }

    @Override
    public <T> Optional<T> extraInfo(ExtraInfo<T> key) {
        Optional<InetSocketAddress> info = Optional.empty();
        if (List.of(ExtraInfo.PEERNAME, ExtraInfo.SOCKNAME).contains(key)) {
            info = key.equals(ExtraInfo.PEERNAME) ? remote : Optional.of(local);
        }
        return info.map(key.type()::cast);
    }

    @Override
    public DatagramProtocol protocol() {
        if (protocol == null) {
            throw new IllegalStateException("no protocol yet");
        }
        return protocol;
    }

    @Override
    public void setProtocol(DatagramProtocol next) {
        protocol = next;
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
        flow.setLimits(limits);
    }

    @Override
    public String toString() {
        return "MemoryDatagramTransport[" + state + " " + local + " -> " + remote + "]";
    }
}
