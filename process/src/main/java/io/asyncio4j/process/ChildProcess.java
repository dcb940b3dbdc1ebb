package io.asyncio4j.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Task;
import io.asyncio4j.net.Pipes;
import io.asyncio4j.net.StreamReader;
import io.asyncio4j.net.StreamReaderProtocol;
import io.asyncio4j.net.StreamWriter;
import io.asyncio4j.net.Streams;
import io.asyncio4j.net.transport.ConnectionResetException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A program that was started, with a reader or a writer for each stream that is a pipe: asyncio's
 * {@code Process}.
 *
 * {@snippet :
 * try (var child = Subprocess.createSubprocessExec(ProcessOptions.PIPED, "cat")) {
 *     child.stdin().write("hello\n");
 *     child.stdin().close();
 *     byte[] line = child.stdout().readLine();
 *     int code = child.await();
 * }
 * }
 *
 * <p>{@link #await()} waits for the end of the child alone. Its pipes may still hold what it said,
 * or be kept open by processes that it has started; {@link #waitClosed()} waits for these too. A
 * child whose output nobody reads stands still when the pipe is full.
 *
 * <p>Confined to the loop.
 */
public final class ChildProcess implements AutoCloseable {
    private final Child child;

    /** Null unless it is a pipe, as the next two. */
    private final @Nullable StreamWriter stdin;

    private final @Nullable StreamReader stdout;
    private final @Nullable StreamReader stderr;

    /** One for each pipe; those of the readers are there to be closed and waited for. */
    private final List<StreamWriter> pipes = new ArrayList<>();

    ChildProcess(ChildStreams started, String program, ProcessOptions options) {
        this.stdin = started.stdin().map(this::writer).orElse(null);
        this.stdout = started.stdout().map(in -> reader(in, options)).orElse(null);
        this.stderr = started.stderr().map(in -> reader(in, options)).orElse(null);
        this.child = new Child(started.process(), program);
        if (stdin != null) {
            // Nobody reads it any more, as a rule: what is left to write breaks the pipe.
            child.exit().addDoneCallback(done -> stdin.close());
        }
    }

    private StreamWriter writer(OutputStream out) {
        StreamWriter writer = Streams.connectWritePipe(out);
        pipes.add(writer);
        return writer;
    }

    private StreamReader reader(InputStream in, ProcessOptions options) {
        StreamReader reader = new StreamReader(options.limitBytes());
        Pipes.connectReadPipe(() -> new StreamReaderProtocol(reader, pipes::add), in);
        return reader;
    }

    // ---- streams

    /**
     * The writer of its input. Never suspends.
     *
     * @throws IllegalStateException if its input is not a pipe
     */
    public StreamWriter stdin() {
        return require(stdin, "stdin", "withStdin");
    }

    /**
     * The reader of its output. Never suspends.
     *
     * @throws IllegalStateException if its output is not a pipe
     */
    public StreamReader stdout() {
        return require(stdout, "stdout", "withStdout");
    }

    /**
     * The reader of its errors. Never suspends.
     *
     * @throws IllegalStateException if its errors are not a pipe
     */
    public StreamReader stderr() {
        return require(stderr, "stderr", "withStderr");
    }

    private <T> T require(@Nullable T stream, String name, String option) {
        if (stream == null) {
            throw new IllegalStateException(
                    name
                            + " of "
                            + this
                            + " is not a pipe; start it with ProcessOptions."
                            + option
                            + "(Redirection.PIPE)");
        }
        return stream;
    }

    /**
     * Closes its input, reads its output and errors to their end, and waits for its end, all at
     * once, so that a full pipe cannot hold up the rest. Suspends until all of it has happened. The
     * limit of the readers does not apply: everything is kept in memory.
     *
     * <p>A process that the child has started may keep the pipes open for longer than the child
     * lives; then this waits for it.
     *
     * <p><b>On cancellation</b> the child lives on, and what was read so far is lost.
     *
     * @throws IOException if a pipe broke while it was read
     */
    public ProcessOutput communicate() throws IOException {
        return communicate(new byte[0]);
    }

    /**
     * Writes text in UTF-8 to its input, and does what {@link #communicate()} does at the same
     * time.
     *
     * <p><b>On cancellation</b> the child lives on with its input open; it may have got a part of
     * the text, and what was read so far is lost.
     *
     * @param input what to write
     * @throws IOException if a pipe broke while it was read
     * @throws IllegalStateException if its input is not a pipe
     */
    public ProcessOutput communicate(String input) throws IOException {
        return communicate(input.getBytes(UTF_8));
    }

    /**
     * Writes bytes to its input, and does what {@link #communicate()} does at the same time. A
     * child that ends or closes its input before it has read everything is no failure.
     *
     * <p><b>On cancellation</b> the child lives on with its input open; it may have got a part of
     * the bytes, and what was read so far is lost.
     *
     * @param input what to write
     * @throws IOException if a pipe broke while it was read
     * @throws IllegalStateException if its input is not a pipe, and there is something to write
     */
    public ProcessOutput communicate(byte[] input) throws IOException {
        if (input.length > 0) {
            stdin();
        }
        Task<byte[]> feeding = Asyncio.createTask(() -> feed(input));
        Task<byte[]> output = Asyncio.createTask(() -> readAll(stdout));
        Task<byte[]> errors = Asyncio.createTask(() -> readAll(stderr));
        try {
            List<byte[]> read =
                    Asyncio.gather(List.of(feeding, output, errors)).await(IOException.class);
            return new ProcessOutput(read.get(1), read.get(2), await());
        } finally { // if one has failed
            feeding.cancel();
            output.cancel();
            errors.cancel();
        }
    }

    private byte[] feed(byte[] input) throws IOException {
        if (stdin != null) {
            try {
                stdin.write(input);
                stdin.drain();
            } catch (ConnectionResetException unread) {
                return input; // the child did not want all of it
            }
            stdin.close();
        }
        return input;
    }

    private static byte[] readAll(@Nullable StreamReader reader) throws IOException {
        return reader == null ? new byte[0] : reader.readAll();
    }

    // ---- the end

    /** Its number in the system. Never suspends. */
    public long pid() {
        return child.pid();
    }

    /**
     * How it ended; empty while it runs. Never suspends.
     *
     * <p>As in asyncio, a negative number says which signal killed it: -9 is KILL. The JDK tells a
     * child that a signal killed from one that exited with 128 and the number of a signal no better
     * than a shell does, so an exit with 129 to 159 is taken for a signal. Shells exit so when what
     * they ran was killed.
     */
    public OptionalInt returncode() {
        return child.returncode();
    }

    /**
     * Waits for the end of the child, and not for its pipes. Suspends unless it has ended.
     *
     * <p><b>On cancellation</b> the child lives on.
     *
     * @return how it ended, see {@link #returncode()}
     */
    public int await() {
        return child.await();
    }

    /**
     * Waits until the child has ended and all its pipes have, in order or not: until everything
     * that it and its own children had to say was read. Suspends unless that is so. Somebody must
     * read meanwhile, if there is more than fits into the readers.
     *
     * <p><b>On cancellation</b> everything stays as it is.
     *
     * @return how the child ended, see {@link #returncode()}
     */
    public int waitClosed() {
        int code = await();
        for (StreamWriter pipe : pipes) {
            try {
                pipe.waitClosed();
            } catch (IOException broken) {
                // its reader or writer tells; this is its end all the same
            }
        }
        return code;
    }

    /**
     * Kills the child if it runs, closes its pipes, drops what was not read, and waits for the end
     * of the child. Suspends unless it has ended.
     *
     * <p><b>On cancellation</b> the child is killed and the pipes closed, and nobody waits.
     */
    @Override
    public void close() {
        child.end();
        pipes.forEach(pipe -> pipe.transport().abort());
        await();
    }

    // ---- signals

    /**
     * Sends a signal. Suspends until it is sent; TERM and KILL never suspend.
     *
     * <p><b>On cancellation</b> the signal may be sent or not.
     *
     * @param signal its name, such as {@code INT} or {@code SIGINT}
     * @throws ProcessLookupException if the child has ended
     * @throws IllegalArgumentException if there is no signal of that name
     * @throws UnsupportedOperationException if the system has no signals
     * @throws IOException if the system refused
     */
    public void sendSignal(String signal) throws IOException {
        var sent = child.sendSignal(signal);
        if (!sent.isDone()) {
            sent.await(IOException.class);
        }
    }

    /**
     * Asks the child to end: sends TERM. Never suspends; {@link #await()} waits for the end.
     *
     * @throws ProcessLookupException if the child has ended
     */
    public void terminate() {
        child.terminate();
    }

    /**
     * Ends the child at once: sends KILL. What it has started lives on. Never suspends.
     *
     * @throws ProcessLookupException if the child has ended
     */
    public void kill() {
        child.kill();
    }

    /**
     * Ends the child and everything that it has started, and they, and so on. All are stopped first
     * and then killed, so that none can start another one meanwhile. Does nothing if the child has
     * ended: what it had started then has no parent any more by which to find it. Suspends until
     * all are killed.
     *
     * <p><b>On cancellation</b> the killing goes on, and nobody waits for it.
     */
    public void killTree() {
        if (!child.hasExited()) {
            child.killTree().await();
        }
    }

    @Override
    public String toString() {
        return "ChildProcess[" + child + "]";
    }
}
