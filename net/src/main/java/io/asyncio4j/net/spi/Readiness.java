package io.asyncio4j.net.spi;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Promise;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which channels and raw descriptors of a loop are looked at, for what, and who is told: the table
 * behind {@link io.asyncio4j.net.Descriptors} and {@link io.asyncio4j.net.Sockets}, and under
 * transports on channels. A poller that can tell readiness makes one over its {@link
 * ReadinessSource} and offers it as a {@linkplain EventLoop#capability capability}.
 *
 * <p>Readiness is level-triggered: a callback is queued in each pass in which its channel is ready,
 * once, until it is removed. What a callback leaves unread is told again.
 *
 * <p>A channel is used in one way at a time: by a transport that has claimed it, or, in each
 * direction, by one callback or one task that waits.
 *
 * <p>Confined to the loop.
 */
public final class Readiness {

    /** What a channel is looked at for. */
    public enum Direction {
        /** There is something to read, or a connection to accept. */
        READING,
        /** There is room to write, or connecting has ended. */
        WRITING;

        int operations() {
            return this == READING
                    ? SelectionKey.OP_READ | SelectionKey.OP_ACCEPT
                    : SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
        }

        @Override
        public String toString() {
            return this == READING ? "reading" : "writing";
        }
    }

    /** A channel that belongs to a transport until it is released. Confined to the loop. */
    public interface Claim {

        /**
         * Sets who is told when the channel is ready.
         *
         * @param direction for what
         * @param callback called in each pass in which the channel is ready
         * @param context the context of the callback
         * @throws IOException if the system refuses the channel
         */
        void set(Direction direction, Runnable callback, Context context) throws IOException;

        /**
         * Has nobody told any more. Does nothing if nobody was.
         *
         * @param direction for what
         */
        void clear(Direction direction);

        /**
         * Gives the channel up. It stays open.
         *
         * @param letGo run by the loop, in this call or later, when nothing holds the channel any
         *     more: if it is closed its address can be bound again then
         */
        void release(Runnable letGo);

        /** Gives the channel up. It stays open. */
        default void release() {
            release(() -> {});
        }
    }

    private static final System.Logger LOG = System.getLogger(Readiness.class.getName());

    /** How much one transport on a channel may deliver in one pass. */
    private static final int RECEIVE_BYTES = 64 * 1024;

    private final EventLoop loop;
    private final ReadinessSource source;

    /** Null until it is needed. */
    private @Nullable ByteBuffer receiveBuffer;

    /** By channel, or by number of the descriptor. */
    private final Map<Object, ReadinessEntry> entries = new HashMap<>();

    /**
     * An empty table.
     *
     * @param loop whose queue the callbacks go to
     * @param source tells what is ready
     */
    public Readiness(EventLoop loop, ReadinessSource source) {
        this.loop = loop;
        this.source = source;
    }

    /**
     * The table of a loop.
     *
     * @param loop the loop
     * @throws IllegalStateException if its poller cannot tell readiness; the message says how to
     *     get one
     */
    public static Readiness of(EventLoop loop) {
        return loop.capability(Readiness.class)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        loop
                                                + " cannot tell when channels are ready; add the"
                                                + " dependency io.asyncio4j:asyncio4j-netty (or"
                                                + " io.asyncio4j:asyncio4j, which contains it), or"
                                                + " give the loop another poller with"
                                                + " LoopOptions.withPoller"));
    }

    /**
     * Has a callback called in each pass in which a channel is ready, in a copy of the current
     * context. It takes the place of the one that was set before.
     *
     * @param channel an open channel in non-blocking mode
     * @param direction for what
     * @param callback what to call
     * @throws IOException if the channel is closed, or the system refuses it
     * @throws IllegalArgumentException if the channel is in blocking mode, or does not go in that
     *     direction
     * @throws IllegalStateException if a transport or a waiting task uses the channel
     */
    public void add(SelectableChannel channel, Direction direction, Runnable callback)
            throws IOException {
        require(channel, direction);
        addCallback(channel, direction, callback);
    }

    /**
     * Has a callback called in each pass in which a raw descriptor is ready, as {@link
     * #add(SelectableChannel, Direction, Runnable)} does for a channel.
     *
     * @param descriptor the system's number of an open file or socket
     * @param direction for what
     * @param callback what to call
     * @throws IOException if the system refuses the descriptor
     * @throws IllegalStateException if a transport uses the descriptor
     * @throws UnsupportedOperationException if the poller knows channels only
     */
    public void add(int descriptor, Direction direction, Runnable callback) throws IOException {
        addCallback(descriptor, direction, callback);
    }

    private void addCallback(Object key, Direction direction, Runnable callback)
            throws IOException {
        ReadinessEntry entry = entries.get(key);
        if (entry != null) {
            entry.requireCallback(direction);
        }
        update(key, direction, callback, Context.copy(), ReadinessEntry.Use.CALLBACK);
    }

    /**
     * Has a callback not called any more, even if it is queued.
     *
     * @param channel the channel
     * @param direction for what
     * @return whether there was one
     */
    public boolean remove(SelectableChannel channel, Direction direction) {
        return removeCallback(channel, direction);
    }

    /**
     * Has a callback not called any more, even if it is queued.
     *
     * @param descriptor the system's number of an open file or socket
     * @param direction for what
     * @return whether there was one
     */
    public boolean remove(int descriptor, Direction direction) {
        return removeCallback(descriptor, direction);
    }

    private boolean removeCallback(Object key, Direction direction) {
        ReadinessEntry entry = entries.get(key);
        if (entry == null) {
            return false;
        }
        entry.requireNoOwner();
        return entry.isUsed(direction, ReadinessEntry.Use.CALLBACK) && entry.remove(direction);
    }

    /**
     * Waits until a channel is ready. Suspends always.
     *
     * <p><b>On cancellation</b> nobody looks at the channel any more.
     *
     * @param channel an open channel in non-blocking mode
     * @param direction for what
     * @throws IOException if the channel is closed, or the system refuses it
     * @throws IllegalStateException if the channel is used in that direction
     */
    public void await(SelectableChannel channel, Direction direction) throws IOException {
        require(channel, direction);
        requireUnused(channel, direction);
        Promise<@Nullable Void> ready = loop.createFuture("ready for " + direction);
        Wakeup wakeup = new Wakeup(ready);
        ReadinessEntry entry =
                update(channel, direction, wakeup, Context.copy(), ReadinessEntry.Use.WAIT);
        wakeup.release = () -> entry.remove(direction, wakeup);
        try {
            ready.await();
        } finally {
            entry.remove(direction, wakeup);
        }
    }

    /** Wakes a task, and lets others use the channel from then on. */
    private static final class Wakeup implements Runnable {
        private final Promise<@Nullable Void> ready;

        /** Set once, right after the construction. */
        private Runnable release = () -> {};

        Wakeup(Promise<@Nullable Void> ready) {
            this.ready = ready;
        }

        @Override
        public void run() {
            release.run();
            if (!ready.isDone()) {
                ready.setResult(null);
            }
        }
    }

    /**
     * Refuses a channel that somebody uses.
     *
     * @param channel the channel
     * @param direction for what
     * @throws IllegalStateException if a transport has claimed it, or a callback or a waiting task
     *     uses it in that direction
     */
    public void requireUnused(SelectableChannel channel, Direction direction) {
        ReadinessEntry entry = entries.get(channel);
        if (entry != null) {
            entry.requireUnused(direction);
        }
    }

    /**
     * Reserves a channel for a transport.
     *
     * @param channel an open channel in non-blocking mode
     * @param owner named in the messages to others who want the channel
     * @throws IOException if the channel is closed, or the system refuses it
     * @throws IllegalArgumentException if the channel is in blocking mode
     * @throws IllegalStateException if the channel is used
     */
    public Claim claim(SelectableChannel channel, Object owner) throws IOException {
        requireUsable(channel);
        for (Direction each : Direction.values()) {
            requireUnused(channel, each);
        }
        ReadinessEntry entry = entry(channel);
        entry.own(owner);
        return entry;
    }

    private ReadinessEntry update(
            Object key,
            Direction direction,
            Runnable callback,
            Context context,
            ReadinessEntry.Use use)
            throws IOException {
        ReadinessEntry entry = entry(key);
        try {
            entry.put(direction, callback, context, use);
            return entry;
        } catch (IOException stale) {
            // The descriptor was closed while it was registered, and its number is in use again.
            entry.discard();
            entry = entry(key);
            entry.put(direction, callback, context, use);
            return entry;
        }
    }

    private ReadinessEntry entry(Object key) throws IOException {
        ReadinessEntry known = entries.get(key);
        if (known != null) {
            return known;
        }
        ReadinessEntry entry = new ReadinessEntry(loop, key, () -> entries.remove(key));
        if (key instanceof SelectableChannel channel) {
            entry.registered(source.register(channel, entry));
        } else {
            int descriptor = (Integer) key;
            Optional<Object> owner = source.ownerOf(descriptor);
            if (owner.isPresent()) {
                throw ReadinessEntry.owned(key, owner.get());
            }
            entry.registered(source.register(descriptor, entry));
        }
        entries.put(key, entry);
        return entry;
    }

    private static void require(SelectableChannel channel, Direction direction) throws IOException {
        requireUsable(channel);
        if ((channel.validOps() & direction.operations()) == 0) {
            throw new IllegalArgumentException(channel + " cannot be used for " + direction);
        }
    }

    private static void requireUsable(SelectableChannel channel) throws IOException {
        if (!channel.isOpen()) {
            throw new IOException(channel + " is closed");
        }
        if (channel.isBlocking()) {
            throw new IllegalArgumentException(
                    channel
                            + " is in blocking mode and would stop the loop; call"
                            + " configureBlocking(false) on it first");
        }
    }

    /**
     * An empty buffer into which transports on channels read, one after the other. What they
     * deliver from it is copied by the time they return to the loop, so one serves them all.
     */
    public ByteBuffer receiveBuffer() {
        ByteBuffer buffer = receiveBuffer;
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(RECEIVE_BYTES);
            receiveBuffer = buffer;
        }
        return buffer.clear().order(ByteOrder.BIG_ENDIAN); // the last protocol may have changed it
    }

    /** Closes the channels that transports have claimed: the loop is closed, nobody can be told. */
    public void close() {
        for (Map.Entry<Object, ReadinessEntry> each : List.copyOf(entries.entrySet())) {
            if (each.getKey() instanceof SelectableChannel channel && each.getValue().isOwned()) {
                each.getValue().release();
                try {
                    channel.close();
                } catch (IOException failure) {
                    LOG.log(System.Logger.Level.WARNING, "closing " + channel, failure);
                }
            }
        }
    }

    /** How many channels and descriptors are registered. */
    public int size() {
        return entries.size();
    }

    @Override
    public String toString() {
        return "Readiness[" + entries.values() + "]";
    }
}
