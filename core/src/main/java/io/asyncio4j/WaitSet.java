package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One call of {@link Asyncio#wait}: watches futures until enough of them are done or time is up. It
 * cancels nothing.
 *
 * <p>Confined to the loop.
 */
final class WaitSet implements Promise.Role, Future.Watcher {
    private final Collection<? extends Future<?>> futures;
    private final ReturnWhen returnWhen;
    private final Promise<@Nullable Void> enough;

    /** How many of the futures are not done. */
    private int unfinished;

    WaitSet(EventLoop loop, Collection<? extends Future<?>> futures, ReturnWhen returnWhen) {
        this.futures = futures;
        this.returnWhen = returnWhen;
        this.enough = new Promise<>(loop, this, "wait");
    }

    /** Suspends until enough of the futures are done or the deadline passed; parts them. */
    static <T extends @Nullable Object> Waited<T> await(
            EventLoop loop,
            Collection<? extends Future<? extends T>> futures,
            ReturnWhen returnWhen,
            long deadlineNanos) {
        Set<Future<? extends T>> distinct =
                new LinkedHashSet<>(Future.<Future<? extends T>>ofLoop(loop, futures));
        if (distinct.isEmpty()) {
            throw new IllegalArgumentException(
                    "wait needs at least one future; the collection is empty");
        }
        new WaitSet(loop, distinct, returnWhen).await(deadlineNanos);
        return new Waited<>(
                distinct.stream().filter(future -> !future.isPending()).toList(),
                distinct.stream().filter(Future::isPending).toList());
    }

    /** Suspends until enough futures are done, or the deadline passed. */
    void await(long deadlineNanos) {
        unfinished = futures.size();
        TimerHandle timer = null;
        if (deadlineNanos != Long.MAX_VALUE) {
            timer = enough.loop.callAtNanos(deadlineNanos, this::complete);
        }
        futures.forEach(future -> future.watch(this));
        try {
            enough.await();
        } finally {
            if (timer != null) {
                timer.cancel();
            }
            futures.forEach(future -> future.unwatch(this));
        }
    }

    private boolean isEnough(Future<?> future) {
        return switch (returnWhen) {
            case FIRST_COMPLETED -> !future.isPending();
            case FIRST_EXCEPTION -> future.hasFailed();
            case ALL_COMPLETED -> false;
        };
    }

    @Override
    public void futureDone(Future<?> future) {
        enough.loop.callSoon(() -> oneDone(future));
    }

    private void oneDone(Future<?> future) {
        unfinished--;
        if (unfinished <= 0 || isEnough(future)) {
            complete();
        }
    }

    private void complete() {
        if (enough.isPending()) {
            enough.finish(null);
        }
    }

    @Override
    public boolean cancel(Promise<?> promise, @Nullable String reason) {
        promise.becomeCancelled(reason);
        return true;
    }

    @Override
    public List<? extends Future<?>> parts() {
        return futures.stream().filter(Future::isPending).toList();
    }
}
