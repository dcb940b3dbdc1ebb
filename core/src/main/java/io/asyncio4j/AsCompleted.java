package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * One call of {@link Asyncio#asCompleted}: hands out the futures it was given as they get done.
 *
 * <p>Confined to the loop.
 *
 * @param <T> the type of the results
 */
final class AsCompleted<T extends @Nullable Object>
        implements Iterator<Future<T>>, Promise.Role, Future.Watcher {
    private final EventLoop loop;

    /** Those that are not done, in the order given. */
    private final Set<Future<T>> pending;

    /** Those that are done and not handed out, in the order in which they got done. */
    private final ArrayDeque<Future<T>> done = new ArrayDeque<>();

    private final @Nullable TimerHandle timer;

    /** Those that were not done when time was up, and have not been told of. */
    private final ArrayDeque<Future<T>> late = new ArrayDeque<>();

    /** What each of the waiting consumers waits for, in the order of their coming. */
    private final List<Promise<@Nullable Void>> waiting = new ArrayList<>();

    AsCompleted(EventLoop loop, Collection<? extends Future<T>> futures, long deadlineNanos) {
        this.loop = loop;
        this.pending = new LinkedHashSet<>(Future.<Future<T>>ofLoop(loop, futures));
        pending.forEach(future -> future.watch(this));
        this.timer =
                deadlineNanos == Long.MAX_VALUE || pending.isEmpty()
                        ? null
                        : loop.callAtNanos(deadlineNanos, this::timeIsUp);
    }

    @Override
    public boolean hasNext() {
        return !done.isEmpty() || !pending.isEmpty() || !late.isEmpty();
    }

    @Override
    public Future<T> next() {
        loop.requireHeld("asCompleted", "callSoonThreadsafe");
        while (done.isEmpty()) {
            if (!late.isEmpty()) {
                throw new TimeoutException(
                        late.removeFirst() + " was not done in time; it goes on");
            }
            if (pending.isEmpty()) {
                throw new NoSuchElementException("all futures were handed out");
            }
            Promise<@Nullable Void> more = new Promise<>(loop, this, "asCompleted");
            waiting.add(more);
            more.await();
        }
        return done.removeFirst();
    }

    @Override
    @SuppressWarnings("unchecked") // only futures of this type are watched
    public void futureDone(Future<?> future) {
        loop.callSoon(
                () -> {
                    if (pending.remove(future)) {
                        done.add((Future<T>) future);
                        stopTimerIfAllDone();
                        wakeConsumers();
                    }
                });
    }

    private void stopTimerIfAllDone() {
        if (pending.isEmpty() && timer != null) {
            timer.cancel();
        }
    }

    private void timeIsUp() {
        late.addAll(pending);
        pending.forEach(future -> future.unwatch(this));
        pending.clear();
        wakeConsumers();
    }

    /** Wakes all, because one that was woken may be cancelled before it takes anything. */
    private void wakeConsumers() {
        for (Promise<@Nullable Void> more : waiting) {
            if (more.isPending()) {
                more.finish(null);
            }
        }
        waiting.clear();
    }

    @Override
    public boolean cancel(Promise<?> promise, @Nullable String reason) {
        promise.becomeCancelled(reason);
        return true;
    }

    @Override
    public List<Future<T>> parts() {
        return List.copyOf(pending);
    }
}
