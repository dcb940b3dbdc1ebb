package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Who may use a loop now: the thread in {@code runForever}, or the task that the loop runs; nobody
 * while the loop does not run.
 *
 * <p>Other threads compare the holder with themselves only, and no thread can find itself here
 * unless it put itself here or was put here before it was resumed. So release and acquire are
 * enough, and a task switch needs no full fence.
 *
 * <p>Thread-safe; only the loop's own thread changes it.
 */
final class Holder {
    private static final VarHandle THREAD;

    static {
        try {
            THREAD = MethodHandles.lookup().findVarHandle(Holder.class, "thread", Thread.class);
        } catch (ReflectiveOperationException broken) {
            throw new LinkageError("no access to our own field; please report this", broken);
        }
    }

    @SuppressWarnings("UnusedVariable") // used through the handle
    private @Nullable Thread thread;

    /** The thread in runForever; written and read by it alone. */
    private @Nullable Thread loopThread;

    @Nullable Thread thread() {
        return (Thread) THREAD.getAcquire(this);
    }

    /** The calling thread runs the loop from now on. */
    void begin() {
        loopThread = Thread.currentThread();
        backToLoop();
    }

    /** The loop thread lends the loop to a task. */
    void lendTo(Thread task) {
        THREAD.setRelease(this, task);
    }

    /** Gives the loop thread's class loader to the thread of a task. */
    void adopt(Thread task) {
        Thread parent = loopThread;
        if (parent != null) {
            ClassLoader loader = parent.getContextClassLoader();
            if (task.getContextClassLoader() != loader) {
                task.setContextClassLoader(loader);
            }
        }
    }

    /** The task gave it back. */
    void backToLoop() {
        THREAD.setRelease(this, loopThread);
    }

    /** The loop does not run any more. */
    void end() {
        loopThread = null;
        backToLoop();
    }

    boolean is(Thread other) {
        return thread() == other;
    }

    /** Refuses threads that do not hold the loop, if it runs. */
    void require(EventLoop loop, String method, String instead) {
        Thread now = thread();
        if (now != null && now != Thread.currentThread()) {
            throw new WrongThreadException(
                    method
                            + " was called by "
                            + Thread.currentThread()
                            + ", but only the running "
                            + loop
                            + " itself may do that; use "
                            + instead);
        }
    }

    /** Refuses to run a loop that runs, a second one on a thread, or one on a virtual thread. */
    void requireFree(EventLoop loop) {
        if (thread() != null) {
            throw new IllegalStateException(loop + " is already running; use createTask inside it");
        }
        EventLoop other = RunningLoops.ofCurrentThread();
        if (other != null) {
            throw new IllegalStateException(
                    "cannot run "
                            + loop
                            + " while "
                            + other
                            + " runs on this thread; use"
                            + " createTask there, or run the loop on a thread of its own");
        }
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException(
                    "cannot run " + loop + " on a virtual thread; use a platform thread");
        }
    }
}
