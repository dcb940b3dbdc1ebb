package io.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.CancelledError;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ConnectionResetException;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Tls;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferFullException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A connection as one object: it reads, its writes wait for a slow peer by themselves, and it is
 * closed by {@code try}.
 *
 * {@snippet :
 * try (var stream = Stream.connect("127.0.0.1", 8888)) {
 *     stream.write("hello\n");
 *     for (String line : stream) {
 *         println(line);
 *     }
 * }
 * }
 *
 * <p>The end of the stream is an empty {@link Optional}, or an {@link IncompleteReadException}
 * where more was asked for. One task may read and others write at the same time; the bytes of one
 * call are never mixed with those of another. {@link Streams} offers the same with asyncio's reader
 * and writer.
 *
 * <p>Confined to the loop.
 */
public final class Stream implements AutoCloseable, Iterable<String> {
    /** Serves one connection of a server; runs in a task of its own. Confined to the loop. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Serves a connection, which is closed when the method returns or throws.
         *
         * @param stream the connection
         * @throws Exception goes to the loop's exception handler
         */
        void handle(Stream stream) throws Exception;
    }

    private final StreamReader reader;
    private final StreamWriter writer;

    /** Set by close and abort, for good. */
    private boolean isClosed;

    Stream(StreamReader reader, StreamWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * Connects to a host with the usual options. Suspends until the connection stands.
     *
     * <p><b>On cancellation</b> the attempt ends and nothing stays open.
     *
     * @param host a name or an address
     * @param port the port
     * @throws IOException if the name is not known or no address can be reached
     * @throws IllegalStateException if the loop has no network
     */
    public static Stream connect(String host, int port) throws IOException {
        return connect(host, port, ConnectOptions.DEFAULT);
    }

    /**
     * Connects to a host, as {@link Net#createConnection} does. Suspends until the connection
     * stands.
     *
     * <p><b>On cancellation</b> the attempt ends and nothing stays open.
     *
     * @param host a name or an address
     * @param port the port
     * @param options how to connect
     * @throws IOException if the name is not known or no address can be reached
     * @throws IllegalStateException if the loop has no network
     */
    public static Stream connect(String host, int port, ConnectOptions options) throws IOException {
        Connection connection = Streams.openConnection(host, port, options);
        return new Stream(connection.reader(), connection.writer());
    }

    /**
     * Makes a stream of a socket that was accepted elsewhere, as {@link Net#connectAcceptedSocket}
     * does. Suspends for a pass of the loop.
     *
     * <p><b>On cancellation</b> the socket is closed.
     *
     * @param channel a connected socket, which belongs to the stream from now on
     * @throws IOException if the socket is closed
     * @throws IllegalStateException if something uses the socket, or the loop cannot tell readiness
     */
    public static Stream connectAcceptedSocket(SocketChannel channel) throws IOException {
        Connection connection = Streams.connectAcceptedSocket(channel, ServerOptions.DEFAULT);
        return new Stream(connection.reader(), connection.writer());
    }

    /**
     * Serves on a listening socket that the program has by its descriptor, as {@link
     * Net#createServer(java.util.function.Supplier, SocketDescriptor, ServerOptions)} does.
     * Suspends for one pass of the loop.
     *
     * <p><b>On cancellation</b> the socket is closed.
     *
     * @param handler serves each connection
     * @param socket the socket, which belongs to the server from now on
     * @param options how the connections are
     * @throws IOException if it is not a listening stream socket
     * @throws IllegalStateException if a transport uses it, or the loop has no network
     * @throws UnsupportedOperationException if the loop's mechanism is neither epoll nor kqueue
     */
    public static Server serve(Handler handler, SocketDescriptor socket, ServerOptions options)
            throws IOException {
        return Streams.startServer(new ClosingHandler(handler), socket, options);
    }

    /**
     * Serves on all addresses of a host, with the usual options. Suspends while the name is looked
     * up and for one pass of the loop.
     *
     * <p><b>On cancellation</b> nothing stays bound.
     *
     * @param handler serves each connection
     * @param host a name or an address of this machine
     * @param port the port; 0 lets the system choose one, see {@link Server#port()}
     * @throws IOException if the name is not known or an address cannot be bound
     * @throws IllegalStateException if the loop has no network
     */
    public static Server serve(Handler handler, String host, int port) throws IOException {
        return serve(
                handler,
                List.of(Objects.requireNonNull(host, "host")),
                port,
                ServerOptions.DEFAULT);
    }

    /**
     * Serves on all addresses of several hosts, as {@link Streams#startServer} does; but a
     * connection is always closed when its handler has ended. Suspends while names are looked up
     * and for one pass of the loop.
     *
     * <p><b>On cancellation</b> nothing stays bound.
     *
     * @param handler serves each connection
     * @param hosts names or addresses of this machine; none means all interfaces, on IPv4 and IPv6
     * @param port the port; 0 lets the system choose one for each address
     * @param options how to listen
     * @throws IOException if a name is not known or an address cannot be bound
     * @throws IllegalStateException if the loop has no network
     */
    public static Server serve(Handler handler, List<String> hosts, int port, ServerOptions options)
            throws IOException {
        return Streams.startServer(new ClosingHandler(handler), hosts, port, options);
    }

    /**
     * Connects to a Unix socket with the usual options. Suspends until the connection stands.
     *
     * <p><b>On cancellation</b> the attempt ends and nothing stays open.
     *
     * @param path the path of the socket
     * @throws IOException if nobody listens on the path
     * @throws IllegalStateException if the loop has no network
     */
    public static Stream connectUnix(Path path) throws IOException {
        return connectUnix(path, ConnectOptions.DEFAULT);
    }

    /**
     * Connects to a Unix socket, as {@link Net#createUnixConnection} does. Suspends until the
     * connection stands.
     *
     * <p><b>On cancellation</b> the attempt ends and nothing stays open.
     *
     * @param path the path of the socket
     * @param options how to connect
     * @throws IOException if nobody listens on the path
     * @throws IllegalStateException if the loop has no network
     */
    public static Stream connectUnix(Path path, ConnectOptions options) throws IOException {
        Connection connection = Streams.openUnixConnection(path, options);
        return new Stream(connection.reader(), connection.writer());
    }

    /**
     * Serves on a Unix socket with the usual options. Suspends for one pass of the loop.
     *
     * <p><b>On cancellation</b> nothing stays bound.
     *
     * @param handler serves each connection
     * @param path where the file of the socket shall be
     * @throws IOException if the path cannot be bound
     * @throws IllegalStateException if the loop has no network
     */
    public static Server serveUnix(Handler handler, Path path) throws IOException {
        return serveUnix(handler, path, ServerOptions.DEFAULT);
    }

    /**
     * Serves on a Unix socket, as {@link Net#createUnixServer} does; a connection is always closed
     * when its handler has ended. Suspends for one pass of the loop.
     *
     * <p><b>On cancellation</b> nothing stays bound.
     *
     * @param handler serves each connection
     * @param path where the file of the socket shall be
     * @param options how to listen
     * @throws IOException if the path cannot be bound
     * @throws IllegalStateException if the loop has no network
     */
    public static Server serveUnix(Handler handler, Path path, ServerOptions options)
            throws IOException {
        return Streams.startUnixServer(new ClosingHandler(handler), path, options);
    }

    /**
     * Reads what is there, but at most a number of bytes. Suspends if nothing is there.
     *
     * <p><b>On cancellation</b> nothing is lost.
     *
     * @param maxBytes the most to read; at least one
     * @return at least one byte; empty at the end of the stream
     * @throws IOException if the connection broke
     * @throws IllegalArgumentException if the number is not positive
     * @throws IllegalStateException if another task waits for data
     */
    public Optional<byte[]> read(int maxBytes) throws IOException {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException(
                    "read needs a positive number of bytes, not " + maxBytes);
        }
        byte[] some = reader.read(maxBytes);
        return some.length == 0 ? Optional.empty() : Optional.of(some);
    }

    /**
     * Reads what is there and fits into a buffer, without allocating. Suspends if nothing is there.
     *
     * <p><b>On cancellation</b> nothing is lost.
     *
     * @param target where the bytes go
     * @return how many; 0 only if the target is full, -1 at the end of the stream
     * @throws IOException if the connection broke
     * @throws IllegalStateException if another task waits for data
     */
    public int read(ByteBuffer target) throws IOException {
        return reader.read(target);
    }

    /**
     * Reads everything up to the end of the stream. Suspends until the end has come.
     *
     * <p><b>On cancellation</b> what was read so far is lost.
     *
     * @throws IOException if the connection broke
     * @throws IllegalStateException if another task waits for data
     */
    public byte[] readAll() throws IOException {
        return reader.readAll();
    }

    /**
     * Reads a number of bytes exactly. Suspends until they are there.
     *
     * <p><b>On cancellation</b> nothing is lost.
     *
     * @param bytes how many
     * @throws IncompleteReadException if the stream ends before
     * @throws IOException if the connection broke
     * @throws IllegalStateException if another task waits for data
     */
    public byte[] readExactly(int bytes) throws IOException {
        return reader.readExactly(bytes);
    }

    /**
     * Reads up to a separator. Suspends until it is there.
     *
     * <p><b>On cancellation</b> nothing is lost.
     *
     * @param separators what ends the piece; among several, the one that ends first does
     * @return the piece with its separator
     * @throws IncompleteReadException if the stream ends before
     * @throws LimitOverrunException if the piece exceeds the limit; it stays unread
     * @throws IOException if the connection broke
     * @throws IllegalStateException if another task waits for data
     */
    public byte[] readUntil(byte[]... separators) throws IOException {
        return reader.readUntil(Objects.requireNonNull(separators, "separators"));
    }

    /**
     * Reads a line of text in UTF-8. Suspends until it is there.
     *
     * <p><b>On cancellation</b> nothing is lost.
     *
     * @return the line without its {@code \n} or {@code \r\n}; empty at the end of the stream
     * @throws LimitOverrunException if the line exceeds the limit; it is dropped, as far as it was
     *     there
     * @throws IOException if the connection broke
     * @throws IllegalStateException if another task waits for data
     */
    public Optional<String> readLine() throws IOException {
        return reader.nextLine().map(TextLine::withoutEnd);
    }

    /**
     * The lines up to the end of the stream. The iterator suspends like {@link #readLine()}; it
     * throws {@link java.io.UncheckedIOException} where that throws {@link IOException}.
     *
     * <p><b>On cancellation</b> nothing is lost.
     */
    @Override
    public Iterator<String> iterator() {
        return new LineIterator<>(this::readLine);
    }

    /**
     * Sends bytes. Suspends while more than the high-water mark is buffered, this call's bytes
     * included.
     *
     * <p><b>On cancellation</b> the bytes are sent all the same.
     *
     * @param data what to send; the array may be reused when the call returns
     * @throws IOException if the connection broke
     * @throws IllegalStateException if the stream or its sending side was closed
     * @throws WriteBufferFullException if the buffer would exceed its cap
     */
    public void write(byte[] data) throws IOException {
        write(ByteBuffer.wrap(Objects.requireNonNull(data, "data")));
    }

    /**
     * Sends the remaining bytes of a buffer, as {@link #write(byte[])} does.
     *
     * <p><b>On cancellation</b> the bytes are sent all the same.
     *
     * @param data what to send; the buffer may be reused when the call returns
     * @throws IOException if the connection broke
     * @throws IllegalStateException if the stream or its sending side was closed
     * @throws WriteBufferFullException if the buffer would exceed its cap
     */
    public void write(ByteBuffer data) throws IOException {
        if (isClosed) {
            throw new IllegalStateException("write on " + this + ", which was closed");
        }
        writer.write(data);
        writer.drain();
    }

    /**
     * Sends text in UTF-8, as {@link #write(byte[])} sends bytes.
     *
     * <p><b>On cancellation</b> the text is sent all the same.
     *
     * @param text what to send; no line end is added
     * @throws IOException if the connection broke
     * @throws IllegalStateException if the stream or its sending side was closed
     * @throws WriteBufferFullException if the buffer would exceed its cap
     */
    public void write(String text) throws IOException {
        write(text.getBytes(UTF_8));
    }

    /**
     * Begins TLS on the connection, as {@link StreamWriter#startTls} does. Suspends until the
     * handshake is over.
     *
     * <p><b>On cancellation</b> the connection is aborted.
     *
     * @param tls how; the options of a client name the server
     * @throws IOException if the connection broke or the handshake fails; it is lost then
     * @throws IllegalArgumentException if the name of the server is missing
     * @throws IllegalStateException if the connection has TLS already or is closing
     */
    public void startTls(Tls tls) throws IOException {
        writer.startTls(tls);
    }

    /**
     * Sends a part of a file, as {@link Net#sendFile(Transport, FileChannel, long, long)} does.
     * Suspends.
     *
     * <p><b>On cancellation</b> a part may have been sent, which the position of the file tells.
     *
     * @param file what to send; it must stay open until the method returns
     * @param offset where in the file to begin
     * @param count how many bytes at most; {@link Long#MAX_VALUE} for the rest of the file
     * @return how many bytes were sent: fewer than asked for only if the file ends before
     * @throws IOException if the connection broke or the file cannot be read
     * @throws IllegalArgumentException if a number is negative
     * @throws IllegalStateException if the connection is closing, or sends a file already
     */
    public long sendFile(FileChannel file, long offset, long count) throws IOException {
        return writer.sendFile(file, offset, count);
    }

    /**
     * Sends a whole file, as {@link Net#sendFile(Transport, Path)} does. Suspends.
     *
     * <p><b>On cancellation</b> a part may have been sent.
     *
     * @param path the file
     * @return how many bytes were sent
     * @throws IOException if the connection broke or the file cannot be read
     * @throws IllegalStateException if the connection is closing, or sends a file already
     */
    public long sendFile(Path path) throws IOException {
        return writer.sendFile(path);
    }

    /**
     * Closes the sending side after what was written is sent; reading goes on. Never suspends.
     *
     * @throws UnsupportedOperationException if the transport cannot do that
     */
    public void writeEof() {
        writer.writeEof();
    }

    /**
     * Closes the connection and waits until what was written is sent and the connection is gone.
     * Suspends, unless the connection is gone. A peer that does not read makes it wait for long;
     * {@link #abort()} does not wait.
     *
     * <p><b>On cancellation</b> the connection is aborted.
     *
     * @throws IOException if the connection breaks meanwhile, so that the peer may have missed
     *     something; not if it was broken before
     */
    @Override
    public void close() throws IOException {
        boolean wasBroken = reader.exception().isPresent();
        isClosed = true;
        writer.close();
        try {
            writer.waitClosed();
        } catch (CancelledError cancelled) {
            writer.transport().abort();
            throw cancelled;
        } catch (IOException failure) {
            if (!wasBroken) {
                throw new ConnectionResetException(
                        "the connection broke while it was being closed", failure);
            }
        }
    }

    /** Closes the connection at once and drops what was not sent. Never suspends. */
    public void abort() {
        isClosed = true;
        writer.transport().abort();
    }

    /**
     * What is known about the connection. Never suspends.
     *
     * @param key what to tell
     * @param <T> the type of the answer
     */
    public <T> Optional<T> extraInfo(ExtraInfo<T> key) {
        return writer.extraInfo(key);
    }

    /** The transport below. Any thread may ask. */
    public Transport transport() {
        return writer.transport();
    }

    @Override
    public String toString() {
        return "Stream[" + writer.transport() + "]";
    }
}
