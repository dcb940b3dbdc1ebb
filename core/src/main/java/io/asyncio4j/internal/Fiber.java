package io.asyncio4j.internal;

import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that runs only while the loop lends it the control, and gives it back where its
 * code suspends. This is the whole difference between the two engines.
 *
 * <pre>
 *   NEW --resume--> RUNNING --suspend--> SUSPENDED --resume--> RUNNING --body ends--> FINISHED
 *                      |  ^
 *          a JDK call blocks (scheduled engine, handing over)
 *                      v  | resume
 *                    BLOCKED
 * </pre>
 *
 * <p>The state is written by whichever of loop thread and fiber has the control, and read by the
 * other after it was handed over.
 *
 * <p>Confined to the loop.
 */
public abstract sealed class Fiber permits ScheduledFiber, HandoffFiber {

    /** Where the fiber is; the transitions stand above the class. */
    public enum State {
        /** Made, and never resumed. */
        NEW,
        /** Has the control. */
        RUNNING,
        /** Gave the control back in {@link Fiber#suspend()}. */
        SUSPENDED,
        /** Gave the control back inside a JDK call that blocks. */
        BLOCKED,
        /** Its body ended. */
        FINISHED
    }

    /**
     * What a fiber runs.
     *
     * <p>Confined to the loop, but for {@link #unblocked}, which any thread may call.
     */
    public interface Body {
        /**
         * Runs it, on the fiber's thread. Must not throw.
         *
         * @return the fiber that goes on, if this one {@link Fiber#passesOn}; null for the loop
         */
        @Nullable Fiber run();

        /**
         * Asks the loop to resume the fiber soon, because the JDK call in which it blocked can go
         * on. Called from any thread, also without need.
         *
         * @param fiber the fiber
         */
        void unblocked(Fiber fiber);
    }

    private State state = State.NEW;

    Fiber() {}

    /** Where the fiber is now. */
    public final State state() {
        return state;
    }

    final void enter(State next) {
        state = next;
    }

    /** The virtual thread itself: what {@code Thread.currentThread()} says inside the body. */
    public abstract Thread thread();

    /**
     * Lends the control to the fiber, and returns when it has given it back. Called by the loop
     * thread only, and only while the fiber is not running or finished.
     */
    public abstract void resume();

    /**
     * Gives the control back, and returns when the fiber is resumed. Called by the fiber only.
     *
     * @throws IllegalStateException if a native frame or a class initializer is on the stack, so
     *     that the thread cannot be put aside
     */
    public abstract void suspend();

    /** Whether a fiber of this kind can give the control to another one directly. */
    public abstract boolean passesOn();

    /**
     * Gives the control to another fiber instead of back, and returns when this one is resumed.
     * Called by the fiber only.
     *
     * @param next another fiber that {@link #passesOn}
     */
    public abstract void passTo(Fiber next);

    /** Checks that the loop may lend the control to the fiber now. */
    final void requireResumable() {
        if (state == State.RUNNING || state == State.FINISHED) {
            throw new AssertionError(
                    "fiber " + thread() + " was resumed while " + state + "; please report this");
        }
    }
}
