package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Task;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Connections and servers with a reader and a writer: asyncio's {@code open_connection} and {@code
 * start_server}.
 *
 * {@snippet :
 * var connection = Streams.openConnection("127.0.0.1", 8888);
 * connection.writer().write("hello\n");
 * connection.writer().drain();
 * byte[] answer = connection.reader().readLine();
 * connection.writer().close();
 * connection.writer().waitClosed();
 * }
 *
 * <p>{@link Stream} does the same with one object, whose writes wait by themselves.
 *
 * <p>Confined to the loop.
 */
public final class Streams {
    private Streams() {}

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
    public static Connection openConnection(String host, int port) throws IOException {
        return openConnection(host, port, ConnectOptions.DEFAULT);
    }

    /**
     * Connects to a host, as {@link Net#createConnection} does. Suspends until the connection
     * stands.
     *
     * <p><b>On cancellation</b> the attempt ends and nothing stays open.
     *
     * @param host a name or an address
     * @param port the port
     * @param options how to connect, and the limit of the reader
     * @throws IOException if the name is not known or no address can be reached
     * @throws IllegalStateException if the loop has no network
     */
    public static Connection openConnection(String host, int port, ConnectOptions options)
            throws IOException {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(options, "options");
        StreamReader reader = new StreamReader(options.limitBytes());
        Link<StreamReaderProtocol> link =
                Net.createConnection(() -> new StreamReaderProtocol(reader), host, port, options);
        return new Connection(reader, link.protocol().writer());
    }

    /**
     * Makes reader and writer of a socket that was accepted elsewhere, as {@link
     * Net#connectAcceptedSocket(java.util.function.Supplier, SocketChannel, ServerOptions)} does.
     * Suspends for a pass of the loop.
     *
     * <p><b>On cancellation</b> the socket is closed.
     *
     * @param channel a connected socket, which belongs to the connection from now on
     * @param options the limit of the reader, and how the connection is
     * @throws IOException if the socket is closed
     * @throws IllegalStateException if something uses the socket, or the loop cannot tell readiness
     */
    public static Connection connectAcceptedSocket(SocketChannel channel, ServerOptions options)
            throws IOException {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(options, "options");
        StreamReader reader = new StreamReader(options.limitBytes());
        Link<StreamReaderProtocol> link =
                Net.connectAcceptedSocket(() -> new StreamReaderProtocol(reader), channel, options);
        return new Connection(reader, link.protocol().writer());
    }

    /**
     * Makes reader and writer of a connected socket that the program has by its descriptor, as
     * {@link Net#connectAcceptedSocket(java.util.function.Supplier, SocketDescriptor,
     * ServerOptions)} does. Suspends for a pass of the loop.
     *
     * <p><b>On cancellation</b> the socket is closed.
     *
     * @param socket the socket, which belongs to the connection from now on
     * @param options the limit of the reader, and how the connection is
     * @throws IOException if it is not a connected stream socket
     * @throws IllegalStateException if a transport uses it, or the loop has no network
     * @throws UnsupportedOperationException if the loop's mechanism is neither epoll nor kqueue
     */
    public static Connection connectAcceptedSocket(SocketDescriptor socket, ServerOptions options)
            throws IOException {
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(options, "options");
        StreamReader reader = new StreamReader(options.limitBytes());
        Link<StreamReaderProtocol> link =
                Net.connectAcceptedSocket(() -> new StreamReaderProtocol(reader), socket, options);
        return new Connection(reader, link.protocol().writer());
    }

    /**
     * Serves on a listening socket that the program has by its descriptor, as {@link
     * Net#createServer(java.util.function.Supplier, SocketDescriptor, ServerOptions)} does, with a
     * handler as in {@link #startServer(StreamHandler, List, int, ServerOptions)}. Suspends for one
     * pass of the loop.
     *
     * <p><b>On cancellation</b> the socket is closed.
     *
     * @param handler serves each connection
     * @param socket the socket, which belongs to the server from now on
     * @param options the limit of the readers, and how the connections are
     * @throws IOException if it is not a listening stream socket
     * @throws IllegalStateException if a transport uses it, or the loop has no network
     * @throws UnsupportedOperationException if the loop's mechanism is neither epoll nor kqueue
     */
    public static Server startServer(
            StreamHandler handler, SocketDescriptor socket, ServerOptions options)
            throws IOException {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(options, "options");
        return Net.createServer(serving(handler, options), socket, options);
    }

    /**
     * Serves on a channel of the JDK that the program has bound, as {@link
     * Net#createServer(java.util.function.Supplier, ServerSocketChannel, ServerOptions)} does, with
     * a handler as in {@link #startServer(StreamHandler, List, int, ServerOptions)}. Suspends for
     * one pass of the loop.
     *
     * <p><b>On cancellation</b> the channel is closed.
     *
     * @param handler serves each connection
     * @param channel the bound channel, which belongs to the server from now on
     * @param options the limit of the readers, and how the connections are
     * @throws IOException if the channel is closed
     * @throws IllegalArgumentException if it is not bound
     * @throws IllegalStateException if something uses it, or the loop cannot tell readiness
     */
    public static Server startServer(
            StreamHandler handler, ServerSocketChannel channel, ServerOptions options)
            throws IOException {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(options, "options");
        return Net.createServer(serving(handler, options), channel, options);
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
    public static Server startServer(StreamHandler handler, String host, int port)
            throws IOException {
        return startServer(
                handler,
                List.of(Objects.requireNonNull(host, "host")),
                port,
                ServerOptions.DEFAULT);
    }

    /**
     * Serves on all addresses of several hosts, as {@link Net#createServer} does. The handler runs
     * in a task of its own for each connection, in a copy of the context that is current now. If it
     * fails, the loop's exception handler is told and the connection closed; if its task is
     * cancelled, the connection is closed. Suspends while names are looked up and for one pass of
     * the loop.
     *
     * <p><b>On cancellation</b> nothing stays bound.
     *
     * @param handler serves each connection
     * @param hosts names or addresses of this machine; none means all interfaces, on IPv4 and IPv6
     * @param port the port; 0 lets the system choose one for each address
     * @param options how to listen, and the limit of the readers
     * @throws IOException if a name is not known or an address cannot be bound
     * @throws IllegalStateException if the loop has no network
     */
    public static Server startServer(
            StreamHandler handler, List<String> hosts, int port, ServerOptions options)
            throws IOException {
        return Net.createServer(serving(handler, options), hosts, port, options);
    }

    /** Protocols that run the handler, each in a task of its own. */
    private static Supplier<StreamReaderProtocol> serving(
            StreamHandler handler, ServerOptions options) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(options, "options");
        EventLoop loop = Asyncio.getRunningLoop();
        return () -> {
            StreamReader reader = new StreamReader(options.limitBytes());
            return new StreamReaderProtocol(reader, writer -> serve(loop, handler, reader, writer));
        };
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
    public static Connection openUnixConnection(Path path) throws IOException {
        return openUnixConnection(path, ConnectOptions.DEFAULT);
    }

    /**
     * Connects to a Unix socket, as {@link Net#createUnixConnection} does. Suspends until the
     * connection stands.
     *
     * <p><b>On cancellation</b> the attempt ends and nothing stays open.
     *
     * @param path the path of the socket
     * @param options how to connect, and the limit of the reader
     * @throws IOException if nobody listens on the path
     * @throws IllegalStateException if the loop has no network
     */
    public static Connection openUnixConnection(Path path, ConnectOptions options)
            throws IOException {
        StreamReader reader = new StreamReader(options.limitBytes());
        Link<StreamReaderProtocol> link =
                Net.createUnixConnection(() -> new StreamReaderProtocol(reader), path, options);
        return new Connection(reader, link.protocol().writer());
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
    public static Server startUnixServer(StreamHandler handler, Path path) throws IOException {
        return startUnixServer(handler, path, ServerOptions.DEFAULT);
    }

    /**
     * Serves on a Unix socket, as {@link Net#createUnixServer} does; the handler runs as {@link
     * #startServer(StreamHandler, List, int, ServerOptions)} tells. Suspends for one pass of the
     * loop.
     *
     * <p><b>On cancellation</b> nothing stays bound.
     *
     * @param handler serves each connection
     * @param path where the file of the socket shall be
     * @param options how to listen, and the limit of the readers
     * @throws IOException if the path cannot be bound
     * @throws IllegalStateException if the loop has no network
     */
    public static Server startUnixServer(StreamHandler handler, Path path, ServerOptions options)
            throws IOException {
        return Net.createUnixServer(serving(handler, options), path, options);
    }

    private static void serve(
            EventLoop loop, StreamHandler handler, StreamReader reader, StreamWriter writer) {
        Task<@Nullable Void> task = loop.createTask(() -> handler.handle(reader, writer));
        Transport transport = writer.transport();
        if (transport.protocol() instanceof StreamReaderProtocol protocol) {
            protocol.setHandler(task);
        }
        task.addDoneCallback(
                done -> {
                    if (done.isCancelled()) {
                        transport.close();
                    } else {
                        done.exception().ifPresent(failure -> refuse(loop, transport, failure));
                    }
                });
    }

    private static void refuse(EventLoop loop, Transport transport, Throwable failure) {
        loop.callExceptionHandler(
                ExceptionContext.of("Unhandled exception in a stream handler")
                        .withException(failure)
                        .with("transport", transport));
        transport.close();
    }

    /**
     * A reader on a stream whose reads block, as {@link Pipes#connectReadPipe} makes one. When the
     * reader has twice its limit, nothing more is read. The stream is closed at its end, or with
     * the loop; for a transport to close earlier, use {@link Pipes}. Never suspends.
     *
     * @param in where to read; nobody else may read from it any more
     */
    public static StreamReader connectReadPipe(InputStream in) {
        StreamReader reader = new StreamReader();
        Pipes.connectReadPipe(() -> new StreamReaderProtocol(reader), in);
        return reader;
    }

    /**
     * A writer on a stream whose writes block, as {@link Pipes#connectWritePipe} makes one. What
     * was written is surely out only when {@link StreamWriter#close} and {@link
     * StreamWriter#waitClosed} have returned. Never suspends.
     *
     * @param out where to write
     */
    public static StreamWriter connectWritePipe(OutputStream out) {
        return Pipes.connectWritePipe(() -> new StreamReaderProtocol(new StreamReader()), out)
                .protocol()
                .writer();
    }

    /**
     * A reader on standard input, {@link System#in}, which is never closed. Ask for one reader in a
     * loop. A read of standard input cannot be ended, so the thread that makes it may outlive the
     * loop; what it gets then is kept for the next loop's reader, but lost for those who read
     * {@code System.in} directly. Never suspends.
     */
    public static StreamReader stdin() {
        return connectReadPipe(new StandardInput(Asyncio.getRunningLoop()));
    }

    /**
     * A writer on standard output, {@link System#out}, which is flushed but never closed. Close the
     * writer and await {@link StreamWriter#waitClosed} before the program ends, or the last bytes
     * may be missing. Never suspends.
     */
    public static StreamWriter stdout() {
        return connectWritePipe(new StandardOutput());
    }
}
