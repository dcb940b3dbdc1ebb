package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A piece of straight-line code that may wait on an event loop and ends with a value.
 *
 * <p>Any method, lambda or method reference of this shape is a coroutine function: there is no
 * marking of functions that may suspend. Inside a {@link Task} the code may call {@link
 * Future#await()} and everything built on it; while it waits, other tasks run.
 *
 * {@snippet :
 * Task<String> page = createTask(() -> fetch("https://example.org/"));
 * }
 *
 * <p>Confined to the loop of the task that runs it.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface Coroutine<T extends @Nullable Object> {

    /**
     * Runs the code to its end. It suspends wherever the code awaits.
     *
     * @return the value
     * @throws Exception whatever the code fails with; it becomes the task's exception, unwrapped
     */
    T run() throws Exception;

    /** Adapts an action to a coroutine that ends with {@code null}. */
    static Coroutine<@Nullable Void> of(Action action) {
        Objects.requireNonNull(action, "action");
        return () -> {
            action.run();
            return null;
        };
    }
}
