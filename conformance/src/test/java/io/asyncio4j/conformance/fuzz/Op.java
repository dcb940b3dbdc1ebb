package io.asyncio4j.conformance.fuzz;

import java.util.List;

/**
 * One statement of a {@link Program}. Futures, groups, deadlines and handles live in numbered
 * slots; a statement whose slot is still empty does nothing, so that any statement can be taken out
 * of a program. Durations are counted in half seconds, {@link #NEVER} is none.
 *
 * <p>Immutable.
 */
sealed interface Op {
    /** No deadline. */
    int NEVER = -1;

    /** A slot that stays empty. */
    int NO_SLOT = -1;

    /** The name of the error that is a cancellation. */
    String CANCELLED = "CE";

    /** Which errors a {@link Try} handles. */
    enum Caught {
        NOTHING,
        CANCELLATION,
        FAILURE,
        ANYTHING
    }

    /** What a task may hold for the length of a block. */
    enum Resource {
        LOCK,
        CONDITION,
        SEMAPHORE
    }

    /** What may be done to the locks and queues of the program. */
    enum Verb {
        LOCK_ACQUIRE,
        EVENT_WAIT,
        CONDITION_WAIT,
        CONDITION_WAIT_UNTIL,
        SEMAPHORE_ACQUIRE,
        QUEUE_PUT,
        QUEUE_GET,
        QUEUE_JOIN,
        LOCK_RELEASE,
        EVENT_SET,
        EVENT_CLEAR,
        CONDITION_NOTIFY,
        CONDITION_NOTIFY_ALL,
        SEMAPHORE_RELEASE,
        QUEUE_PUT_NOWAIT,
        QUEUE_GET_NOWAIT,
        QUEUE_TASK_DONE,
        QUEUE_SHUTDOWN,
        QUEUE_SHUTDOWN_NOW,
        LOOK;

        boolean mayWait() {
            return compareTo(LOCK_RELEASE) < 0;
        }
    }

    // ---- plain

    record Log(String text) implements Op {}

    record Tick(int times) implements Op {}

    record Sleep(int halves) implements Op {}

    record Repeat(int times, List<Op> body) implements Op {}

    record Try(List<Op> body, Caught caught, List<Op> handler, boolean isRethrown, List<Op> atLast)
            implements Op {}

    record Raise(String name) implements Op {}

    record RaiseCancelled() implements Op {}

    /** Asks the program to end; the loop is run again. */
    record Exit() implements Op {}

    /** Stops the loop, which is run again. */
    record Stop() implements Op {}

    /** Notes which task runs and how many are not done. */
    record Who() implements Op {}

    // ---- futures

    /** With a shared context, the task runs in the one context that all such tasks share. */
    record Spawn(int slot, boolean isEager, boolean isShared, List<Op> body) implements Op {}

    record MakePromise(int slot) implements Op {}

    record SetResult(int slot, String value) implements Op {}

    /** The name {@link #CANCELLED} stands for a cancellation, set as an error. */
    record SetError(int slot, String name) implements Op {}

    record MakeGather(int slot, List<Integer> parts, boolean isSettled) implements Op {}

    record MakeShield(int slot, int inner) implements Op {}

    record Await(int slot) implements Op {}

    /** An empty reason is none. */
    record Cancel(int slot, String reason) implements Op {}

    record Uncancel(int slot) implements Op {}

    record Look(int slot) implements Op {}

    /** Asks for the result without waiting for it. */
    record Peek(int slot) implements Op {}

    record OnDone(int slot, int callback, List<Op> body) implements Op {}

    record DropOnDone(int slot, int callback) implements Op {}

    // ---- callbacks

    record CallSoon(int handle, List<Op> body) implements Op {}

    record CallLater(int handle, int halves, List<Op> body) implements Op {}

    record CancelHandle(int handle) implements Op {}

    // ---- waiting for several, and deadlines

    record WaitFor(int slot, int halves) implements Op {}

    record WaitForBody(int halves, List<Op> body) implements Op {}

    record Wait(List<Integer> parts, String returnWhen, int halves) implements Op {}

    record AsCompleted(List<Integer> parts, int halves) implements Op {}

    record Deadline(int limit, int halves, List<Op> body) implements Op {}

    record Reschedule(int limit, int halves) implements Op {}

    record Group(int group, List<Op> body) implements Op {}

    record GroupSpawn(int group, int slot, boolean isEager, List<Op> body) implements Op {}

    // ---- locks, queues, context

    /** There are two of each kind; the last bit of the argument says which one is meant. */
    record Sync(Verb verb, int argument) implements Op {}

    record Holding(Resource resource, int argument, List<Op> body) implements Op {}

    record SetVariable(String value) implements Op {}

    /** Takes back what was set last, anywhere. */
    record ResetVariable() implements Op {}

    record GetVariable() implements Op {}

    /** Runs statements that do not wait in a copy of the context. */
    record InContext(List<Op> body) implements Op {}
}
