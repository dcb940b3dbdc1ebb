package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Promise;
import io.asyncio4j.net.internal.ReceiveBuffer;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ReadTransport;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;

/**
 * The receiving side of a stream: bytes arrive by {@link #feedData} and wait in a buffer until a
 * task reads them. Made by {@link Streams}, or by hand for data from elsewhere.
 *
 * {@snippet :
 * for (byte[] line : reader) {
 *     handle(line);
 * }
 * }
 *
 * <p><b>The limit.</b> A line or a piece that ends with a separator may be {@code limitBytes} long.
 * The transport is paused when more than twice the limit is buffered, and resumed when no more than
 * the limit is left, or when a reader has to wait for more.
 *
 * <p><b>One reader at a time.</b> A second task that would have to wait gets an {@link
 * IllegalStateException}.
 *
 * <p>Every read method suspends only if what it needs is not there yet, and but for {@link
 * #readAll} takes nothing before it can take all of it. A failure set with {@link #setException} is
 * thrown by every read, before data that is still buffered.
 *
 * <p>Confined to the loop on which it was made.
 */
public final class StreamReader implements Iterable<byte[]> {
    private static final byte[] LINE_FEED = {'\n'};
    private static final byte[] NO_BYTES = {};

    private final EventLoop loop;
    private final int limitBytes;
    private final ReceiveBuffer buffer = new ReceiveBuffer();

    /** Set once; null until then. Null again if it cannot be paused. */
    private @Nullable ReadTransport transport;

    /** Whether this reader has paused the transport. */
    private boolean isPaused;

    /** Set by feedEof, for good. */
    private boolean isEof;

    /** Set by setException, for good. */
    private @Nullable Throwable failure;

    /** Not null while a task waits for data. */
    private @Nullable Promise<@Nullable Void> waiter;

    /**
     * A reader with the usual limit of 64 KiB.
     *
     * @throws IllegalStateException if no loop runs on this thread
     */
    public StreamReader() {
        this(ConnectOptions.DEFAULT_LIMIT_BYTES);
    }

    /**
     * A reader with its own limit.
     *
     * @param limitBytes the longest line, and half of what is buffered
     * @throws IllegalArgumentException if the limit is not positive
     * @throws IllegalStateException if no loop runs on this thread
     */
    public StreamReader(int limitBytes) {
        if (limitBytes <= 0) {
            throw new IllegalArgumentException(
                    "limitBytes of a StreamReader must be positive, not " + limitBytes);
        }
        this.limitBytes = limitBytes;
        this.loop = Asyncio.getRunningLoop();
    }

    // ---- for the reading task

    /**
     * Reads everything up to the end of the stream. Suspends until the end has come.
     *
     * <p><b>On cancellation</b> what was read so far is lost.
     *
     * @throws IOException if the connection broke
     * @throws IllegalStateException if another task waits for data
     */
    public byte[] readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece = some("readAll", limitBytes);
                piece.length > 0;
                piece = some("readAll", limitBytes)) {
            all.write(piece, 0, piece.length);
        }
        return all.toByteArray();
    }

    /**
     * Reads what is there, but at most a number of bytes. Suspends if nothing is there.
     *
     * <p><b>On cancellation</b> nothing is lost: what has arrived is there for the next read.
     *
     * @param maxBytes the most to read; negative reads everything, as {@link #readAll} does
     * @return at least one byte; none only at the end of the stream, or if none was asked for
     * @throws IOException if the connection broke
     * @throws IllegalStateException if another task waits for data
     */
    public byte[] read(int maxBytes) throws IOException {
        if (maxBytes < 0) {
            return readAll();
        }
        return some("read", maxBytes);
    }

    /** What {@link #read(int)} does, for the method that was called. */
    private byte[] some(String method, int maxBytes) throws IOException {
        begin();
        if (maxBytes == 0) {
            return NO_BYTES;
        }
        awaitSomething(method);
        byte[] taken = buffer.take(Math.min(maxBytes, buffer.size()));
        resumeIfDrained();
        return taken;
    }

    /**
     * Reads what is there and fits into a buffer, without allocating. Suspends if nothing is there.
     *
     * <p><b>On cancellation</b> nothing is lost: what has arrived is there for the next read.
     *
     * @param target where the bytes go
     * @return how many; 0 only if the target is full, -1 at the end of the stream
     * @throws IOException if the connection broke
     * @throws IllegalStateException if another task waits for data
     */
    public int read(ByteBuffer target) throws IOException {
        begin();
        if (!target.hasRemaining()) {
            return 0;
        }
        awaitSomething("read");
        if (buffer.isEmpty()) {
            return -1;
        }
        int count = buffer.takeInto(target);
        resumeIfDrained();
        return count;
    }

    /**
     * Reads a number of bytes exactly, even more than the limit. Suspends until they are there.
     *
     * <p><b>On cancellation</b> nothing is lost: what has arrived is there for the next read.
     *
     * @param bytes how many
     * @throws IncompleteReadException if the stream ends before; it holds what had arrived
     * @throws IOException if the connection broke
     * @throws IllegalArgumentException if the number is negative
     * @throws IllegalStateException if another task waits for data
     */
    public byte[] readExactly(int bytes) throws IOException {
        if (bytes < 0) {
            throw new IllegalArgumentException(
                    "readExactly needs a number of bytes that is not negative, not " + bytes);
        }
        begin();
        while (buffer.size() < bytes) {
            if (isEof) {
                throw new IncompleteReadException(buffer.takeAll(), bytes);
            }
            awaitData("readExactly");
        }
        byte[] taken = buffer.take(bytes);
        resumeIfDrained();
        return taken;
    }

    /**
     * Reads a line with its {@code \n}. Suspends until it is there.
     *
     * <p><b>On cancellation</b> nothing is lost: what has arrived is there for the next read.
     *
     * @return the line; at the end of the stream what is left, without {@code \n}, then nothing
     * @throws LimitOverrunException if the line exceeds the limit; it is dropped if its end was
     *     there, else everything buffered is, and its rest follows as a line
     * @throws IOException if the connection broke
     * @throws IllegalStateException if another task waits for data
     */
    public byte[] readLine() throws IOException {
        try {
            return until("readLine", LINE_FEED);
        } catch (IncompleteReadException end) {
            return end.partial();
        } catch (LimitOverrunException tooLong) {
            if (buffer.hasAt(LINE_FEED, tooLong.consumed())) {
                buffer.drop(tooLong.consumed() + LINE_FEED.length);
            } else {
                buffer.clear();
            }
            resumeIfDrained();
            throw tooLong;
        }
    }

    /**
     * Reads up to a separator. Suspends until it is there.
     *
     * <p><b>On cancellation</b> nothing is lost: what has arrived is there for the next read.
     *
     * @param separators what ends the piece; among several, the one that ends first does
     * @return the piece with its separator
     * @throws IncompleteReadException if the stream ends before; it holds what had arrived
     * @throws LimitOverrunException if the piece exceeds the limit; it stays in the buffer
     * @throws IOException if the connection broke
     * @throws IllegalArgumentException if there is no separator or one is empty
     * @throws IllegalStateException if another task waits for data
     */
    public byte[] readUntil(byte[]... separators) throws IOException {
        return until("readUntil", Objects.requireNonNull(separators, "separators"));
    }

    /** What {@link #readUntil} does, for the method that was called. */
    private byte[] until(String method, byte[]... separators) throws IOException {
        int shortest = Integer.MAX_VALUE;
        int longest = 0;
        for (byte[] separator : separators) {
            shortest = Math.min(shortest, separator.length);
            longest = Math.max(longest, separator.length);
        }
        if (longest == 0 || shortest == 0) {
            throw new IllegalArgumentException(
                    "readUntil needs at least one separator, and each of at least one byte");
        }
        begin();
        int searched = 0;
        while (true) {
            if (buffer.size() - searched >= shortest) {
                int end = endOfFirst(separators, searched);
                if (end >= 0) {
                    byte[] taken = buffer.take(end);
                    resumeIfDrained();
                    return taken;
                }
                // The last bytes may be the beginning of a separator.
                searched = Math.max(0, buffer.size() + 1 - longest);
                if (searched > limitBytes) {
                    throw new LimitOverrunException(
                            "Separator is not found, and chunk exceed the limit of " + limitBytes,
                            searched);
                }
            }
            if (isEof) {
                throw new IncompleteReadException(buffer.takeAll());
            }
            awaitData(method);
        }
    }

    /** Where the separator ends that ends first, the shorter of two that end there; or -1. */
    private int endOfFirst(byte[][] separators, int from) throws LimitOverrunException {
        int start = -1;
        int end = Integer.MAX_VALUE;
        for (byte[] separator : separators) {
            int at = buffer.indexOf(separator, from);
            int after = at + separator.length;
            if (at >= 0 && (after < end || (after == end && at > start))) {
                start = at;
                end = after;
            }
        }
        if (start > limitBytes) {
            throw new LimitOverrunException(
                    "Separator is found, but chunk is longer than limit of " + limitBytes, start);
        }
        return start < 0 ? -1 : end;
    }

    /** Whether everything was read and no more will come. Never suspends. */
    public boolean atEof() {
        Confinement.check(loop, this);
        return isEof && buffer.isEmpty();
    }

    /**
     * The lines up to the end of the stream, each with its {@code \n}. The iterator suspends like
     * {@link #readLine}, and throws its {@code IOException} as an {@code UncheckedIOException}.
     *
     * <p><b>On cancellation</b> nothing is lost.
     */
    @Override
    public Iterator<byte[]> iterator() {
        Confinement.check(loop, this);
        return new LineIterator<>(this::nextLine);
    }

    /**
     * The lines as {@link #iterator()} gives them, but as text in UTF-8, without {@code \n} or
     * {@code \r\n}. Never suspends; the iterator does.
     */
    public Iterable<String> lines() {
        Confinement.check(loop, this);
        return () -> new LineIterator<>(() -> nextLine().map(TextLine::withoutEnd));
    }

    /** The next line with its end, or empty at the end of the stream. */
    Optional<byte[]> nextLine() throws IOException {
        return Optional.of(readLine()).filter(line -> line.length > 0);
    }

    /** The failure that every read throws; empty as long as all is well. Never suspends. */
    public Optional<Throwable> exception() {
        Confinement.check(loop, this);
        return Optional.ofNullable(failure);
    }

    // ---- for the source of the data

    /**
     * Adds data that arrived and wakes the reading task. Never suspends.
     *
     * @param data its remaining bytes are copied
     * @throws IllegalStateException after {@link #feedEof}
     */
    public void feedData(ByteBuffer data) {
        Confinement.check(loop, this);
        if (isEof) {
            throw new IllegalStateException("feedData after feedEof on " + this);
        }
        if (!data.hasRemaining()) {
            return;
        }
        buffer.append(data);
        wakeReader();
        pauseIfTooFull();
    }

    private void pauseIfTooFull() {
        if (transport == null || isPaused || buffer.size() <= 2L * limitBytes) {
            return;
        }
        try {
            transport.pauseReading();
            isPaused = true;
        } catch (UnsupportedOperationException cannotPause) {
            transport = null; // then nothing ever pauses it
        }
    }

    /**
     * Adds data that arrived, as {@link #feedData(ByteBuffer)} does.
     *
     * @param data the bytes
     * @throws IllegalStateException after {@link #feedEof}
     */
    public void feedData(byte[] data) {
        Objects.requireNonNull(data, "data");
        feedData(ByteBuffer.wrap(data));
    }

    /** Says that no more data will come, and wakes the reading task. Never suspends. */
    public void feedEof() {
        Confinement.check(loop, this);
        isEof = true;
        wakeReader();
    }

    /**
     * Makes this and every later read fail. Never suspends.
     *
     * @param failure what they throw
     */
    public void setException(Throwable failure) {
        Confinement.check(loop, this);
        this.failure = Objects.requireNonNull(failure, "failure");
        Promise<@Nullable Void> waiting = waiter;
        if (waiting != null) {
            waiter = null;
            if (!waiting.isDone()) {
                waiting.setException(failure);
            }
        }
    }

    /**
     * Says where the data comes from, so that it can be paused.
     *
     * @param source the transport
     * @throws IllegalStateException if the reader has one already
     */
    public void setTransport(ReadTransport source) {
        Objects.requireNonNull(source, "source");
        Confinement.check(loop, this);
        if (transport != null) {
            throw new IllegalStateException(
                    "setTransport(" + source + ") on " + this + ", which has a transport already");
        }
        transport = Objects.requireNonNull(source, "source");
    }

    // ---- waiting

    /** What every read does first. */
    private void begin() throws IOException {
        Confinement.check(loop, this);
        if (failure != null) {
            throw Rethrow.asIs(failure);
        }
    }

    private void awaitSomething(String method) throws IOException {
        while (buffer.isEmpty() && !isEof) {
            awaitData(method);
        }
    }

    private void awaitData(String method) throws IOException {
        if (waiter != null) {
            throw new IllegalStateException(
                    method
                            + "() called while another coroutine is already waiting for incoming"
                            + " data");
        }
        if (failure != null) { // it came after a wake-up and before this task ran
            throw Rethrow.asIs(failure);
        }
        if (isPaused && transport != null) {
            isPaused = false;
            transport.resumeReading();
        }
        Promise<@Nullable Void> waiting = loop.createFuture();
        waiter = waiting;
        try {
            waiting.await(IOException.class);
        } finally {
            if (waiter == waiting) {
                waiter = null;
            }
        }
    }

    private void wakeReader() {
        Promise<@Nullable Void> waiting = waiter;
        if (waiting != null) {
            waiter = null;
            if (!waiting.isDone()) {
                waiting.setResult(null);
            }
        }
    }

    /** Takes back what arrived and was not read: TLS begins, and its first message may be there. */
    ByteBuffer takeUnread() {
        ByteBuffer unread = ByteBuffer.wrap(buffer.takeAll());
        resumeIfDrained();
        return unread;
    }

    private void resumeIfDrained() {
        if (isPaused && buffer.size() <= limitBytes && transport != null) {
            isPaused = false;
            transport.resumeReading();
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("StreamReader[");
        text.append(buffer.size()).append(" bytes");
        if (limitBytes != ConnectOptions.DEFAULT_LIMIT_BYTES) {
            text.append(", limit ").append(limitBytes);
        }
        if (isEof) {
            text.append(", eof");
        }
        if (failure != null) {
            text.append(", failed with ").append(failure);
        }
        if (waiter != null) {
            text.append(", a task waits");
        }
        if (isPaused) {
            text.append(", paused");
        }
        return text.append(']').toString();
    }
}
