package io.asyncio4j.net;

import io.asyncio4j.EventLoop;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.WriteBufferLimits;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Pipe;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The ends of pipes with protocols: asyncio's {@code loop.connect_read_pipe} and {@code
 * loop.connect_write_pipe}. The channels of a {@link Pipe} work by readiness, the streams of {@code
 * java.io} with a thread for each. Programs with streams use {@link Streams} instead.
 *
 * <p>Confined to the loop.
 */
public final class Pipes {
    private Pipes() {}

    /**
     * Makes a transport of the end of a pipe from which to read. Writing to it is refused. Suspends
     * until {@link Protocol#connectionMade} has run.
     *
     * <p><b>On cancellation</b> the pipe's end is closed.
     *
     * @param protocols makes the protocol
     * @param source the end of the pipe, which belongs to the transport from now on
     * @param <P> the type of the protocol
     * @throws IOException if it is closed; it is closed if anything else fails, too
     * @throws IllegalStateException if something uses it, or the loop cannot tell readiness
     */
    public static <P extends Protocol> Link<P> connectReadPipe(
            Supplier<P> protocols, Pipe.SourceChannel source) throws IOException {
        Objects.requireNonNull(protocols, "protocols");
        Objects.requireNonNull(source, "source").configureBlocking(false);
        return Linking.on(protocols, source, WriteBufferLimits.DEFAULT);
    }

    /**
     * Makes a transport of the end of a pipe to which to write. Nothing is ever received from it. A
     * reader that goes away is noticed at the next write, which ends the connection with a {@link
     * io.asyncio4j.net.transport.ConnectionResetException}. Suspends until {@link
     * Protocol#connectionMade} has run.
     *
     * <p><b>On cancellation</b> the pipe's end is closed.
     *
     * @param protocols makes the protocol
     * @param sink the end of the pipe, which belongs to the transport from now on
     * @param <P> the type of the protocol
     * @throws IOException if it is closed; it is closed if anything else fails, too
     * @throws IllegalStateException if something uses it, or the loop cannot tell readiness
     */
    public static <P extends Protocol> Link<P> connectWritePipe(
            Supplier<P> protocols, Pipe.SinkChannel sink) throws IOException {
        Objects.requireNonNull(protocols, "protocols");
        Objects.requireNonNull(sink, "sink").configureBlocking(false);
        return Linking.on(protocols, sink, WriteBufferLimits.DEFAULT);
    }

    /**
     * Lets a protocol receive from a stream whose reads block, such as the output of a process. The
     * reads are made in a daemon thread of their own; at most one piece of 64 KiB is held, also
     * while reading is paused. Works on every loop, with a network or without.
     *
     * <p>{@link Protocol#connectionMade} is called inside this call, and everything later in a copy
     * of the context that is current now. The transport only reads; its methods for writing throw
     * {@link UnsupportedOperationException}. It ends at the end of the stream, whatever {@link
     * Protocol#eofReceived} answers, and then closes the stream.
     *
     * <p>Closing the transport closes the stream beneath a read that is under way. A stream that
     * does not notice this, such as a pipe of the system, keeps the thread until something comes or
     * the other end is closed; the loop does not wait for it. A transport that is open when the
     * loop is closed is closed in the same way, and nobody is told.
     *
     * <p>While a read is under way the loop has {@linkplain EventLoop#hasExternalWork() external
     * work}, so virtual time stands still. Never suspends.
     *
     * @param protocols makes the protocol
     * @param in where to read; nobody else may read from it any more
     * @param <P> the type of the protocol
     */
    public static <P extends Protocol> Link<P> connectReadPipe(
            Supplier<P> protocols, InputStream in) {
        ReadPipe pipe = new ReadPipe(Objects.requireNonNull(in, "in"));
        P protocol = pipe.begin(protocols);
        pipe.start();
        return new Link<>(pipe, protocol);
    }

    /**
     * Lets a protocol write into a stream whose writes block, such as the input of a process. The
     * writes are made in a daemon thread of their own and flushed. What is not written yet counts
     * as buffered, and the protocol is asked to pause above the high-water mark. Works on every
     * loop, with a network or without.
     *
     * <p>{@link Protocol#connectionMade} is called inside this call, and everything later in a copy
     * of the context that is current now. The transport only writes; its methods for reading throw
     * {@link UnsupportedOperationException}. Closing it, or {@code writeEof}, which is the same
     * here, closes the stream when everything is written. If it is open when the loop is closed, a
     * write under way is finished, what waits behind it dropped, and the stream closed.
     *
     * <p>That nobody reads any more is noticed by the next write, not before: the transport then
     * ends with a {@link io.asyncio4j.net.transport.ConnectionResetException}. While a write is
     * under way the loop has {@linkplain EventLoop#hasExternalWork() external work}, so virtual
     * time stands still. Never suspends.
     *
     * @param protocols makes the protocol
     * @param out where to write; a {@link java.io.PrintStream} is asked for its failures
     * @param <P> the type of the protocol
     */
    public static <P extends Protocol> Link<P> connectWritePipe(
            Supplier<P> protocols, OutputStream out) {
        WritePipe pipe = new WritePipe(Objects.requireNonNull(out, "out"));
        P protocol = pipe.begin(protocols);
        return new Link<>(pipe, protocol);
    }
}
