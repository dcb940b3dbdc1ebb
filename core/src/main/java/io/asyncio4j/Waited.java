package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * What {@link Asyncio#wait} answers: the futures it was given, parted in two, in the order given.
 *
 * <p>Immutable.
 *
 * @param done those that are done
 * @param pending those that are not
 * @param <T> the type of their results
 */
public record Waited<T extends @Nullable Object>(
        List<Future<? extends T>> done, List<Future<? extends T>> pending) {

    /** Copies the lists. */
    public Waited {
        done = List.copyOf(Objects.requireNonNull(done, "done"));
        pending = List.copyOf(Objects.requireNonNull(pending, "pending"));
    }
}
