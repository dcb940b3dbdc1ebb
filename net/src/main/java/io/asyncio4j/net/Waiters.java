package io.asyncio4j.net;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Promise;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tasks that wait for one thing and go on together, in the order in which they came. Cancelling one
 * leaves the others alone, which a promise that they share would not.
 *
 * <p>Confined to the loop.
 */
final class Waiters {
    private final EventLoop loop;

    /** Those that were neither released nor cancelled; each removes itself. */
    private final List<Promise<@Nullable Void>> waiting = new ArrayList<>(0);

    Waiters(EventLoop loop) {
        this.loop = loop;
    }

    /** Suspends until {@link #release}; throws what that was given, declared or not. */
    void await() {
        Promise<@Nullable Void> mine = loop.createFuture();
        waiting.add(mine);
        try {
            mine.await();
        } finally {
            waiting.remove(mine);
        }
    }

    /** Lets everybody go on: with the failure if there is one. */
    void release(Optional<Throwable> failure) {
        for (Promise<@Nullable Void> each : waiting) {
            if (each.isDone()) {
                continue;
            }
            if (failure.isPresent()) {
                each.setException(failure.get());
            } else {
                each.setResult(null);
            }
        }
    }
}
