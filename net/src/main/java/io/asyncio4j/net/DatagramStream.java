package io.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.CancelledError;
import io.asyncio4j.net.transport.DatagramOptions;
import io.asyncio4j.net.transport.DatagramTransport;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.WriteBufferFullException;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;

/**
 * A socket for datagrams as one object: it receives, its sends wait for a slow network by
 * themselves, and it is closed by {@code try}.
 *
 * {@snippet :
 * try (var stream = DatagramStream.bind("127.0.0.1", 9999)) {
 *     for (Datagram datagram : stream) {
 *         stream.sendTo(datagram.data(), datagram.sender());
 *     }
 * }
 * }
 *
 * <p>Datagrams that nobody receives wait up to a limit of bytes; those that come when it is reached
 * are dropped and counted, see {@link #droppedCount()}.
 *
 * <p>Confined to the loop.
 */
public final class DatagramStream implements AutoCloseable, Iterable<Datagram> {
    private final DatagramTransport transport;
    private final DatagramQueue queue;

    private DatagramStream(DatagramTransport transport, DatagramQueue queue) {
        this.transport = transport;
        this.queue = queue;
    }

    /**
     * Opens a socket. Suspends while names are looked up.
     *
     * <p><b>On cancellation</b> nothing stays open.
     *
     * @param options which addresses, and how
     * @throws IOException if a name is not known or the socket cannot be bound
     * @throws IllegalArgumentException if the options have neither an address nor a family
     * @throws IllegalStateException if the loop has no network
     */
    public static DatagramStream open(DatagramOptions options) throws IOException {
        DatagramLink<DatagramQueue> link =
                Datagrams.createDatagramEndpoint(
                        () -> new DatagramQueue(options.receiveLimitBytes()), options);
        return new DatagramStream(link.transport(), link.protocol());
    }

    /**
     * Opens a socket that receives on an address and sends to everybody. Suspends while the name is
     * looked up.
     *
     * <p><b>On cancellation</b> nothing stays open.
     *
     * @param host a name or an address of this machine
     * @param port the port; 0 lets the system choose one, see {@link #localAddress()}
     * @throws IOException if the name is not known or the address cannot be bound
     * @throws IllegalStateException if the loop has no network
     */
    public static DatagramStream bind(String host, int port) throws IOException {
        Objects.requireNonNull(host, "host");
        return open(DatagramOptions.DEFAULT.withLocalAddress(host, port));
    }

    /**
     * Opens a socket that sends to one peer and receives only from it. Suspends while the name is
     * looked up. That nobody is there shows later, when something was sent.
     *
     * <p><b>On cancellation</b> nothing stays open.
     *
     * @param host a name or an address
     * @param port the port
     * @throws IOException if the name is not known or there is no way to the address
     * @throws IllegalStateException if the loop has no network
     */
    public static DatagramStream connect(String host, int port) throws IOException {
        Objects.requireNonNull(host, "host");
        return open(DatagramOptions.DEFAULT.withRemoteAddress(host, port));
    }

    /**
     * Receives a datagram. Several tasks may wait; each gets another one, in the order in which
     * they came. Suspends if none is there.
     *
     * <p><b>On cancellation</b> nothing is lost.
     *
     * @return empty if the stream was closed and all that came before was received
     * @throws IOException if a datagram sent earlier was refused, such as a {@link
     *     java.net.PortUnreachableException} when nobody listens at the peer; the stream goes on
     */
    public Optional<Datagram> receive() throws IOException {
        return queue.take();
    }

    /**
     * The datagrams up to the end. The iterator suspends like {@link #receive()}; it throws {@link
     * java.io.UncheckedIOException} where that throws {@link IOException}.
     *
     * <p><b>On cancellation</b> nothing is lost.
     */
    @Override
    public Iterator<Datagram> iterator() {
        return new LineIterator<>(this::receive);
    }

    /**
     * Sends a datagram to the peer of a connected stream. Suspends while more than the high-water
     * mark is buffered.
     *
     * <p><b>On cancellation</b> the datagram is sent all the same.
     *
     * @param data what to send, maybe nothing; the array may be reused when the call returns
     * @throws IOException if the socket broke
     * @throws IllegalStateException if the stream is closed or not connected
     * @throws WriteBufferFullException if the buffer would exceed its cap
     */
    public void send(byte[] data) throws IOException {
        requireOpen();
        transport.send(data);
        queue.awaitRoom();
    }

    /**
     * Sends text in UTF-8 to the peer of a connected stream, as {@link #send(byte[])} does.
     *
     * <p><b>On cancellation</b> the datagram is sent all the same.
     *
     * @param text what to send
     * @throws IOException if the socket broke
     * @throws IllegalStateException if the stream is closed or not connected
     * @throws WriteBufferFullException if the buffer would exceed its cap
     */
    public void send(String text) throws IOException {
        send(text.getBytes(UTF_8));
    }

    /**
     * Sends a datagram. Suspends while more than the high-water mark is buffered.
     *
     * <p><b>On cancellation</b> the datagram is sent all the same.
     *
     * @param data what to send, maybe nothing; the array may be reused when the call returns
     * @param receiver to whom
     * @throws IOException if the socket broke
     * @throws IllegalArgumentException if the stream is connected to somebody else
     * @throws IllegalStateException if the stream is closed
     * @throws WriteBufferFullException if the buffer would exceed its cap
     */
    public void sendTo(byte[] data, SocketAddress receiver) throws IOException {
        requireOpen();
        transport.sendTo(data, receiver);
        queue.awaitRoom();
    }

    private void requireOpen() {
        if (transport.isClosing()) {
            throw new IllegalStateException("a datagram was sent on " + this + ", which is closed");
        }
    }

    /** How many datagrams were dropped because too many waited to be received. Never suspends. */
    public long droppedCount() {
        return queue.droppedCount();
    }

    /** The address of this end, with the port that the system chose. Never suspends. */
    public SocketAddress localAddress() {
        return transport.extraInfo(ExtraInfo.SOCKNAME).orElseThrow();
    }

    /**
     * Closes the socket and waits until what was sent has left and the socket is gone. Those that
     * wait in {@link #receive()} get the end. Suspends, unless the socket is gone.
     *
     * <p><b>On cancellation</b> the socket is closed at once.
     */
    @Override
    public void close() {
        transport.close();
        try {
            queue.awaitLost();
        } catch (CancelledError cancelled) {
            transport.abort();
            throw cancelled;
        }
    }

    /** Closes the socket at once and drops what has not left. Never suspends. */
    public void abort() {
        transport.abort();
    }

    /** The transport below. */
    public DatagramTransport transport() {
        return transport;
    }

    @Override
    public String toString() {
        return "DatagramStream[" + transport + "]";
    }
}
