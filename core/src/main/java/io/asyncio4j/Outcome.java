package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * How a future ended, as a value: what {@link Asyncio#gatherSettled} answers for each.
 *
 * {@snippet :
 * switch (outcome) {
 *     case Outcome.Success<String>(var page) -> show(page);
 *     case Outcome.Failure<String>(var reason) -> report(reason);
 * }
 * }
 *
 * <p>Immutable.
 *
 * @param <T> the type of the result
 */
public sealed interface Outcome<T extends @Nullable Object> {

    /**
     * It ended with a result.
     *
     * <p>Immutable.
     *
     * @param value the result
     * @param <T> its type
     */
    record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

    /**
     * It failed, or was cancelled: then the exception is a {@link CancelledError}.
     *
     * <p>Immutable.
     *
     * @param exception why
     * @param <T> the type of the result that is missing
     */
    record Failure<T extends @Nullable Object>(Throwable exception) implements Outcome<T> {
        /** Checks that there is an exception. */
        public Failure {
            Objects.requireNonNull(exception, "exception");
        }
    }

    /** The outcome of a future that is done. */
    static <T extends @Nullable Object> Outcome<T> of(Future<T> done) {
        if (done.isCancelled()) {
            return new Failure<>(done.cancelledError());
        }
        return done.exception()
                .<Outcome<T>>map(Failure::new)
                .orElseGet(() -> new Success<>(done.result()));
    }
}
