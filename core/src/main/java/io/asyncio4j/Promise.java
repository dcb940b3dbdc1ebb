package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * A {@link Future} whose result somebody sets. Made by {@link EventLoop#createFuture()}.
 *
 * <p>Nothing here suspends. Confined to the loop.
 *
 * @param <T> the type of the result
 */
public final class Promise<T extends @Nullable Object> extends Future<T> {

    /** What a combinator adds to a promise: how to cancel it, and what it stands for. */
    interface Role {
        /** Cancels in the combinator's own way; the answer is that of {@link Future#cancel()}. */
        boolean cancel(Promise<?> promise, @Nullable String reason);

        /** The futures whose completion will complete the promise. */
        default List<? extends Future<?>> parts() {
            return List.of();
        }
    }

    /** Null for a plain promise. */
    private final @Nullable Role role;

    /** What the promise is for, as shown in dumps; null says no more than "future". */
    private final @Nullable String label;

    Promise(EventLoop loop, @Nullable Role role, @Nullable String label) {
        super(loop);
        this.role = role;
        this.label = label;
    }

    /**
     * Sets the result and queues everybody who waits for it.
     *
     * @param result the result
     * @throws InvalidStateException if the promise is done already
     * @throws WrongThreadException if the calling thread does not hold the loop
     */
    public void setResult(T result) {
        requirePending("setResult");
        finish(result);
    }

    /**
     * Sets the failure and queues everybody who waits. If nobody does, and nobody comes within a
     * pass of the loop, the failure goes to the loop's exception handler.
     *
     * @param failure what {@link #await()} shall throw
     * @throws InvalidStateException if the promise is done already
     * @throws WrongThreadException if the calling thread does not hold the loop
     */
    public void setException(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        requirePending("setException");
        fail(failure);
    }

    private void requirePending(String method) {
        requireHeld(method);
        if (!isPending()) {
            throw new InvalidStateException(
                    method
                            + " on "
                            + this
                            + ", which is done already; complete a promise once, or ask isDone()"
                            + " first");
        }
    }

    @Override
    boolean requestCancel(@Nullable String reason) {
        requireHeld("cancel");
        if (!isPending()) {
            return false;
        }
        if (role != null) {
            return role.cancel(this, reason);
        }
        becomeCancelled(reason);
        return true;
    }

    @Override
    public List<? extends Future<?>> waitsFor() {
        return role == null || !isPending() ? List.of() : role.parts();
    }

    @Override
    public String describe() {
        return label == null ? "future" : label;
    }

    @Override
    public String toString() {
        return "Promise[" + (label == null ? "" : label + ", ") + describeState() + "]";
    }
}
