package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Optional;

/**
 * Says that the operation was cancelled. It is thrown inside the cancelled task, out of the call in
 * which the task waits, and by everything that asks a cancelled {@link Future} for its result.
 *
 * <p>It is an {@link Error} on purpose, as it is a {@code BaseException} in Python: a {@code catch
 * (Exception e)} around a request or a retry must not swallow a cancellation. Code that catches it
 * to clean up should throw it again.
 *
 * <p>A task that catches it can tell its own cancellation from that of the thing it awaited: {@link
 * Task#cancelling()} of the current task is above zero only in the first case.
 *
 * <p>Immutable.
 */
public final class CancelledError extends Error {
    private static final long serialVersionUID = 1L;

    private final @Nullable String reason;

    /** A cancellation for which nobody gave a reason. */
    public CancelledError() {
        super("cancelled");
        this.reason = null;
    }

    /**
     * A cancellation with the reason that was given to {@link Future#cancel(String)}.
     *
     * @param reason why the operation was cancelled
     */
    public CancelledError(String reason) {
        super(Objects.requireNonNull(reason, "reason"));
        this.reason = reason;
    }

    static CancelledError because(@Nullable String reason) {
        return reason == null ? new CancelledError() : new CancelledError(reason);
    }

    /** The reason that was given to {@link Future#cancel(String)}, if there was one. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}
