package io.asyncio4j.sync;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Set;

/**
 * The tie between an object and the one event loop that may use it.
 *
 * <p>The tie is made by the first use inside a running loop and lasts for ever. From then on every
 * use is checked, contended or not, so that sharing an object between two loops or two threads
 * fails in the first test instead of under load. Each object of this package owns one; so should
 * any object built on {@link WaitQueue}:
 *
 * {@snippet :
 * final class Gate {
 *     private final LoopBinding binding = new LoopBinding(this);
 *     private final WaitQueue waiters = new WaitQueue(binding, "Gate.pass");
 *     private boolean isOpen;
 *
 *     void open() {
 *         binding.checkUse();
 *         isOpen = true;
 *         waiters.wakeAll();
 *     }
 *
 *     void pass() {
 *         binding.checkUse();
 *         if (!isOpen) {
 *             waiters.await();
 *         }
 *     }
 * }
 * }
 *
 * <p>The failures begin at the public method that was called, not inside this class. They name the
 * object by its {@code toString()}, which therefore must not call one of the checks.
 *
 * <p>Thread-safe.
 */
public final class LoopBinding {
    /** The classes whose frames say nothing to the person who reads a usage error. */
    private static final Set<String> BEHIND_THE_DOOR =
            Set.of(LoopBinding.class.getName(), WaitQueue.class.getName());

    private final Object owner;

    /** Set once, by whichever loop uses the owner first; read by every thread that tries. */
    private volatile @Nullable EventLoop loop;

    /**
     * Makes an open tie: no loop has used the owner yet.
     *
     * <p>Never suspends. Threads: any.
     *
     * @param owner the object that is used; only its {@code toString()} is called, for messages
     * @throws NullPointerException if the owner is null
     */
    public LoopBinding(Object owner) {
        if (owner == null) {
            throw new NullPointerException("owner is null; pass the object that is bound");
        }
        this.owner = owner;
    }

    /**
     * Checks a call that changes the owner, and ties the owner to the running loop if it is free.
     *
     * <p>A loop that stands still has no thread of its own: while it is not running, any thread
     * that runs no other loop may use what is bound to it, for instance to prepare the next run.
     *
     * <p>Never suspends. Threads: any; this is the check.
     *
     * @throws IllegalStateException if this thread runs another loop than the one of the owner, or
     *     no loop runs on this thread and the owner is bound to none yet
     * @throws WrongThreadException if no loop runs on this thread, and the owner's loop runs on
     *     another thread
     */
    public void checkUse() {
        EventLoop bound = loop;
        if (bound == null || !bound.isHeldBy(Thread.currentThread())) {
            bindOrFail(bound);
        }
    }

    /**
     * Checks a call that only looks at the owner; it binds nothing.
     *
     * <p>Never suspends. Threads: any; this is the check.
     *
     * @throws IllegalStateException if the owner's loop is running and this thread runs another
     * @throws WrongThreadException if the owner's loop is running on another thread
     */
    public void checkLook() {
        EventLoop bound = loop;
        if (bound != null && !bound.isHeldBy(Thread.currentThread()) && bound.isRunning()) {
            bindOrFail(bound);
        }
    }

    /**
     * Checks a call that is about to suspend: like {@link #checkUse}, and a task must be running.
     *
     * <p>Never suspends. Threads: any; this is the check.
     *
     * @return the loop that the owner is bound to
     * @throws IllegalStateException if a callback calls, or this thread runs another loop than the
     *     one of the owner, or no loop runs on this thread and the owner is bound to none yet
     * @throws WrongThreadException if no loop runs on this thread, and the owner's loop runs on
     *     another thread
     */
    public EventLoop checkWait() {
        EventLoop bound = loop;
        if (bound == null || !bound.isHeldBy(Thread.currentThread())) {
            bound = bindOrFail(bound);
        }
        if (bound.currentTask().isEmpty()) {
            throw atTheDoor(
                    new IllegalStateException(
                            owner
                                    + " makes its caller wait, and only a task can wait: this is a"
                                    + " callback of "
                                    + bound
                                    + ". Wait in a task started with createTask, or use the"
                                    + " non-waiting form of the call."));
        }
        return bound;
    }

    private EventLoop bindOrFail(@Nullable EventLoop seen) {
        EventLoop running;
        try {
            running = Asyncio.getRunningLoop();
        } catch (IllegalStateException noLoopHere) {
            return whileNoneRunsHere(seen, noLoopHere);
        }
        EventLoop bound = bindIfFree(running);
        if (bound == running) {
            return running;
        }
        throw atTheDoor(
                new IllegalStateException(
                        owner
                                + " is bound to "
                                + bound
                                + ", the first loop that used it, and was called on "
                                + running
                                + ". Make one object for each loop, or hand the call over"
                                + " with callSoonThreadsafe of the first loop."));
    }

    private EventLoop whileNoneRunsHere(
            @Nullable EventLoop seen, IllegalStateException noLoopHere) {
        if (seen == null) {
            throw atTheDoor(
                    new IllegalStateException(owner + ": " + noLoopHere.getMessage(), noLoopHere));
        }
        if (seen.isRunning()) {
            throw atTheDoor(
                    new WrongThreadException(
                            owner
                                    + " belongs to "
                                    + seen
                                    + ", which another thread is running, and was called on thread "
                                    + Thread.currentThread().getName()
                                    + ". Hand the call over with runCoroutineThreadsafe, or with"
                                    + " callSoonThreadsafe of that loop."));
        }
        return seen;
    }

    /** Two loops may race for a free object; one of them gets it, and both learn which. */
    private synchronized EventLoop bindIfFree(EventLoop running) {
        EventLoop bound = loop;
        if (bound == null) {
            loop = running;
            return running;
        }
        return bound;
    }

    /** Lets the stack trace of a usage error begin at the public method that the user called. */
    private static <X extends RuntimeException> X atTheDoor(X failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        int own = 0;
        while (own < frames.length && BEHIND_THE_DOOR.contains(frames[own].getClassName())) {
            own++;
        }
        failure.setStackTrace(Arrays.copyOfRange(frames, own, frames.length));
        return failure;
    }

    /** Returns the owner and its loop, for logs; never fails. */
    @Override
    public String toString() {
        EventLoop bound = loop;
        return "LoopBinding["
                + owner
                + (bound == null ? ", unbound]" : ", bound to " + bound + "]");
    }
}
