package io.asyncio4j.process;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.ExitRequest;
import io.asyncio4j.Future;
import io.asyncio4j.net.Pipes;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A program that was started, as its protocol sees it: asyncio's {@code SubprocessTransport}. Made
 * by {@link Subprocess#subprocessExec} and {@link Subprocess#subprocessShell}.
 *
 * <p>Nothing here suspends. Confined to the loop.
 */
public final class SubprocessTransport {
    private final EventLoop loop = Asyncio.getRunningLoop();
    private final Context context = Context.copy();
    private final Child child;

    /** By descriptor, those that are pipes. */
    private final Map<Integer, Transport> pipes = new TreeMap<>();

    /** Set by begin, and replaced by setProtocol. */
    private @Nullable SubprocessProtocol protocol;

    /** How many pipes are not closed. */
    private int openPipes;

    private boolean isClosing;

    SubprocessTransport(Process process, String program) {
        this.child = new Child(process, program);
    }

    void begin(SubprocessProtocol first, ChildStreams started) {
        protocol = Objects.requireNonNull(first, "the protocol factory returned null");
        started.stdin()
                .ifPresent(
                        out -> add(0, Pipes.connectWritePipe(() -> new Pipe(0), out).transport()));
        started.stdout()
                .ifPresent(in -> add(1, Pipes.connectReadPipe(() -> new Pipe(1), in).transport()));
        started.stderr()
                .ifPresent(in -> add(2, Pipes.connectReadPipe(() -> new Pipe(2), in).transport()));
        child.exit().addDoneCallback(done -> exited(), context);
        context.run(this::tellMade);
    }

    private void add(int fd, Transport pipe) {
        pipes.put(fd, pipe);
        openPipes++;
    }

    private void tellMade() {
        try {
            protocol().connectionMade(this);
        } catch (ExitRequest exit) {
            throw exit;
        } catch (Throwable failure) {
            loop.callExceptionHandler(
                    ExceptionContext.of("Fatal error: protocol.connectionMade() call failed")
                            .withException(failure)
                            .with("transport", this)
                            .with("protocol", protocol()));
            close();
        }
    }

    private void exited() {
        Transport stdin = pipes.get(0);
        if (stdin != null) {
            stdin.close(); // what is left to write breaks the pipe, if nobody else reads it
        }
        try {
            protocol().processExited();
        } finally {
            endIfAllIsOver();
        }
    }

    private void endIfAllIsOver() {
        if (child.hasExited() && openPipes == 0) {
            openPipes = -1; // so that it is told once
            isClosing = true;
            loop.callSoon(() -> protocol().connectionLost(Optional.empty()), context);
        }
    }

    /** Passes on what happens to one pipe. */
    private final class Pipe implements Protocol {
        private final int fd;

        Pipe(int fd) {
            this.fd = fd;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            protocol().pipeDataReceived(fd, data);
        }

        @Override
        public void connectionLost(Optional<Throwable> cause) {
            openPipes--;
            try {
                protocol().pipeConnectionLost(fd, cause);
            } finally {
                endIfAllIsOver();
            }
        }

        @Override
        public void pauseWriting() {
            protocol().pauseWriting();
        }

        @Override
        public void resumeWriting() {
            protocol().resumeWriting();
        }
    }

    // ---- for the protocol

    /** The child's number in the system. */
    public long pid() {
        return child.pid();
    }

    /** How the child ended, see {@link ChildProcess#returncode()}; empty while it runs. */
    public OptionalInt returncode() {
        return child.returncode();
    }

    /**
     * The transport of a pipe: to write to the child's input, to pause its output, to close either.
     *
     * @param fd 0 for its input, 1 for its output, 2 for its errors
     * @return empty if that is not a pipe
     */
    public Optional<Transport> pipeTransport(int fd) {
        return Optional.ofNullable(pipes.get(fd));
    }

    /**
     * Sends a signal.
     *
     * @param signal its name, such as {@code INT} or {@code SIGINT}
     * @return done when it is sent; fails with {@link ProcessLookupException} if the child ends
     *     before, with {@link java.io.IOException} if the system refuses
     * @throws ProcessLookupException if the child has ended
     * @throws IllegalArgumentException if there is no signal of that name
     * @throws UnsupportedOperationException if the system has no signals
     */
    public Future<@Nullable Void> sendSignal(String signal) {
        return child.sendSignal(signal);
    }

    /**
     * Asks the child to end: sends TERM.
     *
     * @throws ProcessLookupException if the child has ended
     */
    public void terminate() {
        child.terminate();
    }

    /**
     * Ends the child at once: sends KILL.
     *
     * @throws ProcessLookupException if the child has ended
     */
    public void kill() {
        child.kill();
    }

    /**
     * Ends the child and everything that it has started, see {@link ChildProcess#killTree()}.
     *
     * @return done when all are killed, with their number
     */
    public Future<Integer> killTree() {
        return child.killTree();
    }

    /** Closes the pipes and kills the child if it runs. Closing again does nothing. */
    public void close() {
        if (!isClosing) {
            isClosing = true;
            child.end();
            pipes.values().forEach(Transport::abort);
        }
    }

    /** Whether {@link #close()} was called or the child and its pipes have ended. */
    public boolean isClosing() {
        return isClosing;
    }

    /** Who is told what happens to the child. */
    public SubprocessProtocol protocol() {
        return Objects.requireNonNull(protocol, "protocol");
    }

    /**
     * Hands the child to another protocol, which gets everything from the next event on. Its {@link
     * SubprocessProtocol#connectionMade} is not called.
     *
     * @param next who is told from now on
     */
    public void setProtocol(SubprocessProtocol next) {
        protocol = Objects.requireNonNull(next, "protocol");
    }

    @Override
    public String toString() {
        return "SubprocessTransport[" + child + (isClosing ? ", closing" : "") + "]";
    }
}
