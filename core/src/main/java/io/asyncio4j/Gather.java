package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Several futures as one: done when all are, or when one fails, if failures count. It is never
 * cancelled itself: cancelling it cancels the parts, and once they have ended it fails with {@link
 * CancelledError}.
 *
 * <p>Confined to the loop.
 *
 * @param <P> the type of the parts' results
 * @param <R> the type of each entry of the answer
 */
final class Gather<P extends @Nullable Object, R extends @Nullable Object>
        implements Promise.Role, Future.Watcher {
    /** As they were given; one that was given twice is watched twice. */
    private final List<Future<? extends P>> parts;

    private final Function<Future<? extends P>, R> entry;
    private final boolean failsAtOnce;
    private final Promise<List<R>> whole;

    /** How many of the parts are not done. */
    private int unfinished;

    private boolean isCancelRequested;
    private @Nullable String cancelReason;

    private Gather(
            EventLoop loop,
            Collection<? extends Future<? extends P>> parts,
            Function<Future<? extends P>, R> entry,
            boolean failsAtOnce) {
        this.parts = Future.ofLoop(loop, parts);
        this.entry = entry;
        this.failsAtOnce = failsAtOnce;
        this.whole = new Promise<>(loop, this, "gather");
        this.unfinished = this.parts.size();
    }

    /** Ends with all results, or with the first failure. */
    static <T extends @Nullable Object> Future<List<T>> results(
            EventLoop loop, Collection<? extends Future<? extends T>> parts) {
        return new Gather<T, T>(loop, parts, Future::outcome, true).start();
    }

    /** Ends with all outcomes. */
    static <T extends @Nullable Object> Future<List<Outcome<T>>> outcomes(
            EventLoop loop, Collection<? extends Future<? extends T>> parts) {
        return new Gather<T, Outcome<T>>(loop, parts, Gather::widen, false).start();
    }

    @SuppressWarnings("unchecked") // an outcome is only read
    private static <T extends @Nullable Object> Outcome<T> widen(Future<? extends T> done) {
        return (Outcome<T>) Outcome.of(done);
    }

    private Future<List<R>> start() {
        if (parts.isEmpty()) {
            whole.finish(List.of());
        }
        List<Future<? extends P>> done = new ArrayList<>();
        for (Future<? extends P> part : parts) {
            if (part.isPending()) {
                part.watch(this);
            } else {
                done.add(part);
            }
        }
        done.forEach(this::partDone); // parts that are all done need no pass of the loop
        return whole;
    }

    @Override
    public List<Future<? extends P>> parts() {
        return parts.stream().filter(Future::isPending).distinct().toList();
    }

    @Override
    public boolean cancel(Promise<?> promise, @Nullable String reason) {
        boolean any = false;
        for (Future<? extends P> part : parts) {
            any |= part.requestCancel(reason);
        }
        if (any) {
            isCancelRequested = true;
            cancelReason = reason;
        }
        return any;
    }

    @Override
    public void futureDone(Future<?> part) {
        whole.loop.callSoon(() -> partDone(part));
    }

    /** Only the first failure reaches whoever awaits the whole. */
    @Override
    public boolean isSureToLook() {
        return false;
    }

    private void partDone(Future<?> part) {
        unfinished--;
        if (!whole.isPending()) {
            return; // without a look at a failure, which is reported if nobody else looks
        }
        Throwable failure = part.failure();
        if (failsAtOnce && part.endedCancelled()) {
            whole.fail(part.cancelledError());
        } else if (failsAtOnce && failure != null) {
            whole.fail(failure);
        } else if (unfinished == 0) {
            allDone();
        }
    }

    private void allDone() {
        if (isCancelRequested) {
            whole.fail(CancelledError.because(cancelReason));
            return;
        }
        List<R> answer = new ArrayList<>(parts.size());
        parts.forEach(part -> answer.add(entry.apply(part)));
        whole.finish(answer);
    }
}
