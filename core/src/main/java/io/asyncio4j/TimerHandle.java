package io.asyncio4j;

import java.time.Instant;

/**
 * A callback that the loop will run when its time has come, as returned by {@link
 * EventLoop#callLater} and {@link EventLoop#callAt}.
 *
 * <p>Confined to the loop.
 */
public final class TimerHandle extends Handle {
    final long deadlineNanos;

    /** Breaks ties between equal deadlines; written by the heap when the timer goes in. */
    long sequence;

    /** The place in the heap, or -1 outside it; kept by the heap. */
    int heapIndex = -1;

    TimerHandle(EventLoop loop, long deadlineNanos, Runnable callback, Context context) {
        super(loop, callback, context);
        this.deadlineNanos = deadlineNanos;
    }

    /** When the callback is due, in the time of {@link EventLoop#time()}. Any thread may ask. */
    public Instant when() {
        return loop.clock.instantOf(deadlineNanos);
    }

    /**
     * Prevents the callback from running and takes the timer out of the loop at once.
     *
     * @throws WrongThreadException if called by a thread that does not hold the running loop
     */
    @Override
    public void cancel() {
        loop.requireHeld("TimerHandle.cancel", "callSoonThreadsafe(timer::cancel)");
        loop.schedule.remove(this);
        super.cancel();
    }
}
