package io.asyncio4j.net;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.ExitRequest;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.spi.LoopResources;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One end of a pipe whose calls block: its life, and its calls in a thread of its own.
 *
 * <pre>
 *   OPEN --close--> CLOSING --all written--> ENDING      only an end for writing is ever CLOSING
 *   OPEN, CLOSING --abort, failure, end of the stream--> ENDING
 *   ENDING --next pass: connectionLost is called, then the stream closed--> CLOSED
 *   OPEN, CLOSING, ENDING --the loop is closed: the stream, too--> CLOSED
 * </pre>
 *
 * <p>A call under way is a job of the loop, so virtual time stands still meanwhile.
 *
 * <p>Confined to the loop, but for the calls themselves.
 */
abstract sealed class PipeEnd implements Transport permits ReadPipe, WritePipe {
    /** Where the end is in its life. */
    enum State {
        OPEN,
        CLOSING,
        ENDING,
        CLOSED
    }

    final EventLoop loop = Asyncio.getRunningLoop();

    /** In which the protocol is called. */
    final Context context = Context.copy();

    private final Closeable stream;
    private final PipeThread thread;
    private final LoopResources resources = loop.capability(LoopResources.class).orElseThrow();

    /** Among the resources from begin to the end. */
    private final AutoCloseable leftOpen = this::closeWithLoop;

    /** Set by begin, and replaced by setProtocol. */
    private @Nullable Protocol protocol;

    State state = State.OPEN;

    /** Whether a call is under way in the thread; changed by the loop only. */
    private boolean isBusy;

    PipeEnd(String threadName, Closeable stream) {
        this.stream = stream;
        this.thread = new PipeThread(threadName, stream);
    }

    /** Makes the protocol and tells it that the pipe is connected. */
    final <P extends Protocol> P begin(Supplier<P> protocols) {
        P made = protocols.get();
        protocol = Objects.requireNonNull(made, "the protocol factory returned null");
        resources.add(leftOpen);
        context.run(() -> tell("connectionMade", it -> it.connectionMade(this)));
        return made;
    }

    /** Calls the protocol. To be called in the context of this end. */
    final void tell(String method, Consumer<Protocol> event) {
        try {
            event.accept(protocol());
        } catch (ExitRequest exit) {
            throw exit;
        } catch (Throwable failure) {
            loop.callExceptionHandler(
                    ExceptionContext.of("Fatal error: protocol." + method + "() call failed")
                            .withException(failure)
                            .with("transport", this)
                            .with("protocol", protocol()));
            end(Optional.of(failure));
        }
    }

    /** Makes a blocking call in the thread. Only one is under way at a time. */
    final <T> void call(Callable<T> blocking, Consumer<T> came) {
        isBusy = true;
        loop.runInExecutor(thread, blocking)
                .addDoneCallback(
                        done -> {
                            isBusy = false;
                            if (done.exception().isPresent()) {
                                end(done.exception());
                            } else if (!hasEnded()) {
                                came.accept(done.result());
                            }
                        },
                        context);
    }

    final boolean isBusy() {
        return isBusy;
    }

    final boolean hasEnded() {
        return state == State.ENDING || state == State.CLOSED;
    }

    final void end(Optional<Throwable> cause) {
        if (hasEnded()) {
            return;
        }
        state = State.ENDING;
        drop();
        if (loop.isClosed()) { // nobody can be told
            state = State.CLOSED;
            thread.close(isBusy);
            return;
        }
        loop.callSoon(() -> lose(cause), context);
    }

    /** Forgets what is buffered. */
    abstract void drop();

    /** Whether a call under way is let finish when the loop is closed. */
    abstract boolean finishesCall();

    /** Nobody can be told. */
    private void closeWithLoop() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            drop();
            thread.close(isBusy && !finishesCall());
        }
    }

    private void lose(Optional<Throwable> cause) {
        try {
            protocol().connectionLost(cause);
        } finally {
            state = State.CLOSED;
            resources.remove(leftOpen);
            thread.close(isBusy);
        }
    }

    // ---- Transport

    @Override
    public final void abort() {
        Confinement.check(loop, this);
        end(Optional.empty());
    }

    @Override
    public final boolean isClosing() {
        return state != State.OPEN;
    }

    @Override
    public final <T> Optional<T> extraInfo(ExtraInfo<T> key) {
        return key.name().equals("pipe") && key.type().isInstance(stream)
                ? Optional.of(key.type().cast(stream))
                : Optional.empty();
    }

    @Override
    public final Protocol protocol() {
        return Objects.requireNonNull(protocol, "protocol");
    }

    @Override
    public final void setProtocol(Protocol next) {
        Confinement.check(loop, this);
        protocol = Objects.requireNonNull(next, "protocol");
    }

    /** The refusal of what only the other end can do. */
    final UnsupportedOperationException refusal(String method, String instead) {
        return new UnsupportedOperationException(method + " on " + this + ": " + instead);
    }

    final String describe(String more) {
        return getClass().getSimpleName()
                + "["
                + state.name().toLowerCase(Locale.ROOT)
                + " "
                + stream.getClass().getSimpleName()
                + more
                + "]";
    }
}
