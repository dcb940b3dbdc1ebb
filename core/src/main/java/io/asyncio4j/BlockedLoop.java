package io.asyncio4j;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the watchdog found: code that has kept a loop to itself for too long. The remedy is usually
 * {@code toThread} around the blocking call, or {@code sleep} instead of {@link Thread#sleep}.
 *
 * <p>Immutable.
 *
 * @param loop the loop, as it describes itself
 * @param task the name of the task that runs; empty if it is a callback
 * @param duration for how long so far
 * @param stack what it does right now, innermost call first
 */
public record BlockedLoop(
        String loop, Optional<String> task, Duration duration, List<StackTraceElement> stack) {

    /** Copies the stack. */
    public BlockedLoop {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(duration, "duration");
        stack = List.copyOf(Objects.requireNonNull(stack, "stack"));
    }

    /** The finding in words, with the stack, as it is logged. */
    public String describe() {
        return stack.stream()
                .map(frame -> "\n    at " + frame)
                .collect(
                        Collectors.joining(
                                "",
                                "%s has been blocked for %d ms by %s; wrap blocking calls in toThread"
                                        .formatted(
                                                loop,
                                                duration.toMillis(),
                                                task.map(name -> "task " + name)
                                                        .orElse("a callback")),
                                ""));
    }
}
