package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.NameResolution;
import io.asyncio4j.net.internal.FilePart;
import io.asyncio4j.net.spi.Readiness;
import io.asyncio4j.net.spi.Readiness.Direction;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reading and writing on the JDK's own socket channels, with waits that give the loop back:
 * asyncio's {@code loop.sock_recv} and its relatives. For those who have a channel and want neither
 * a transport nor a stream; {@link Stream} is the comfortable way.
 *
 * {@snippet :
 * try (var channel = SocketChannel.open()) {
 *     channel.configureBlocking(false);
 *     Sockets.sockConnect(channel, new InetSocketAddress("127.0.0.1", 7));
 *     Sockets.sockSendAll(channel, request);
 *     byte[] answer = Sockets.sockRecv(channel, 1024);
 * }
 * }
 *
 * <p>Each method tries at once, and waits only if the system asks to. A channel must be in
 * non-blocking mode, and be used by one task in each direction: a second one is refused. Close a
 * channel when nobody waits on it.
 *
 * <p>Confined to the loop.
 */
public final class Sockets {
    /** How much of a file goes out before others get their turn. */
    private static final long FILE_PIECE_BYTES = 1 << 20;

    private Sockets() {}

    /** An operation of a channel that either does something or says that it would block. */
    @FunctionalInterface
    private interface Attempt<T> {
        /** Null if it would block. */
        @Nullable T make() throws IOException;
    }

    /**
     * Receives what is there, but at most a number of bytes. Suspends if nothing is there.
     *
     * <p><b>On cancellation</b> nothing is lost.
     *
     * @param channel a connected channel in non-blocking mode: a socket, or a pipe's source
     * @param maxBytes the most to receive
     * @param <C> the type of the channel
     * @return at least one byte; none at the end of the stream
     * @throws IOException if the connection broke or the channel is closed
     * @throws IllegalArgumentException if the number is not positive, or the channel is in blocking
     *     mode
     * @throws IllegalStateException if a transport, a reader or another task uses the channel
     */
    public static <C extends SelectableChannel & ReadableByteChannel> byte[] sockRecv(
            C channel, int maxBytes) throws IOException {
        Objects.requireNonNull(channel, "channel");
        ByteBuffer target = ByteBuffer.allocate(requirePositive(maxBytes));
        sockRecvInto(channel, target);
        return Arrays.copyOf(target.array(), target.position());
    }

    /**
     * Receives what is there and fits into a buffer. Suspends if nothing is there.
     *
     * <p><b>On cancellation</b> nothing is lost.
     *
     * @param channel a connected channel in non-blocking mode: a socket, or a pipe's source
     * @param target where the bytes go
     * @param <C> the type of the channel
     * @return how many; 0 only if the target is full, -1 at the end of the stream
     * @throws IOException if the connection broke or the channel is closed
     * @throws IllegalArgumentException if the channel is in blocking mode
     * @throws IllegalStateException if a transport, a reader or another task uses the channel
     */
    public static <C extends SelectableChannel & ReadableByteChannel> int sockRecvInto(
            C channel, ByteBuffer target) throws IOException {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(target, "target");
        if (!target.hasRemaining()) {
            return 0;
        }
        return until(
                channel,
                Direction.READING,
                () -> {
                    int count = channel.read(target);
                    return count == 0 ? null : count;
                });
    }

    /**
     * Receives a datagram. Suspends if none is there.
     *
     * <p><b>On cancellation</b> nothing is lost.
     *
     * @param channel a channel in non-blocking mode
     * @param maxBytes the most to receive; what is longer is cut off
     * @return the datagram, which may be empty, and its sender
     * @throws IOException if the socket has an error to tell, or the channel is closed
     * @throws IllegalArgumentException if the number is not positive, or the channel is in blocking
     *     mode
     * @throws IllegalStateException if a transport, a reader or another task uses the channel
     */
    public static Datagram sockRecvFrom(DatagramChannel channel, int maxBytes) throws IOException {
        Objects.requireNonNull(channel, "channel");
        ByteBuffer target = ByteBuffer.allocate(requirePositive(maxBytes));
        SocketAddress sender = sockRecvFromInto(channel, target);
        return new Datagram(Arrays.copyOf(target.array(), target.position()), sender);
    }

    /**
     * Receives a datagram into a buffer. Suspends if none is there.
     *
     * <p><b>On cancellation</b> nothing is lost.
     *
     * @param channel a channel in non-blocking mode
     * @param target where the bytes go; what does not fit is cut off
     * @return the sender
     * @throws IOException if the socket has an error to tell, or the channel is closed
     * @throws IllegalArgumentException if the channel is in blocking mode
     * @throws IllegalStateException if a transport, a reader or another task uses the channel
     */
    public static SocketAddress sockRecvFromInto(DatagramChannel channel, ByteBuffer target)
            throws IOException {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(target, "target");
        return until(channel, Direction.READING, () -> channel.receive(target));
    }

    /**
     * Sends all bytes. Suspends while the system takes no more.
     *
     * <p><b>On cancellation</b> a part may have been sent; how much is unknown, as after an error.
     *
     * @param channel a connected channel in non-blocking mode: a socket, or a pipe's sink
     * @param data what to send
     * @param <C> the type of the channel
     * @throws IOException if the connection broke or the channel is closed
     * @throws IllegalArgumentException if the channel is in blocking mode
     * @throws IllegalStateException if a transport, a writer or another task uses the channel
     */
    public static <C extends SelectableChannel & WritableByteChannel> void sockSendAll(
            C channel, byte[] data) throws IOException {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(data, "data");
        sockSendAll(channel, ByteBuffer.wrap(data));
    }

    /**
     * Sends the remaining bytes of a buffer. Suspends while the system takes no more.
     *
     * <p><b>On cancellation</b>, and after an error, the position of the buffer tells what was
     * sent.
     *
     * @param channel a connected channel in non-blocking mode: a socket, or a pipe's sink
     * @param data what to send; it must not change until the method returns
     * @param <C> the type of the channel
     * @throws IOException if the connection broke or the channel is closed
     * @throws IllegalArgumentException if the channel is in blocking mode
     * @throws IllegalStateException if a transport, a writer or another task uses the channel
     */
    public static <C extends SelectableChannel & WritableByteChannel> void sockSendAll(
            C channel, ByteBuffer data) throws IOException {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(data, "data");
        until(
                channel,
                Direction.WRITING,
                () -> {
                    channel.write(data);
                    return data.hasRemaining() ? null : true;
                });
    }

    /**
     * Sends a datagram. Suspends while the system takes none.
     *
     * <p><b>On cancellation</b> nothing was sent.
     *
     * @param channel a channel in non-blocking mode
     * @param data the datagram, which may be empty
     * @param address to whom
     * @return how many bytes were sent
     * @throws IOException if the datagram is too long, the socket has an error to tell, or the
     *     channel is closed
     * @throws IllegalArgumentException if the channel is in blocking mode
     * @throws IllegalStateException if a transport, a writer or another task uses the channel
     */
    public static int sockSendTo(DatagramChannel channel, byte[] data, SocketAddress address)
            throws IOException {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(data, "data");
        SocketAddress target = resolved(address);
        ByteBuffer datagram = ByteBuffer.wrap(data);
        return until(
                channel,
                Direction.WRITING,
                () -> {
                    int count = channel.send(datagram, target);
                    return count == 0 && data.length > 0 ? null : count;
                });
    }

    /**
     * Connects. An address is taken as it is; the name in an unresolved one is looked up, and its
     * first address taken. Suspends until the connection stands.
     *
     * <p><b>On cancellation</b>, and after an error, the channel is of no more use; close it.
     *
     * @param channel a channel in non-blocking mode that is not connected
     * @param address where to
     * @throws IOException if the peer cannot be reached or the name is not known
     * @throws IllegalArgumentException if the channel is in blocking mode
     * @throws IllegalStateException if a transport, a writer or another task uses the channel
     */
    public static void sockConnect(SocketChannel channel, SocketAddress address)
            throws IOException {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(address, "address");
        requireFree(channel, Direction.WRITING);
        SocketAddress target = resolved(address);
        if (!channel.connect(target)) {
            until(channel, Direction.WRITING, () -> channel.finishConnect() ? true : null);
        }
    }

    /**
     * Accepts a connection. Suspends until there is one.
     *
     * <p><b>On cancellation</b> no connection is lost.
     *
     * @param channel a bound channel in non-blocking mode
     * @return the connection, in non-blocking mode; the caller closes it
     * @throws IOException if the system refuses, or the channel is closed
     * @throws IllegalArgumentException if the channel is in blocking mode
     * @throws IllegalStateException if a transport, a reader or another task uses the channel
     */
    public static SocketChannel sockAccept(ServerSocketChannel channel) throws IOException {
        Objects.requireNonNull(channel, "channel");
        SocketChannel accepted = until(channel, Direction.READING, channel::accept);
        try {
            accepted.configureBlocking(false);
            return accepted;
        } catch (IOException failure) {
            accepted.close();
            throw failure;
        }
    }

    /**
     * Sends a part of a file, without bringing its bytes into the program where the system can do
     * that (Linux's {@code sendfile}). Suspends while the peer takes no more, and after each
     * megabyte to let others run. The file is read on the loop's thread.
     *
     * <p>The position of the file is behind the last byte sent, also after an error.
     *
     * <p><b>On cancellation</b> a part may have been sent, which the position of the file tells.
     *
     * @param channel a connected channel in non-blocking mode: a socket, or a pipe's sink
     * @param file what to send
     * @param offset where in the file to begin
     * @param count how many bytes at most; {@link Long#MAX_VALUE} for the rest of the file
     * @param <C> the type of the channel
     * @return how many bytes were sent: fewer than asked for only if the file ends before
     * @throws IOException if the connection broke, the file cannot be read, or the channel is
     *     closed
     * @throws IllegalArgumentException if a number is negative, or the channel is in blocking mode
     * @throws IllegalStateException if a transport, a writer or another task uses the channel
     */
    public static <C extends SelectableChannel & WritableByteChannel> long sockSendFile(
            C channel, FileChannel file, long offset, long count) throws IOException {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(file, "file");
        FilePart part = new FilePart(file, offset, count);
        requireFree(channel, Direction.WRITING);
        try {
            while (part.hasMore()) {
                long piece = Math.min(part.remaining(), FILE_PIECE_BYTES);
                until(
                        channel,
                        Direction.WRITING,
                        () -> (part.transferTo(channel, piece) || !part.hasMore()) ? true : null);
                if (part.hasMore()) {
                    Asyncio.sleep(Duration.ZERO);
                }
            }
            return part.sent();
        } finally {
            part.settlePosition();
        }
    }

    private static <T> T until(SelectableChannel channel, Direction direction, Attempt<T> attempt)
            throws IOException {
        Readiness readiness = requireFree(channel, direction);
        T result = attempt.make();
        while (result == null) {
            readiness.await(channel, direction);
            result = attempt.make();
        }
        return result;
    }

    private static Readiness requireFree(SelectableChannel channel, Direction direction)
            throws IOException {
        Objects.requireNonNull(channel, "channel");
        if (channel.isOpen() && channel.isBlocking()) {
            throw new IllegalArgumentException(
                    channel
                            + " is in blocking mode and would stop the loop; call"
                            + " configureBlocking(false) on it first");
        }
        Readiness readiness = Readiness.of(Asyncio.getRunningLoop());
        readiness.requireUnused(channel, direction);
        return readiness;
    }

    private static SocketAddress resolved(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress named && named.isUnresolved()) {
            return NameResolution.getAddrInfo(named.getHostString(), named.getPort()).stream()
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new UnknownHostException(
                                            "'" + named.getHostString() + "' has no address"));
        }
        return address;
    }

    private static int requirePositive(int maxBytes) {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("maxBytes must be positive, not " + maxBytes);
        }
        return maxBytes;
    }
}
