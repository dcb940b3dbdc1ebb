package io.asyncio4j.sync;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Promise;

import org.jspecify.annotations.Nullable;

/**
 * A first-in, first-out line of suspended tasks: the one place where the primitives of this package
 * and the queues wait.
 *
 * <p>A primitive keeps its own state (is the lock taken, how many permits are left) and asks the
 * line only to suspend the running task ({@link #await(Runnable)}) and to wake the longest waiting
 * one ({@link #wakeOne()}). Waking schedules; the woken task runs later, in its turn.
 *
 * <p><b>A wake-up is never lost.</b> Between the moment a task is woken and the moment it runs it
 * can still be cancelled. It then leaves with a {@link io.asyncio4j.CancelledError}, and what it
 * was woken for (a permit, an item, a notification) would leave with it. So whoever waits says
 * beforehand how to give it back: {@code passOn} runs in exactly this case, after the task has left
 * the line and before the error goes on.
 *
 * <h2>Trade-offs</h2>
 *
 * <ul>
 *   <li><b>Waking transfers nothing.</b> The line does not know what its waiters wait for. A
 *       primitive that must not be overtaken between waking and running (lock, semaphore) refuses
 *       newcomers until {@link #isIdle()}; one that may be overtaken (queue) lets its waiters look
 *       again. The alternative, a value handed over with the wake-up, would need a way back for
 *       each kind of value.
 *   <li><b>Cancelled waiters stay linked</b> until they run or until a wake-up meets them,
 *       whichever is first. Skipping them costs each waker a look; unlinking them at the
 *       cancellation would need a callback for each wait. They are never woken and {@link
 *       #isIdle()} does not see them; only {@link #size()} may count them a little longer.
 *   <li><b>Own links instead of an {@code ArrayDeque}:</b> a cancelled task leaves the middle of a
 *       line of any length in constant time; a deque would search for it, and cancelling a hundred
 *       thousand waiters (a timeout that hits them all) would take quadratic time.
 *   <li><b>A promise for each wait.</b> It costs two small objects, and gives cancellation, the
 *       graph of who waits for whom and promise 3 (nothing runs inside the waker's call) for free.
 *       Calls that need not wait never come here and allocate nothing.
 * </ul>
 *
 * <p>Fairness: strictly in the order of arrival.
 *
 * <p>Confined to the loop.
 */
public final class WaitQueue {
    private final LoopBinding binding;
    private final String label;

    // first == null exactly if last == null; from first, `next` leads to last.
    private @Nullable Waiter first;
    private @Nullable Waiter last;

    /** How many waiters are linked: those that wait, and cancelled ones that have not run since. */
    private int linked;

    /** How many were woken and have not run since. */
    private int resuming;

    /**
     * Makes an empty line.
     *
     * <p>Never suspends. Threads: any.
     *
     * @param binding the tie of the object whose tasks wait here; several lines may share it
     * @param label what a waiting task does, as dumps show it, such as {@code "Lock.acquire"}
     * @throws NullPointerException if the binding or the label is null
     */
    public WaitQueue(LoopBinding binding, String label) {
        if (binding == null) {
            throw new NullPointerException("binding is null; pass the LoopBinding of the owner");
        }
        if (label == null) {
            throw new NullPointerException("label is null; say what the waiting tasks do");
        }
        this.binding = binding;
        this.label = label;
    }

    /**
     * Suspends the running task until it is woken; a wake-up that meets a cancelled task is
     * dropped. This is the form for broadcasts, where everybody was woken anyway.
     *
     * <p>Suspends: always.
     *
     * <p>On cancellation: the task leaves the line.
     *
     * <p>Threads: a task of the loop. Ordering: wakes in the order of arrival.
     *
     * @throws io.asyncio4j.CancelledError if the task is cancelled before it runs again
     * @throws IllegalStateException if no loop runs the calling code, or a callback calls, or the
     *     line belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void await() {
        await(WaitQueue::passNothingOn);
    }

    /**
     * Suspends the running task until it is woken.
     *
     * <p>Suspends: always.
     *
     * <p>On cancellation: the task leaves the line. If it had been woken already, {@code passOn}
     * runs first, so that the wake-up reaches somebody else or is given back.
     *
     * <p>Threads: a task of the loop. Ordering: wakes in the order of arrival.
     *
     * @param passOn gives back what the task was woken for; runs on the loop and must not suspend
     * @throws io.asyncio4j.CancelledError if the task is cancelled before it runs again
     * @throws IllegalStateException if no loop runs the calling code, or a callback calls, or the
     *     line belongs to another loop
     * @throws NullPointerException if {@code passOn} is null
     * @throws WrongThreadException if another thread runs the loop
     */
    public void await(Runnable passOn) {
        if (passOn == null) {
            throw new NullPointerException("passOn is null; use await() if nothing is lost");
        }
        Waiter waiter = join(binding.checkWait());
        boolean hasResumed = false;
        try {
            waiter.promise.await();
            hasResumed = true;
        } finally {
            boolean wasWoken = leave(waiter);
            if (wasWoken && !hasResumed) {
                passOn.run();
            }
        }
    }

    /**
     * Wakes the task that has waited longest and is not cancelled.
     *
     * <p>Never suspends; the woken task runs in its turn. Threads: the loop.
     *
     * @return whether somebody was there to wake
     * @throws IllegalStateException if no loop runs the calling code, or the line belongs to
     *     another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public boolean wakeOne() {
        binding.checkUse();
        Waiter waiter = firstWaiting();
        if (waiter == null) {
            return false;
        }
        unlink(waiter);
        waiter.state = State.WOKEN;
        resuming++;
        waiter.promise.setResult(true);
        return true;
    }

    /**
     * Wakes every task that waits now, in the order of arrival.
     *
     * <p>Never suspends; the woken tasks run in their turn. Threads: the loop.
     *
     * @return how many were woken
     * @throws IllegalStateException if no loop runs the calling code, or the line belongs to
     *     another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public int wakeAll() {
        int count = 0;
        while (wakeOne()) {
            count++;
        }
        return count;
    }

    /**
     * Returns how many tasks are in the line. Woken ones have left it; cancelled ones may still
     * count until they run. Made for {@code toString()}: it checks nothing.
     *
     * <p>Never suspends. Threads: any; outside the loop the number may be out of date.
     *
     * @return the number of tasks that {@link #wakeAll()} would meet
     */
    public int size() {
        return linked;
    }

    /**
     * Returns whether a newcomer overtakes nobody: no task waits, and none was woken that has not
     * run since.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @return whether the line is empty and at rest
     * @throws IllegalStateException if the line belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public boolean isIdle() {
        binding.checkLook();
        return resuming == 0 && firstWaiting() == null;
    }

    private static void passNothingOn() {}

    /** Returns the first waiter that can be woken, after unlinking the cancelled ones before it. */
    private @Nullable Waiter firstWaiting() {
        Waiter waiter = first;
        while (waiter != null && waiter.promise.isDone()) {
            unlink(waiter);
            waiter.state = State.GONE;
            waiter = first;
        }
        return waiter;
    }

    /** Links a waiter for the running task. The only place that creates what a task awaits. */
    private Waiter join(EventLoop loop) {
        Waiter waiter = new Waiter(loop.createFuture(label));
        waiter.previous = last;
        if (last == null) {
            first = waiter;
        } else {
            last.next = waiter;
        }
        last = waiter;
        linked++;
        return waiter;
    }

    /** Forgets a waiter whose task runs again, and returns whether it had been woken. */
    private boolean leave(Waiter waiter) {
        boolean wasWoken = waiter.state == State.WOKEN;
        switch (waiter.state) {
            case WAITING -> unlink(waiter);
            case WOKEN -> resuming--;
            case GONE -> {}
        }
        waiter.state = State.GONE;
        return wasWoken;
    }

    private void unlink(Waiter waiter) {
        Waiter previous = waiter.previous;
        Waiter next = waiter.next;
        if (previous == null) {
            first = next;
        } else {
            previous.next = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.previous = previous;
        }
        waiter.previous = null;
        waiter.next = null;
        linked--;
    }

    /** Counts the tasks that {@link #wakeAll()} would wake, in time proportional to them. */
    int countWaiting() {
        int count = 0;
        for (Waiter waiter = first; waiter != null; waiter = waiter.next) {
            if (!waiter.promise.isDone()) {
                count++;
            }
        }
        return count;
    }

    /** Returns the count of waiting tasks and, if there are any, of woken ones; never fails. */
    @Override
    public String toString() {
        return "WaitQueue["
                + label
                + ", waiters="
                + linked
                + (resuming == 0 ? "]" : ", resuming=" + resuming + "]");
    }

    /**
     * Where a waiter stands.
     *
     * <pre>
     * WAITING -> WOKEN    wakeOne reached it: it is unlinked and counts as resuming
     * WAITING -> GONE     its task was cancelled: a waker skipped it, or the task ran
     * WOKEN   -> GONE     its task ran, cancelled or not
     * </pre>
     */
    private enum State {
        WAITING,
        WOKEN,
        GONE
    }

    private static final class Waiter {
        final Promise<Boolean> promise;
        State state = State.WAITING;
        @Nullable Waiter previous;
        @Nullable Waiter next;

        Waiter(Promise<Boolean> promise) {
            this.promise = promise;
        }
    }
}
