package io.asyncio4j;

import io.asyncio4j.internal.EntryQueue;
import io.asyncio4j.spi.Instrument;
import io.asyncio4j.spi.Poller;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * What a loop runs next: the ready queue, the timers, the door for other threads, and the order in
 * which a pass serves them.
 *
 * <p>The order of execution is that of CPython: what was ready, then I/O, then the timers that were
 * due, then what those queued. CPython looks for I/O and due timers before it runs what was ready;
 * here I/O is delivered inside the poll, so the poll comes after. To keep the order, the timers are
 * still collected before what was ready runs, unless nothing is left to run and the pass waits.
 *
 * <p>Confined to the loop, but for {@link #addFromAnyThread}.
 */
final class Schedule {
    private final LoopClock clock;
    private final Heartbeat heartbeat;
    private final Failures failures;

    /** What is told how long things take; null on most loops. */
    private final @Nullable Instrument instrument;

    private final ArrayDeque<Handle> ready = new ArrayDeque<>();

    /** How many handles at the head of the ready queue belong to the batch that runs now. */
    private int restOfBatch;

    /** Whether the handle that runs now is measured, and so must not go on with the next one. */
    private boolean isMeasuring;

    private final TimerHeap timers = new TimerHeap();

    /** Timers of the current pass that were due, waiting for their turn behind I/O. */
    private final ArrayDeque<Handle> due = new ArrayDeque<>();

    private final EntryQueue<Handle> entries = new EntryQueue<>();

    /** Whether other threads must wake the poller; written on the loop thread. */
    private volatile boolean isWaiting;

    Schedule(
            LoopClock clock,
            Heartbeat heartbeat,
            Failures failures,
            Optional<Instrument> instrument) {
        this.clock = clock;
        this.heartbeat = heartbeat;
        this.failures = failures;
        this.instrument = instrument.orElse(null);
    }

    /** Puts a handle at the end of the ready queue, behind what other threads put in before. */
    void add(Handle handle) {
        takeEntries();
        ready.add(handle);
    }

    /**
     * Puts a handle at the end of the queue and wakes the poller if it waits. The loop announces
     * its wait before it looks at the entries for the last time, and this adds the entry before it
     * looks at the announcement, so one of the two always notices the other.
     */
    void addFromAnyThread(Handle handle, Poller poller) {
        entries.add(handle);
        if (isWaiting) {
            poller.wakeup();
        }
    }

    /** Takes back a handle that was added last, or nearly last. */
    void remove(Handle handle) {
        ready.removeLastOccurrence(handle);
        restOfBatch = Math.min(restOfBatch, ready.size()); // for a batch that includes it
    }

    void add(TimerHandle timer) {
        timers.add(timer);
    }

    void remove(TimerHandle timer) {
        timers.remove(timer);
    }

    /** One pass; it waits for I/O and time only if nothing is left to run and it may. */
    void runPass(EventLoop loop) {
        takeEntries();
        if (instrument != null) {
            instrument.passBegins(ready.size());
        }
        boolean hadWork = hasWork();
        if (hadWork) {
            collectDueTimers();
            runBatch(loop);
        }
        boolean mayWait = !hasWork() && !loop.isStopping();
        loop.leaveContexts();
        poll(loop.poller, mayWait);
        if (mayWait || !hadWork) {
            collectDueTimers();
        }
        runDue(loop);
        failures.endPass();
    }

    private boolean hasWork() {
        return !ready.isEmpty() || !due.isEmpty() || failures.areWaiting();
    }

    private void takeEntries() {
        for (Handle entry = entries.poll(); entry != null; entry = entries.poll()) {
            ready.add(entry);
        }
    }

    private void collectDueTimers() {
        if (timers.isEmpty()) {
            return;
        }
        long now = clock.nanoTime();
        for (TimerHandle timer = timers.pollDue(now); timer != null; timer = timers.pollDue(now)) {
            due.add(timer);
        }
    }

    /** Runs the handles that are ready now, not those that they add. */
    private void runBatch(EventLoop loop) {
        restOfBatch = ready.size();
        try {
            while (restOfBatch > 0) {
                run(takeNext(), loop);
            }
        } catch (ExitRequest exit) {
            breakOff();
            throw exit;
        }
    }

    private void runDue(EventLoop loop) {
        try {
            for (int rest = due.size(); rest > 0; rest--) {
                run(due.removeFirst(), loop);
            }
        } catch (ExitRequest exit) {
            breakOff();
            throw exit;
        }
    }

    private void run(Handle handle, EventLoop loop) {
        heartbeat.beat();
        if (loop.isDebug() || instrument != null) {
            measure(handle, loop);
        } else {
            handle.runNow();
        }
    }

    private void measure(Handle handle, EventLoop loop) {
        if (handle.task() == null && handle.isCancelled()) {
            return; // nothing would run
        }
        isMeasuring = true;
        try {
            long start = clock.nanoTime();
            if (loop.isDebug()) {
                SlowCallbacks.run(handle, clock, loop.slowCallbackDuration());
            } else {
                handle.runNow();
            }
            tellOf(handle, start);
        } finally {
            isMeasuring = false;
        }
    }

    private void tellOf(Handle handle, long startNanos) {
        if (instrument == null) {
            return;
        }
        long nanos = clock.nanoTime() - startNanos;
        if (handle.task() != null) {
            instrument.stepRan(nanos);
            return;
        }
        if (handle instanceof TimerHandle timer) {
            instrument.timerWasLate(startNanos - timer.deadlineNanos);
        }
        instrument.callbackRan(nanos);
    }

    /** Ends a pass early: what it had yet to run stays before what it added. */
    private void breakOff() {
        ArrayDeque<Handle> added = new ArrayDeque<>();
        while (ready.size() > restOfBatch) {
            added.addFirst(ready.removeLast());
        }
        restOfBatch = 0;
        ready.addAll(due);
        due.clear();
        ready.addAll(added);
    }

    // ---- for a task that suspends within the batch

    /**
     * The task whose step is the next thing to run; null if the loop thread must go on, because it
     * is something else, or a poll comes first, or each step is measured by itself.
     */
    @Nullable Task<?> nextTask(EventLoop loop) {
        boolean isMeasured = isMeasuring || loop.isDebug();
        if (isMeasured || (restOfBatch == 0 && !beginNextPass(loop))) {
            return null;
        }
        return ready.getFirst().task();
    }

    /** Takes the next handle of the batch out of the queue. */
    Handle takeNext() {
        restOfBatch--;
        return ready.removeFirst();
    }

    /**
     * Ends the pass and begins the next one, if all that lies between is a poll with nothing to do.
     */
    private boolean beginNextPass(EventLoop loop) {
        boolean isNothingBetween = due.isEmpty() && !failures.areWaiting() && loop.poller.isQuiet();
        if (!isNothingBetween || loop.isStopping()) {
            return false;
        }
        takeEntries();
        if (ready.isEmpty()) {
            return false; // nothing is left to run, so the loop waits
        }
        failures.endPass();
        collectDueTimers();
        restOfBatch = ready.size();
        return true;
    }

    private void poll(Poller poller, boolean mayWait) {
        heartbeat.idle();
        if (instrument == null) {
            lookOrWait(poller, mayWait);
        } else {
            long start = clock.nanoTime();
            lookOrWait(poller, mayWait);
            instrument.polled(clock.nanoTime() - start);
        }
    }

    private void lookOrWait(Poller poller, boolean mayWait) {
        if (!mayWait) {
            if (!poller.isQuiet()) {
                poller.poll(0);
            }
            return;
        }
        isWaiting = true;
        try {
            poller.poll(entries.isEmpty() ? clock.nanosUntil(timers.earliestNanos()) : 0);
        } finally {
            isWaiting = false;
        }
    }

    void clear() {
        ready.clear();
        due.clear();
        timers.clear();
        takeEntries();
        ready.clear();
    }
}
