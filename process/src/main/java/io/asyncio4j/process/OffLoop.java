package io.asyncio4j.process;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;

/**
 * Runs what blocks for a moment, such as starting a program, in a thread of its own. Not in the
 * loop's default pool, where it would wait behind the program's jobs.
 *
 * <p>Confined to the loop.
 */
final class OffLoop {
    private OffLoop() {}

    /** Cancelling the future lets the call go on and drops its result. */
    static <T extends @Nullable Object> Future<T> run(
            EventLoop loop, String name, Callable<T> blocking) {
        return loop.runInExecutor(
                call -> Thread.ofPlatform().daemon().name("asyncio4j-" + name).start(call),
                blocking);
    }
}
