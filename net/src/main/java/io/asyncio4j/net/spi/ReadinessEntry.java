package io.asyncio4j.net.spi;

import io.asyncio4j.Context;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Handle;
import io.asyncio4j.net.spi.Readiness.Direction;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * One channel or descriptor in a {@link Readiness}: who is told about it.
 *
 * <p>When it is ready the callback is queued, unless it is queued already. When the callback has
 * run the registration is armed again: a source that tells once for each arming so tells again, and
 * one that tells all the time has nothing to do.
 *
 * <p>Confined to the loop.
 */
final class ReadinessEntry implements ReadinessSource.Receiver, Readiness.Claim {

    /** Who uses a direction. */
    enum Use {
        CALLBACK,
        WAIT,
        TRANSPORT
    }

    private final EventLoop loop;
    private final Object key;
    private final Runnable forget;
    private final Map<Direction, Slot> slots = new EnumMap<>(Direction.class);

    /** Set once, right after the construction. */
    private ReadinessSource.@Nullable Registration registration;

    /** The transport that has claimed the channel; null if none has. */
    private @Nullable Object owner;

    /** Run when the source has let go of the channel. Replaced when the entry ends. */
    private Runnable whenLetGo = () -> {};

    /** Set when nobody is told any more, for good. */
    private boolean isClosed;

    ReadinessEntry(EventLoop loop, Object key, Runnable forget) {
        this.loop = loop;
        this.key = key;
        this.forget = forget;
    }

    void registered(ReadinessSource.Registration made) {
        registration = made;
    }

    void own(Object transport) {
        owner = transport;
    }

    boolean isOwned() {
        return owner != null;
    }

    // ---- checks

    static IllegalStateException owned(Object key, Object owner) {
        return new IllegalStateException(
                name(key) + " is used by " + owner + "; do its I/O through that");
    }

    private static String name(Object key) {
        return key instanceof Integer ? "descriptor " + key : key.toString();
    }

    void requireNoOwner() {
        if (owner != null) {
            throw owned(key, owner);
        }
    }

    /** Whether a callback may be set, or take the place of one. */
    void requireCallback(Direction direction) {
        requireNoOwner();
        if (isUsed(direction, Use.WAIT)) {
            throw new IllegalStateException(
                    name(key)
                            + " is used for "
                            + direction
                            + " by a task that waits for it; await that first");
        }
    }

    void requireUnused(Direction direction) {
        requireCallback(direction);
        if (slots.containsKey(direction)) {
            throw new IllegalStateException(
                    name(key)
                            + " is used for "
                            + direction
                            + " by a callback; remove that first, with Descriptors");
        }
    }

    boolean isUsed(Direction direction, Use use) {
        Slot slot = slots.get(direction);
        return slot != null && slot.use == use;
    }

    // ---- changes

    /** Sets who is told. If that fails everything is as before. */
    void put(Direction direction, Runnable callback, Context context, Use use) throws IOException {
        Slot old = slots.put(direction, new Slot(callback, context, use));
        try {
            if (old != null) {
                disarm();
            }
            arm();
        } catch (IOException refused) {
            if (old == null) {
                slots.remove(direction);
            } else {
                slots.put(direction, old);
            }
            closeIfUnused();
            throw refused;
        }
        if (old != null) {
            old.cancel();
        }
    }

    /** Has nobody told any more. Answers whether somebody was. */
    boolean remove(Direction direction) {
        Slot old = slots.remove(direction);
        if (old == null) {
            return false;
        }
        old.cancel();
        closeIfUnused();
        if (!isClosed) {
            rearm();
        }
        return true;
    }

    /** Removes a callback, if it is still the one that is set. */
    void remove(Direction direction, Runnable callback) {
        Slot slot = slots.get(direction);
        if (slot != null && slot.callback == callback) {
            remove(direction);
        }
    }

    @Override
    public void set(Direction direction, Runnable callback, Context context) throws IOException {
        put(direction, callback, context, Use.TRANSPORT);
    }

    @Override
    public void clear(Direction direction) {
        remove(direction);
    }

    @Override
    public void release(Runnable letGo) {
        whenLetGo = letGo;
        discard();
    }

    /** Ends the entry, whoever uses it. */
    void discard() {
        slots.values().forEach(Slot::cancel);
        slots.clear();
        owner = null;
        closeIfUnused();
    }

    private void closeIfUnused() {
        if (slots.isEmpty() && owner == null && !isClosed) {
            isClosed = true;
            forget.run();
            if (registration != null) {
                registration.close(whenLetGo);
            }
        }
    }

    /** So that the system looks at the descriptor anew: it may be another one by now. */
    private void disarm() throws IOException {
        if (registration != null) {
            registration.arm(false, false);
        }
    }

    private void arm() throws IOException {
        if (registration == null) {
            throw new AssertionError(this + " is not registered; please report this as a bug");
        }
        registration.arm(
                slots.containsKey(Direction.READING), slots.containsKey(Direction.WRITING));
    }

    /** Arms when nobody is there to be told of a failure. */
    private void rearm() {
        try {
            arm();
        } catch (IOException failure) {
            loop.callExceptionHandler(
                    ExceptionContext.of(name(key) + " cannot be watched any more")
                            .withException(failure));
            discard();
        }
    }

    @Override
    public void ready(boolean isReadable, boolean isWritable) {
        if (isReadable) {
            fire(Direction.READING);
        }
        if (isWritable) {
            fire(Direction.WRITING);
        }
    }

    private void fire(Direction direction) {
        Slot slot = slots.get(direction);
        if (slot != null && slot.queued == null) {
            slot.queued = loop.callSoon(slot, slot.context);
        }
    }

    /** Who is told, in one direction. */
    private final class Slot implements Runnable {
        private final Runnable callback;
        private final Context context;
        private final Use use;

        /** Not null while the callback is in the ready queue. */
        private @Nullable Handle queued;

        Slot(Runnable callback, Context context, Use use) {
            this.callback = callback;
            this.context = context;
            this.use = use;
        }

        @Override
        public void run() {
            queued = null;
            try {
                callback.run();
            } finally {
                if (slots.containsValue(this)) {
                    rearm();
                }
            }
        }

        void cancel() {
            if (queued != null) {
                queued.cancel();
            }
        }

        @Override
        public String toString() {
            return callback.toString();
        }
    }

    @Override
    public String toString() {
        return name(key) + slots;
    }
}
