package io.asyncio4j.netty;

import io.asyncio4j.EventLoop;
import io.asyncio4j.ExitRequest;
import io.asyncio4j.net.spi.Network;
import io.asyncio4j.net.spi.Readiness;
import io.asyncio4j.spi.Poller;
import io.asyncio4j.spi.Resolver;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.unix.UnixChannel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Waits in Netty's {@code IoHandler}, which it drives itself: the loop's thread is in the system
 * call, and channels deliver inside {@link #poll}.
 *
 * <p>What was written to transports during a pass is flushed by the poll, so that many small writes
 * become one system call. A poll that does not block flushes last: what the loop has queued then
 * runs before the peer's answer arrives, as it does in asyncio. A poll that may block flushes
 * first, and does not block if that made a task ready.
 *
 * <p>A wake-up sets {@code isWoken} first and wakes the handler second; the handler asks {@code
 * canBlock} after it has announced that it will block. So either the handler sees the flag or the
 * waker sees the announcement, and no wake-up is lost.
 *
 * <p>Confined to the loop, but for {@link #wakeup()}.
 */
final class NettyPoller implements Poller {
    /** How often to look whether io_uring has let go of the channels when the poller is closed. */
    private static final int CLOSING_ROUNDS = 100;

    private static final long CLOSING_ROUND_NANOS = 10_000_000;

    private final EventLoop loop;
    private final Mechanism mechanism;
    private final LoopExecutor executor;
    private final NettyNetwork network;

    /** Asks name servers; empty if the JDK does. */
    private final Optional<NettyResolver> resolver;

    private final NettyReadiness source;
    private final Readiness readiness;

    /** What this offers beyond waiting, by type. */
    private final Map<Class<?>, Object> capabilities = new HashMap<>();

    private final Wait wait = new Wait();
    private final ChunkPool chunks = new ChunkPool();

    /** Null until a transport asks for it, and where the C library may not be called. */
    private @Nullable DirectSend directSend;

    /** Transports that were written to since the last flush, each once. */
    private final ArrayDeque<Flushed> dirty = new ArrayDeque<>();

    /** Every channel that is not closed, so that closing the loop closes them. */
    private final Set<Channel> channels = new LinkedHashSet<>();

    /** Set by any thread, cleared by poll. */
    private volatile boolean isWoken;

    /** Set when the ready queue was or may have been filled; then poll must not block. */
    private boolean isStirred;

    /** Set when a poll returned after it had flushed. */
    private boolean isReadingDue;

    /** Set by close, for good. */
    private boolean isClosed;

    /** The thread that polled first; null before. */
    private @Nullable Thread runner;

    NettyPoller(EventLoop loop, Mechanism mechanism, NettyOptions options) {
        this.loop = loop;
        this.mechanism = mechanism;
        this.executor = new LoopExecutor(loop, mechanism);
        this.network = new NettyNetwork(loop, this, options);
        this.resolver = options.dns().map(dns -> new NettyResolver(loop, executor, mechanism, dns));
        this.source = new NettyReadiness(loop, this, executor);
        this.readiness = new Readiness(loop, source);
        capabilities.put(Network.class, network);
        capabilities.put(NettyNetwork.class, network);
        capabilities.put(Readiness.class, readiness);
        capabilities.put(LoopExecutor.class, executor);
        resolver.ifPresent(asking -> capabilities.put(Resolver.class, asking));
    }

    Mechanism mechanism() {
        return mechanism;
    }

    ChunkPool chunks() {
        return chunks;
    }

    /** What sends past the channels, where that can be done. */
    Optional<DirectSend> directSend() {
        boolean isPossible =
                mechanism.sendsDirectly() && getClass().getModule().isNativeAccessEnabled();
        if (directSend == null && isPossible) {
            directSend = new DirectSend();
        }
        return Optional.ofNullable(directSend);
    }

    TlsContexts tlsContexts() {
        return network.tlsContexts();
    }

    @Override
    public void poll(long timeoutNanos) {
        beginPoll();
        if (timeoutNanos > 0 && hasWorkAfterFlush() && !isReadingDue) {
            isReadingDue = true;
            return;
        }
        isReadingDue = false;
        boolean mayBlock = timeoutNanos > 0 && !isStirred;
        wait.prepare(mayBlock ? Math.min(timeoutNanos, executor.nanosToTimer()) : 0);
        executor.handler().run(wait);
        if (isWoken) {
            isWoken = false;
        }
        executor.queueDueTimers();
        flush();
    }

    /** True of a loop that has done no I/O yet; one that has may get more at any time. */
    @Override
    public boolean isQuiet() {
        return executor.isUnused() && dirty.isEmpty();
    }

    private void beginPoll() {
        Thread caller = Thread.currentThread();
        executor.beginPoll();
        if (runner == null) {
            runner = caller;
            executor.handler().initialize();
        } else if (mechanism.isBoundToOneThread() && !runner.equals(caller)) {
            throw new IllegalStateException(
                    loop
                            + " does its I/O with "
                            + mechanism.label()
                            + ", which works only on the thread that ran the loop first, "
                            + runner
                            + "; run and close it there, or choose another mechanism");
        }
    }

    /**
     * Flushes before the poll blocks, and tells whether that has given the loop something to do.
     */
    private boolean hasWorkAfterFlush() {
        isStirred = false;
        executor.takeHasExecuted();
        flush();
        isStirred |= executor.takeHasExecuted();
        return isStirred;
    }

    /**
     * Flushes the transports that are on the list now. A protocol that writes again when it is
     * asked to resume waits for the next poll, so that it cannot keep the loop from reading.
     */
    private void flush() {
        for (int rest = dirty.size(); rest > 0; rest--) {
            dirty.removeFirst().flushNow();
        }
    }

    @Override
    public void wakeup() {
        isWoken = true;
        executor.handler().wakeup();
    }

    @Override
    public <S> Optional<S> capability(Class<S> type) {
        return Optional.ofNullable(capabilities.get(type)).map(type::cast);
    }

    /** Has the transport flushed by the next poll. */
    void flushLater(Flushed transport) {
        dirty.add(transport);
    }

    /** Says that something may have become ready, so that the poll that runs must not block. */
    void stir() {
        isStirred = true;
    }

    /** Ends runForever, in the next pass: Netty would swallow the request where it is made. */
    void leave(ExitRequest exit) {
        loop.callSoon(
                () -> {
                    throw exit;
                });
    }

    /** Registers a channel, and keeps it until it is closed. Closes it if that fails. */
    void register(Channel channel) throws IOException {
        channels.add(channel);
        channel.closeFuture().addListener(closed -> channels.remove(channel));
        ChannelFuture registration = executor.add(channel);
        Throwable failure = registration.cause();
        if (failure != null) {
            channel.unsafe().closeForcibly();
            throw SocketFailures.ofSocket(failure);
        }
    }

    /** Whether the loop is closed, so that nobody can be told anything. */
    boolean isClosed() {
        return isClosed;
    }

    /** The channel that does its I/O on a descriptor, if one does. */
    Optional<Channel> ownerOf(int descriptor) {
        for (Channel channel : channels) {
            if (channel instanceof UnixChannel unix && unix.fd().intValue() == descriptor) {
                return Optional.of(channel);
            }
        }
        return Optional.empty();
    }

    /** How many channels are open; for tests. */
    int channelCount() {
        return channels.size();
    }

    @Override
    public void close() {
        beginPoll();
        isClosed = true;
        flush();
        executor.beginClose();
        resolver.ifPresent(NettyResolver::close);
        List.copyOf(channels).forEach(Channels::close);
        executor.runLastTasks();
        for (int round = 0; round < CLOSING_ROUNDS && !channels.isEmpty(); round++) {
            isWoken = false;
            wait.prepare(CLOSING_ROUND_NANOS);
            executor.handler().run(wait);
            executor.runLastTasks();
        }
        readiness.close();
        source.close();
        executor.endClose();
        network.release();
        chunks.release();
    }

    @Override
    public String toString() {
        return "NettyPoller[" + mechanism.label() + ", " + channels.size() + " channels]";
    }

    /** Tells Netty how long it may block. */
    private final class Wait implements IoHandlerContext {
        /** How long this poll may block; 0 for not at all, MAX_VALUE for no limit. */
        private long timeoutNanos;

        /** On the scale of System.nanoTime; meaningless without a limit. */
        private long deadlineNanos;

        void prepare(long nanos) {
            timeoutNanos = nanos;
            if (nanos > 0 && nanos != Long.MAX_VALUE) {
                long deadline = System.nanoTime() + nanos;
                deadlineNanos = deadline == -1 ? 0 : deadline; // -1 means none to Netty
            }
        }

        @Override
        public boolean canBlock() {
            return timeoutNanos > 0 && !isWoken;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return timeoutNanos == Long.MAX_VALUE || timeoutNanos == 0
                    ? timeoutNanos
                    : Math.max(0, deadlineNanos - currentTimeNanos);
        }

        @Override
        public long deadlineNanos() {
            return timeoutNanos == Long.MAX_VALUE ? -1 : deadlineNanos;
        }
    }
}
