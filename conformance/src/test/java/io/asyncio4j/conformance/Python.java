package io.asyncio4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.CancelledError;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.ExceptionGroup;
import io.asyncio4j.InvalidStateException;
import io.asyncio4j.SystemExit;
import io.asyncio4j.TimeoutException;
import io.asyncio4j.net.LimitOverrunException;
import io.asyncio4j.queues.QueueEmptyException;
import io.asyncio4j.queues.QueueFullException;
import io.asyncio4j.queues.QueueShutDownException;
import io.asyncio4j.sync.BrokenBarrierException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Shows Java's values as Python shows its own. This is the one place in which the two languages are
 * mapped onto each other.
 *
 * <p>Immutable.
 */
final class Python {
    /** What Python calls an exception; a scenario raises the one on the left for the other. */
    private static final Map<Class<? extends Throwable>, String> EXCEPTIONS =
            Map.ofEntries(
                    Map.entry(CancelledError.class, "CancelledError"),
                    Map.entry(TimeoutException.class, "TimeoutError"),
                    Map.entry(InvalidStateException.class, "InvalidStateError"),
                    Map.entry(ExceptionGroup.class, "ExceptionGroup"),
                    Map.entry(SystemExit.class, "SystemExit"),
                    Map.entry(IllegalArgumentException.class, "ValueError"),
                    Map.entry(IllegalStateException.class, "RuntimeError"),
                    Map.entry(NoSuchElementException.class, "KeyError"),
                    Map.entry(ArithmeticException.class, "ZeroDivisionError"),
                    Map.entry(IOException.class, "OSError"),
                    Map.entry(BrokenBarrierException.class, "BrokenBarrierError"),
                    Map.entry(QueueEmptyException.class, "QueueEmpty"),
                    Map.entry(QueueFullException.class, "QueueFull"),
                    Map.entry(QueueShutDownException.class, "QueueShutDown"));

    /** Java says IllegalStateException where the object, not the argument, refuses a call. */
    private static final Map<String, String> NAMES_BY_MESSAGE =
            Map.of(
                    "BoundedSemaphore released too many times", "ValueError",
                    "task_done() called too many times", "ValueError");

    /** Sentences of asyncio that ours says in its own names. */
    private static final Map<String, String> MESSAGES =
            Map.of(
                    "unhandled exception during shutdown of run()",
                    "unhandled exception during asyncio.run() shutdown");

    private Python() {}

    /** What {@code str(value)} is in Python. */
    static String str(Object value) {
        return switch (value) {
            case Throwable failure -> message(failure);
            case null -> "None";
            case String text -> text;
            case Optional<?> optional -> str(optional.orElse(null));
            default -> repr(value);
        };
    }

    /** What {@code repr(value)} is in Python. */
    static String repr(Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean truth -> truth ? "True" : "False";
            case String text -> "'" + text + "'";
            case byte[] bytes -> bytes(bytes);
            case Instant time -> seconds(Duration.between(Instant.EPOCH, time));
            case Duration duration -> seconds(duration);
            case List<?> list -> "[" + items(list) + "]";
            case Tuple(List<?> parts) ->
                    parts.size() == 1 ? "(" + items(parts) + ",)" : "(" + items(parts) + ")";
            case Integer number -> number.toString();
            default ->
                    throw new AssertionError(
                            "no Python form is known for " + value.getClass() + ": " + value);
        };
    }

    /** A tuple of Python. */
    record Tuple(List<?> parts) {}

    /** A tuple of Python. */
    static Tuple tuple(Object... parts) {
        return new Tuple(Arrays.asList(parts));
    }

    /** What {@code type(exception).__name__} is in Python. */
    static String name(Throwable exception) {
        String name =
                NAMES_BY_MESSAGE.getOrDefault(
                        message(exception), EXCEPTIONS.get(exception.getClass()));
        if (name == null) {
            throw new AssertionError("no Python name is known for " + exception, exception);
        }
        return name;
    }

    /**
     * Python's {@code readline} turns a LimitOverrunError into a ValueError, which says less; ours
     * throws the first.
     */
    static String nameInReadLine(LimitOverrunException tooLong) {
        assertThat(tooLong).hasMessageContaining("limit");
        return "ValueError";
    }

    /** A failure and its message, and for a group those that it holds. */
    static String show(Throwable exception) {
        return exception instanceof ExceptionGroup group
                ? group.exceptions().stream()
                        .map(Python::show)
                        .collect(Collectors.joining(",", "ExceptionGroup[", "]"))
                : name(exception) + ":" + message(exception);
    }

    /** What asyncio's report says where ours says this. */
    static String message(ExceptionContext report) {
        return MESSAGES.getOrDefault(report.message(), report.message());
    }

    private static String message(Throwable exception) {
        String message = exception.getMessage();
        if (exception instanceof NoSuchElementException) {
            return repr(message);
        }
        return message == null ? "" : message;
    }

    private static String items(List<?> items) {
        return items.stream().map(Python::repr).collect(Collectors.joining(", "));
    }

    private static String seconds(Duration duration) {
        return Double.toString(duration.toMillis() / 1000.0);
    }

    private static String bytes(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        return "b'" + text.replace("\n", "\\n") + "'";
    }
}
