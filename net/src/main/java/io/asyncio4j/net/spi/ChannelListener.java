package io.asyncio4j.net.spi;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.TimerHandle;
import io.asyncio4j.net.spi.Readiness.Claim;
import io.asyncio4j.net.spi.Readiness.Direction;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.spi.Wording;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Accepts the connections of a channel of the JDK that the program has bound.
 *
 * <pre>
 *   BOUND --startAccepting--> ACCEPTING --accept fails--> RESTING --a second later--> ACCEPTING
 *   any --close--> CLOSED
 * </pre>
 *
 * <p>Confined to the loop.
 */
final class ChannelListener implements Listener {
    /** How long it rests when the system has no descriptor or memory for a connection. */
    private static final Duration REST = Duration.ofSeconds(1);

    private enum State {
        BOUND,
        ACCEPTING,
        RESTING,
        CLOSED
    }

    private final EventLoop loop;
    private final ServerSocketChannel channel;
    private final ServerOptions options;
    private final Acceptor acceptor;
    private final SocketAddress address;

    /** The file of a Unix socket; empty if it stays, or there is none. */
    private final Optional<SocketFile> file;

    private final Claim claim;

    /** That of whoever made the server; each connection gets a copy. */
    private final Context context = Context.copy();

    private final Promise<@Nullable Void> released;

    private State state = State.BOUND;

    /** Ends the rest; null unless RESTING. */
    private @Nullable TimerHandle alarm;

    /** On a channel that is in non-blocking mode. */
    ChannelListener(
            EventLoop loop,
            ServerSocketChannel channel,
            ServerOptions options,
            Acceptor acceptor,
            Optional<SocketFile> file)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.options = options;
        this.acceptor = acceptor;
        this.file = file;
        this.released = loop.createFuture("the address of a listener");
        SocketAddress bound = channel.getLocalAddress();
        if (bound == null) {
            throw new IllegalArgumentException(
                    channel + " is not bound; bind it before it is made a server");
        }
        this.address = bound;
        this.claim = Readiness.of(loop).claim(channel, this);
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void startAccepting() {
        if (state == State.BOUND) {
            listen();
        }
    }

    private void listen() {
        state = State.ACCEPTING;
        try {
            claim.set(Direction.READING, this::accept, context);
        } catch (IOException failure) {
            report(this + " cannot accept connections", failure);
        }
    }

    /** Accepts what has queued up, but lets others run after so many. */
    private void accept() {
        for (int i = 0; i <= options.backlog() && state == State.ACCEPTING; i++) {
            SocketChannel accepted;
            try {
                accepted = channel.accept();
            } catch (IOException failure) {
                rest(failure);
                return;
            }
            if (accepted == null) {
                return;
            }
            try {
                take(accepted);
            } catch (Exception failure) {
                report("an accepted connection could not be set up", failure);
            }
        }
    }

    private void take(SocketChannel accepted) throws Exception {
        try {
            ChannelNetwork.prepare(accepted, options.isKeepAlive());
            ChannelTransport.start(
                    loop,
                    accepted,
                    options.writeBufferLimits(),
                    context.call(Context::copy),
                    new Accepted());
        } catch (IOException | RuntimeException failure) {
            accepted.close();
            throw failure;
        }
    }

    private void rest(IOException failure) {
        state = State.RESTING;
        claim.clear(Direction.READING);
        report("socket.accept() failed, trying again in " + REST.toSeconds() + " s", failure);
        alarm =
                loop.callLater(
                        REST,
                        () -> {
                            alarm = null;
                            listen();
                        });
    }

    private void report(String message, Throwable failure) {
        loop.callExceptionHandler(
                ExceptionContext.of(message).withException(failure).with("socket", this));
    }

    @Override
    public Future<@Nullable Void> close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            if (alarm != null) {
                alarm.cancel();
            }
            file.ifPresent(SocketFile::remove);
            claim.release(this::letGo);
            try {
                channel.close();
            } catch (IOException failure) {
                report(this + " could not be closed", failure);
            }
        }
        return released;
    }

    /** Later, when the channel is closed, too. */
    private void letGo() {
        if (!loop.isClosed()) {
            loop.callSoon(() -> released.setResult(null), context);
        }
    }

    /** What an accepted transport tells. */
    private final class Accepted implements ChannelTransport.Origin {
        @Override
        public Protocol protocol() {
            return acceptor.protocol();
        }

        @Override
        public void failed(Throwable failure) {
            report("the protocol factory of a server failed", failure);
        }

        @Override
        public void opening(Transport transport) {
            acceptor.opened(transport);
        }

        @Override
        public void opened(Transport transport) {}

        @Override
        public void closed(Transport transport) {
            acceptor.closed(transport);
        }
    }

    @Override
    public String toString() {
        return "ChannelListener["
                + state.name().toLowerCase(Locale.ROOT)
                + " on "
                + Wording.of(address)
                + "]";
    }
}
