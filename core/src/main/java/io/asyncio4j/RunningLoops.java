package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The loops that run in this process now. There are few, so asking each whether the current thread
 * holds it is cheaper than a thread local for each task.
 *
 * <p>Thread-safe: readers see one array, writers replace it under a lock.
 */
final class RunningLoops {
    private static volatile EventLoop[] running = {};

    private RunningLoops() {}

    /** The loop that the current thread holds, as its thread or as its running task. */
    static @Nullable EventLoop ofCurrentThread() {
        Thread current = Thread.currentThread();
        for (EventLoop loop : running) {
            if (loop.isHeldBy(current)) {
                return loop;
            }
        }
        return null;
    }

    /** The loop that the current thread holds; refuses a thread without one. */
    static EventLoop require() {
        EventLoop loop = ofCurrentThread();
        if (loop == null) {
            throw new IllegalStateException(
                    "no running event loop on "
                            + Thread.currentThread()
                            + "; call this inside Asyncio.run, in a task or a callback; other"
                            + " threads hand their call over with runCoroutineThreadsafe, or with"
                            + " callSoonThreadsafe of the loop");
        }
        return loop;
    }

    static synchronized void add(EventLoop loop) {
        EventLoop[] more = Arrays.copyOf(running, running.length + 1);
        more[running.length] = loop;
        running = more;
    }

    static synchronized void remove(EventLoop loop) {
        running = Arrays.stream(running).filter(each -> each != loop).toArray(EventLoop[]::new);
    }
}
