package io.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.Tls;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferFullException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The sending side of a stream. {@link #write} never waits; await {@link #drain} after it, so that
 * a slow peer slows the writer down instead of filling the memory.
 *
 * {@snippet :
 * writer.write("GET / HTTP/1.0\r\n\r\n");
 * writer.drain();
 * }
 *
 * <p>Closing the writer closes the connection, the reader's side too.
 *
 * <p>Confined to the loop.
 */
public final class StreamWriter {
    private final Transport transport;
    private final StreamReaderProtocol protocol;
    private final Optional<StreamReader> reader;

    /**
     * A writer on a transport. {@link Streams} makes one for each connection.
     *
     * @param transport where the bytes go
     * @param protocol the protocol of the transport
     * @param reader whose failure {@link #drain} shall throw; empty if there is none
     */
    public StreamWriter(
            Transport transport, StreamReaderProtocol protocol, Optional<StreamReader> reader) {
        this.transport = Objects.requireNonNull(transport, "transport");
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.reader = Objects.requireNonNull(reader, "reader");
    }

    /**
     * Sends bytes. Never suspends. What the system does not take is buffered without bound; see
     * {@link #drain}. After the connection was closed or lost it does nothing.
     *
     * @param data what to send; the array may be reused at once
     * @throws IllegalStateException if {@link #writeEof()} was called
     * @throws WriteBufferFullException if the buffer would exceed its cap
     */
    public void write(byte[] data) {
        transport.write(Objects.requireNonNull(data, "data"));
    }

    /**
     * Sends the remaining bytes of a buffer. Never suspends.
     *
     * @param data what to send; the buffer may be reused at once
     * @throws IllegalStateException if {@link #writeEof()} was called
     * @throws WriteBufferFullException if the buffer would exceed its cap
     */
    public void write(ByteBuffer data) {
        transport.write(data);
    }

    /**
     * Sends text in UTF-8. Never suspends.
     *
     * @param text what to send; no line end is added
     * @throws IllegalStateException if {@link #writeEof()} was called
     * @throws WriteBufferFullException if the buffer would exceed its cap
     */
    public void write(String text) {
        transport.write(text.getBytes(UTF_8));
    }

    /**
     * Sends several pieces in their order, as they are: no line ends are added. Never suspends.
     *
     * @param pieces what to send
     * @throws IllegalStateException if {@link #writeEof()} was called
     * @throws WriteBufferFullException if the buffer would exceed its cap
     */
    public void writeLines(Iterable<byte[]> pieces) {
        transport.writeLines(pieces);
    }

    /**
     * Waits until the peer has taken enough: until no more than the low-water mark is buffered, if
     * the high one was exceeded. It does not wait until everything is sent. Any number of tasks may
     * wait at once. Suspends only if the high-water mark was exceeded, or, for one pass of the
     * loop, if the connection is closing.
     *
     * <p><b>On cancellation</b> nothing is lost: what was written is still sent.
     *
     * @throws IOException if the connection broke
     */
    public void drain() throws IOException {
        Optional<Throwable> failure = reader.flatMap(StreamReader::exception);
        if (failure.isPresent()) {
            throw Rethrow.asIs(failure.get());
        }
        if (transport.isClosing()) {
            // Lets connectionLost run, so that a loop of write and drain notices.
            Asyncio.sleep(Duration.ZERO);
        }
        protocol.drain();
    }

    /**
     * Begins TLS on the connection: what is written from now on is encrypted, and the reader gets
     * what the peer encrypted. What had arrived and was not read goes to TLS. Suspends until the
     * handshake is over; meanwhile nothing may be written.
     *
     * {@snippet :
     * writer.write("STARTTLS\r\n");
     * reader.readLine();                                   // "go ahead"
     * writer.startTls(ClientTls.DEFAULT.withServerName("mail.example.org"));
     * }
     *
     * <p><b>On cancellation</b> the connection is aborted.
     *
     * @param tls how; the options of a client name the server
     * @throws IOException if the connection broke or the handshake fails; it is lost then
     * @throws IllegalArgumentException if the name of the server is missing
     * @throws IllegalStateException if the connection has TLS already or is closing
     */
    public void startTls(Tls tls) throws IOException {
        Objects.requireNonNull(tls, "tls");
        drain();
        ByteBuffer unread = reader.map(StreamReader::takeUnread).orElse(ByteBuffer.allocate(0));
        Net.startTls(transport, tls, unread);
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
     * @return how many bytes were sent, or are in the transport's buffer: fewer than asked for only
     *     if the file ends before
     * @throws IOException if the connection broke or the file cannot be read
     * @throws IllegalArgumentException if a number is negative
     * @throws IllegalStateException if the connection is closing, or sends a file already
     */
    public long sendFile(FileChannel file, long offset, long count) throws IOException {
        return Net.sendFile(transport, file, offset, count);
    }

    /**
     * Sends a whole file, as {@link Net#sendFile(Transport, Path)} does. Suspends.
     *
     * <p><b>On cancellation</b> a part may have been sent.
     *
     * @param path the file
     * @return how many bytes were sent, or are in the transport's buffer
     * @throws IOException if the connection broke or the file cannot be read
     * @throws IllegalStateException if the connection is closing, or sends a file already
     */
    public long sendFile(Path path) throws IOException {
        return Net.sendFile(transport, path);
    }

    /** Closes the connection after what was written is sent. Never suspends. */
    public void close() {
        transport.close();
    }

    /** Whether the connection is closed or on its way there. Never suspends. */
    public boolean isClosing() {
        return transport.isClosing();
    }

    /**
     * Waits until the connection is gone. Suspends unless it is.
     *
     * <p><b>On cancellation</b> the connection is left as it is.
     *
     * @throws IOException if it broke
     */
    public void waitClosed() throws IOException {
        protocol.waitClosed();
    }

    /**
     * Closes the sending side after what was written is sent. Never suspends.
     *
     * @throws UnsupportedOperationException if {@link #canWriteEof()} is false
     */
    public void writeEof() {
        transport.writeEof();
    }

    /** Whether the sending side can be closed alone. Never suspends. */
    public boolean canWriteEof() {
        return transport.canWriteEof();
    }

    /**
     * What is known about the connection. Never suspends.
     *
     * @param key what to tell
     * @param <T> the type of the answer
     */
    public <T> Optional<T> extraInfo(ExtraInfo<T> key) {
        return transport.extraInfo(key);
    }

    /** The transport below. Any thread may ask. */
    public Transport transport() {
        return transport;
    }

    @Override
    public String toString() {
        return "StreamWriter[" + transport + "]";
    }
}
