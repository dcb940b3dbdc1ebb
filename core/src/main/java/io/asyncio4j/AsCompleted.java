package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
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
    private boolean isTimeUp;

    /** What the consumer waits for; null unless it waits. */
    private @Nullable Promise<@Nullable Void> more;

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
        return !done.isEmpty() || !pending.isEmpty();
    }

    @Override
    public Future<T> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all futures were handed out");
        }
        while (done.isEmpty()) {
            if (isTimeUp) {
                Future<T> late = pending.iterator().next();
                pending.remove(late);
                late.unwatch(this);
                throw new TimeoutException(late + " was not done in time; it goes on");
            }
            Promise<@Nullable Void> waiting = new Promise<>(loop, this, "asCompleted");
            more = waiting;
            waiting.await();
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
                        wakeConsumer();
                    }
                });
    }

    private void stopTimerIfAllDone() {
        if (pending.isEmpty() && timer != null) {
            timer.cancel();
        }
    }

    private void timeIsUp() {
        isTimeUp = true;
        wakeConsumer();
    }

    private void wakeConsumer() {
        Promise<@Nullable Void> waiting = more;
        more = null;
        if (waiting != null && waiting.isPending()) {
            waiting.finish(null);
        }
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
