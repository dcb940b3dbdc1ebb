package io.asyncio4j.sync;

import io.asyncio4j.CancelledError;

import org.jspecify.annotations.Nullable;

import java.util.function.BooleanSupplier;

/**
 * A lock together with a line of tasks that wait, outside the lock, until what it guards changes.
 *
 * {@snippet :
 * var changed = new Condition();
 *
 * // the one that waits
 * try (var held = changed.hold()) {
 *     changed.awaitUntil(() -> stock >= 10);
 *     stock -= 10;
 * }
 *
 * // the one that changes
 * try (var held = changed.hold()) {
 *     stock += 5;
 *     changed.signalAll();
 * }
 * }
 *
 * <p>Python's {@code wait}, {@code wait_for}, {@code notify} and {@code notify_all} are {@link
 * #await()}, {@link #awaitUntil}, {@link #signal(int)} and {@link #signalAll()} here, the names of
 * {@link java.util.concurrent.locks.Condition}: {@link Object} has taken the others.
 *
 * <p>A notification is not lost: if the notified task is cancelled before it can make use of it,
 * the next in line gets it. For that, and because the state may change again before a notified task
 * has the lock, a return from {@link #await()} proves nothing; {@link #awaitUntil} looks again.
 *
 * <p>Fairness: notified in the order in which they came, and so is the lock handed out.
 *
 * <p>Confined to the loop.
 */
public final class Condition {
    private final LoopBinding binding = new LoopBinding(this);
    private final WaitQueue waiters = new WaitQueue(binding, "Condition.await");
    private final Runnable passOn = waiters::wakeOne;
    private final Lock lock;

    /**
     * Makes a condition with a lock of its own. It belongs to the first loop that uses it.
     *
     * <p>Never suspends. Threads: any.
     */
    public Condition() {
        this(new Lock());
    }

    /**
     * Makes a condition of a given lock, which several conditions may share.
     *
     * <p>Never suspends. Threads: any.
     *
     * @param lock the lock that guards the state to wait for
     * @throws NullPointerException if the lock is null
     */
    public Condition(Lock lock) {
        if (lock == null) {
            throw new NullPointerException("lock is null; new Condition() makes a lock of its own");
        }
        this.lock = lock;
    }

    /**
     * Gives the lock up, waits until notified, and takes the lock again.
     *
     * <p>Suspends: always.
     *
     * <p>On cancellation: the error arrives only once the lock is held again, as a surrounding
     * {@code try} expects; further cancellations meanwhile do not change that. A notification that
     * the task had received goes to the next in line.
     *
     * <p>Threads: a task of the loop. Fairness: first come, first notified.
     *
     * @throws CancelledError if the task is cancelled while it waits, for the notification or for
     *     the lock
     * @throws IllegalStateException if no loop runs the calling code, or nobody holds the lock, if
     *     a callback calls, or if the condition or its lock belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void await() {
        binding.checkWait();
        lock.binding().checkWait();
        if (!lock.isLocked()) {
            throw new IllegalStateException(unlocked("await"));
        }
        suspendOutsideTheLock();
    }

    /**
     * Waits until a predicate holds, and returns with the lock held. Asks it at once and again
     * after each notification, always with the lock held.
     *
     * <p>Suspends: unless the predicate holds at once.
     *
     * <p>On cancellation: as in {@link #await()}.
     *
     * <p>Threads: a task of the loop. Fairness: first come, first notified; a task whose predicate
     * does not hold yet goes to the end of the line.
     *
     * @param predicate tells whether to go on; must not suspend
     * @throws CancelledError if the task is cancelled while it waits, for a notification or for the
     *     lock
     * @throws IllegalStateException if no loop runs the calling code, or nobody holds the lock,
     *     even if the predicate holds; if a callback would have to wait; or if the condition or its
     *     lock belongs to another loop
     * @throws NullPointerException if the predicate is null
     * @throws WrongThreadException if another thread runs the loop
     */
    public void awaitUntil(BooleanSupplier predicate) {
        if (predicate == null) {
            throw new NullPointerException("predicate is null; use await() to wait for any signal");
        }
        binding.checkUse();
        lock.binding().checkUse();
        if (!lock.isLocked()) {
            throw new IllegalStateException(unlocked("awaitUntil"));
        }
        while (!predicate.getAsBoolean()) {
            binding.checkWait();
            await();
        }
    }

    /**
     * Notifies the task that has waited longest. It goes on once it has the lock again, so not
     * before the caller releases it.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @throws IllegalStateException if no loop runs the calling code, or nobody holds the lock, or
     *     the condition belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void signal() {
        binding.checkUse();
        lock.binding().checkUse();
        if (!lock.isLocked()) {
            throw new IllegalStateException(unlocked("signal"));
        }
        waiters.wakeOne();
    }

    /**
     * Notifies the {@code count} tasks that have waited longest, or all if there are fewer.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @param count how many to notify
     * @throws IllegalArgumentException if the count is negative
     * @throws IllegalStateException if no loop runs the calling code, or nobody holds the lock, or
     *     the condition belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void signal(int count) {
        binding.checkUse();
        lock.binding().checkUse();
        if (count < 0) {
            throw new IllegalArgumentException(
                    "count must be >= 0, but is "
                            + count
                            + "; to notify every task that waits for "
                            + this
                            + " call signalAll()");
        }
        if (!lock.isLocked()) {
            throw new IllegalStateException(unlocked("signal"));
        }
        int left = count;
        while (left > 0 && waiters.wakeOne()) {
            left--;
        }
    }

    /**
     * Notifies every task that waits.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @throws IllegalStateException if no loop runs the calling code, or nobody holds the lock, or
     *     the condition belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void signalAll() {
        binding.checkUse();
        lock.binding().checkUse();
        if (!lock.isLocked()) {
            throw new IllegalStateException(unlocked("signalAll"));
        }
        waiters.wakeAll();
    }

    /**
     * Takes the lock, as {@link Lock#acquire()} does.
     *
     * <p>Suspends: if the lock is held or somebody waits for it.
     *
     * <p>On cancellation: the task does not hold the lock.
     *
     * <p>Threads: a task of the loop. Fairness: first come, first served.
     *
     * @throws CancelledError if the task is cancelled while it waits
     * @throws IllegalStateException if no loop runs the calling code, or a callback would have to
     *     wait, or the condition or its lock belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void acquire() {
        binding.checkUse();
        lock.binding().checkUse();
        if (!lock.acquireNowait()) {
            binding.checkWait();
            lock.acquire();
        }
    }

    /**
     * Takes the lock if it is free and nobody waits for it, as {@link Lock#acquireNowait()} does.
     *
     * <p>Never suspends. Threads: the loop. Fairness: overtakes nobody.
     *
     * @return whether the caller holds the lock now
     * @throws IllegalStateException if no loop runs the calling code, or the condition or its lock
     *     belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public boolean acquireNowait() {
        binding.checkUse();
        lock.binding().checkUse();
        return lock.acquireNowait();
    }

    /**
     * Takes the lock and returns the hold for a {@code try} block to close, as {@link Lock#hold()}
     * does.
     *
     * <p>Suspends: if the lock is held or somebody waits for it.
     *
     * <p>On cancellation: the task does not hold the lock.
     *
     * <p>Threads: a task of the loop. Fairness: first come, first served.
     *
     * @return the hold, which releases the lock when it is closed
     * @throws CancelledError if the task is cancelled while it waits
     * @throws IllegalStateException if no loop runs the calling code, or a callback would have to
     *     wait, or the condition or its lock belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public Held hold() {
        binding.checkUse();
        lock.binding().checkUse();
        if (!lock.acquireNowait()) {
            binding.checkWait();
            lock.acquire();
        }
        return new Held(lock);
    }

    /**
     * Gives the lock back, as {@link Lock#release()} does.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @throws IllegalStateException if no loop runs the calling code, or nobody holds the lock, or
     *     the condition or its lock belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public void release() {
        binding.checkUse();
        lock.binding().checkUse();
        if (!lock.isLocked()) {
            throw new IllegalStateException("Lock is not acquired.");
        }
        lock.release();
    }

    /**
     * Returns whether somebody holds the lock, as {@link Lock#isLocked()} does.
     *
     * <p>Never suspends. Threads: the loop.
     *
     * @return whether the lock is held
     * @throws IllegalStateException if the condition or its lock belongs to another loop
     * @throws WrongThreadException if another thread runs the loop
     */
    public boolean isLocked() {
        binding.checkLook();
        lock.binding().checkLook();
        return lock.isLocked();
    }

    /**
     * Waits for a notification and, whatever came instead of it, for the lock: the caller's {@code
     * finally} is about to release it.
     */
    private void suspendOutsideTheLock() {
        lock.release();
        boolean isNotified = false;
        CancelledError cancelled = null;
        try {
            waiters.await(passOn);
            isNotified = true;
        } catch (CancelledError e) {
            cancelled = e;
        } finally {
            // In a `finally` for the errors that are nobody's plan: they find the lock held, too.
            CancelledError late = acquireUncancellably();
            cancelled = late == null ? cancelled : late;
        }
        if (cancelled != null) {
            if (isNotified) {
                passOn.run();
            }
            throw cancelled;
        }
    }

    /** Takes the lock however often the task is cancelled, and returns the last cancellation. */
    private @Nullable CancelledError acquireUncancellably() {
        CancelledError cancelled = null;
        while (true) {
            try {
                lock.acquire();
                return cancelled;
            } catch (CancelledError e) {
                cancelled = e;
            }
        }
    }

    private String unlocked(String call) {
        return call
                + " needs the lock of "
                + this
                + ", which nobody holds. Take it first: try (var held = condition.hold()) { ... }";
    }

    /** Returns the lock's state and the number of tasks waiting to be notified; never fails. */
    @Override
    public String toString() {
        return "Condition[" + lock.state(waiters) + "]";
    }
}
