package io.asyncio4j;

import java.util.Objects;
import java.util.Optional;

/**
 * How a task is made: its name, its context and when it starts.
 *
 * <p>Immutable.
 *
 * @param name the name shown in logs and dumps; empty numbers the task
 * @param context the context to run in, used as it is; empty copies the current one
 * @param start when the body begins; empty leaves it to the loop's {@link TaskFactory}
 */
public record TaskOptions(Optional<String> name, Optional<Context> context, Optional<Start> start) {

    /** When the body of a task begins. */
    public enum Start {
        /** In the next pass of the loop. This is the rule. */
        LAZY,
        /** Inside {@code createTask}, up to the first await that has to wait. */
        EAGER
    }

    /** A numbered name, a copy of the current context, and the loop's way to start. */
    public static final TaskOptions DEFAULT =
            new TaskOptions(Optional.empty(), Optional.empty(), Optional.empty());

    /** Checks that no part is null. */
    public TaskOptions {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(start, "start");
    }

    /**
     * The default options with a name.
     *
     * @param name the name shown in logs and dumps
     */
    public static TaskOptions named(String name) {
        return DEFAULT.withName(Objects.requireNonNull(name, "name"));
    }

    /**
     * These options with a name.
     *
     * @param newName the name shown in logs and dumps
     */
    public TaskOptions withName(String newName) {
        return new TaskOptions(
                Optional.of(Objects.requireNonNull(newName, "newName")), context, start);
    }

    /**
     * These options with a context, which the task uses as it is instead of copying the current
     * one.
     *
     * @param newContext the context
     */
    public TaskOptions withContext(Context newContext) {
        return new TaskOptions(
                name, Optional.of(Objects.requireNonNull(newContext, "newContext")), start);
    }

    /**
     * These options with a way to start.
     *
     * @param newStart when the body begins
     */
    public TaskOptions withStart(Start newStart) {
        return new TaskOptions(
                name, context, Optional.of(Objects.requireNonNull(newStart, "newStart")));
    }

    boolean isEager() {
        return start.orElse(Start.LAZY) == Start.EAGER;
    }
}
