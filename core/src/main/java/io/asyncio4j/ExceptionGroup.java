package io.asyncio4j;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Several failures that happened side by side. A {@link TaskGroup} throws it with the failures of
 * its children in the order in which they ended, and that of its body last.
 *
 * <p>The first failure is the cause and the others are suppressed exceptions, so an ordinary stack
 * trace shows them all.
 *
 * <p>Immutable.
 */
public final class ExceptionGroup extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Throwable> exceptions;

    /**
     * Groups the failures.
     *
     * @param message what failed
     * @param exceptions the failures, at least one
     * @throws IllegalArgumentException if there is no failure
     */
    public ExceptionGroup(String message, List<? extends Throwable> exceptions) {
        super(describe(message, exceptions), exceptions.getFirst());
        this.exceptions = List.copyOf(exceptions);
        this.exceptions.stream().skip(1).forEach(this::addSuppressed);
    }

    private static String describe(String message, List<? extends Throwable> exceptions) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(exceptions, "exceptions");
        if (exceptions.isEmpty()) {
            throw new IllegalArgumentException(
                    "an ExceptionGroup needs at least one exception: " + message);
        }
        return exceptions.stream()
                .map(Throwable::toString)
                .collect(Collectors.joining("; ", message + ": ", ""));
    }

    /** The failures, in the order in which they happened. */
    public List<Throwable> exceptions() {
        return exceptions;
    }
}
