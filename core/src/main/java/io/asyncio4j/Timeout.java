package io.asyncio4j;

import io.asyncio4j.spi.Wording;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A deadline over a piece of code. When it passes, the task is cancelled where it waits, and the
 * scope turns that cancellation into a {@link TimeoutException}; a cancellation from elsewhere
 * passes through as it is.
 *
 * {@snippet :
 * Timeout limit = Timeout.after(Duration.ofSeconds(5));
 * limit.run(() -> {
 *     connect();
 *     limit.reschedule(getRunningLoop().time().plusSeconds(60));
 *     transfer();
 * });
 * }
 *
 * <p>{@link Asyncio#timeout} is shorter where the deadline never moves.
 *
 * <pre>
 *   CREATED --run--> ACTIVE --deadline--> EXPIRING --body ends--> EXPIRED
 *                       |
 *                       +----body ends--> FINISHED
 * </pre>
 *
 * <p>Confined to the task that runs it.
 */
public final class Timeout {
    private enum State {
        CREATED,
        ACTIVE,
        EXPIRING,
        EXPIRED,
        FINISHED
    }

    /** The deadline in force; {@link Instant#MAX} is none. A delay counts from the start. */
    private Instant when;

    /** Null if the deadline was given as an instant. */
    private final @Nullable Duration delay;

    private State state = State.CREATED;

    /** Who runs the body; null before. */
    private @Nullable Task<?> task;

    /** How many cancel requests the task had when the body began. */
    private int cancelsBefore;

    /** What will end the body; null while there is no deadline. */
    private @Nullable Handle alarm;

    private Timeout(Instant when, @Nullable Duration delay) {
        this.when = when;
        this.delay = delay;
    }

    /**
     * A deadline that is a while after the body begins.
     *
     * @param delay how long; zero or less ends the body at its first wait
     */
    public static Timeout after(Duration delay) {
        return new Timeout(Instant.MAX, Objects.requireNonNull(delay, "delay"));
    }

    /**
     * A deadline at a time of the loop.
     *
     * @param when on the scale of {@link EventLoop#time()}; {@link Instant#MAX} is no deadline
     */
    public static Timeout at(Instant when) {
        return new Timeout(Objects.requireNonNull(when, "when"), null);
    }

    /** No deadline until {@link #reschedule} sets one. */
    public static Timeout never() {
        return at(Instant.MAX);
    }

    /**
     * Runs the body under the deadline. Suspends as the body does.
     *
     * <p><b>On cancellation</b> from elsewhere the body is cancelled and the error passes through,
     * even if the deadline passes at the same moment.
     *
     * @throws TimeoutException if the deadline ended the body
     * @throws IllegalStateException if the scope was used before, or this is not a task
     */
    public void run(Action body) {
        call(Coroutine.of(Objects.requireNonNull(body, "body")));
    }

    /**
     * Runs the body under the deadline and answers its result, as {@link #run} does.
     *
     * @throws TimeoutException if the deadline ended the body
     */
    public <T extends @Nullable Object> T call(Coroutine<T> body) {
        Objects.requireNonNull(body, "body");
        enter();
        T result;
        try {
            result = body.run();
        } catch (Throwable failure) {
            throw Sneaky.rethrow(afterFailure(failure));
        }
        leave();
        return result;
    }

    private void enter() {
        if (state != State.CREATED) {
            throw new IllegalStateException(
                    this + " has been entered before; make another Timeout");
        }
        Task<?> current = Asyncio.requireTask("Timeout");
        task = current;
        cancelsBefore = current.cancelling();
        state = State.ACTIVE;
        setAlarm(
                current,
                delay == null
                        ? current.loop.clock.nanosOf(when)
                        : current.loop.clock.deadlineAfter(delay));
    }

    private void setAlarm(Task<?> current, long deadlineNanos) {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        EventLoop loop = current.loop;
        when = loop.clock.instantOf(deadlineNanos);
        if (deadlineNanos <= loop.clock.nanoTime()) {
            alarm = loop.callSoon(this::expire);
        } else if (deadlineNanos != Long.MAX_VALUE) {
            alarm = loop.callAtNanos(deadlineNanos, this::expire);
        }
    }

    private void expire() {
        alarm = null;
        if (state == State.ACTIVE && task != null) {
            state = State.EXPIRING;
            task.requestCancel(null);
        }
    }

    /** Ends the scope; answers whether the deadline passed and nobody else cancelled the task. */
    private boolean leave() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        if (state != State.EXPIRING || task == null) {
            state = State.FINISHED;
            return false;
        }
        state = State.EXPIRED;
        return task.uncancel() <= cancelsBefore;
    }

    /** Ends the scope and answers what shall be thrown instead of the body's failure. */
    private Throwable afterFailure(Throwable failure) {
        if (!leave()) {
            return failure;
        }
        String message =
                "deadline passed " + (delay == null ? "at " + when : "after " + Wording.of(delay));
        if (failure instanceof CancelledError) {
            return new TimeoutException(message, failure);
        }
        failure.addSuppressed(new TimeoutException(message));
        return failure;
    }

    /** The deadline in force; empty if there is none, or before the body began. */
    public Optional<Instant> when() {
        return when.equals(Instant.MAX) ? Optional.empty() : Optional.of(when);
    }

    /**
     * Moves the deadline.
     *
     * @param newWhen a time of the loop; the past ends the body at its next wait, {@link
     *     Instant#MAX} removes the deadline
     * @throws IllegalStateException if the body does not run, or the deadline passed
     */
    public void reschedule(Instant newWhen) {
        Objects.requireNonNull(newWhen, "newWhen");
        if (state == State.CREATED) {
            throw new IllegalStateException("Timeout has not been entered; call run() first");
        }
        if (state != State.ACTIVE || task == null) {
            throw new IllegalStateException(
                    "Cannot change state of " + describeState() + " Timeout");
        }
        task.requireHeld("reschedule");
        setAlarm(task, task.loop.clock.nanosOf(newWhen));
    }

    /** Whether the deadline passed while the body ran. */
    public boolean isExpired() {
        return state == State.EXPIRING || state == State.EXPIRED;
    }

    private String describeState() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "Timeout[" + describeState() + when().map(at -> ", " + at).orElse("") + "]";
    }
}
