package io.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Stands before a future so that a cancellation ends only the wait for it. If the future fails
 * after its shield was cancelled, and nobody else waits for it, the failure is reported like any
 * other that nobody sees.
 *
 * <p>Confined to the loop.
 *
 * @param <T> the type of the result
 */
final class Shield<T extends @Nullable Object> implements Promise.Role, Future.Watcher {
    private final Future<T> inner;
    private final Promise<T> outer;

    private Shield(Future<T> inner) {
        this.inner = inner;
        this.outer = new Promise<>(inner.loop, this, "shield");
    }

    static <T extends @Nullable Object> Future<T> of(Future<T> inner) {
        if (inner.isDone()) {
            return inner;
        }
        Shield<T> shield = new Shield<>(inner);
        inner.watch(shield);
        return shield.outer;
    }

    @Override
    public java.util.List<Future<T>> parts() {
        return java.util.List.of(inner);
    }

    @Override
    public boolean cancel(Promise<?> promise, @Nullable String reason) {
        inner.unwatch(this);
        promise.becomeCancelled(reason);
        return true;
    }

    /** If the shield was cancelled meanwhile, nobody behind it looks. */
    @Override
    public boolean isSureToLook() {
        return false;
    }

    @Override
    public void futureDone(Future<?> done) {
        inner.loop.callSoon(this::passOn);
    }

    private void passOn() {
        if (!outer.isPending()) {
            return;
        }
        Throwable failure = inner.failure();
        if (inner.endedCancelled()) {
            outer.becomeCancelled(inner.cancelReason());
        } else if (failure != null) {
            outer.fail(failure);
        } else {
            outer.finish(inner.outcome());
        }
    }
}
