package io.asyncio4j;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an {@link ExceptionHandler} is told: a sentence, the exception if there is one, and the
 * objects concerned under asyncio's names: {@code future}, {@code task}, {@code handle}, {@code
 * protocol}, {@code transport}.
 *
 * <p>Immutable.
 *
 * @param message what happened, in one sentence
 * @param exception the failure, if there is one
 * @param details the objects concerned, by name
 */
public record ExceptionContext(
        String message, Optional<Throwable> exception, Map<String, Object> details) {

    /** Copies the details, ordered by name. */
    public ExceptionContext {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(exception, "exception");
        details =
                Collections.unmodifiableMap(
                        new TreeMap<>(Objects.requireNonNull(details, "details")));
    }

    /**
     * A report that so far has only its sentence.
     *
     * @param message what happened
     */
    public static ExceptionContext of(String message) {
        return new ExceptionContext(message, Optional.empty(), Map.of());
    }

    /**
     * The same report with the failure.
     *
     * @param failure what was thrown
     */
    public ExceptionContext withException(Throwable failure) {
        return new ExceptionContext(
                message, Optional.of(Objects.requireNonNull(failure, "failure")), details);
    }

    /**
     * The same report with one more object concerned.
     *
     * @param key the kind of object, such as {@code "transport"}
     * @param value the object
     */
    public ExceptionContext with(String key, Object value) {
        Map<String, Object> more = new TreeMap<>(details);
        more.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return new ExceptionContext(message, exception, more);
    }

    /** The names of everything the report holds, as the keys of asyncio's dictionary. */
    public SortedSet<String> keys() {
        SortedSet<String> keys = new TreeSet<>(details.keySet());
        keys.add("message");
        if (exception.isPresent()) {
            keys.add("exception");
        }
        return keys;
    }
}
