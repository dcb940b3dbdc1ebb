package io.asyncio4j.conformance.fuzz;

import static java.util.stream.Collectors.joining;

import io.asyncio4j.CancelledError;
import io.asyncio4j.ExceptionGroup;
import io.asyncio4j.Future;
import io.asyncio4j.InvalidStateException;
import io.asyncio4j.Outcome;
import io.asyncio4j.SystemExit;
import io.asyncio4j.Task;
import io.asyncio4j.TimeoutException;
import io.asyncio4j.queues.QueueEmptyException;
import io.asyncio4j.queues.QueueFullException;
import io.asyncio4j.queues.QueueShutDownException;

import java.util.List;

/**
 * Values and errors as both sides write them into a trace. Messages do not count, but for the
 * reason of a cancellation.
 *
 * <p>Thread-safe.
 */
final class Rendering {
    /** A failure that a program asks for. */
    static final class Named extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Named(String name) {
            super(name);
        }
    }

    private Rendering() {}

    static String of(Object value) {
        return switch (value) {
            case null -> "None";
            case Throwable failure -> ofError(failure);
            case Outcome.Success<?>(Object result) -> of(result);
            case Outcome.Failure<?>(Throwable failure) -> ofError(failure);
            case List<?> list -> list.stream().map(Rendering::of).collect(joining(",", "[", "]"));
            default -> value.toString();
        };
    }

    static String of(boolean truth) {
        return truth ? "yes" : "no";
    }

    private static String ofError(Throwable failure) {
        return switch (failure) {
            case Named named -> named.getMessage();
            case CancelledError cancelled -> "CE";
            case TimeoutException timeout -> "TO";
            case ExceptionGroup group ->
                    group.exceptions().stream()
                            .map(Rendering::of)
                            .collect(joining(",", "EG[", "]"));
            case InvalidStateException invalid -> "IS";
            case QueueEmptyException empty -> "QE";
            case QueueFullException full -> "QF";
            case QueueShutDownException shutDown -> "QSD";
            case IllegalStateException illegal -> "RT";
            case IllegalArgumentException illegal -> "RT";
            case SystemExit exit -> "EXIT";
            default -> failure.toString();
        };
    }

    static String reasonOf(Throwable failure) {
        return failure instanceof CancelledError cancelled
                ? cancelled.reason().map(reason -> " " + reason).orElse("")
                : "";
    }

    /** How a future stands, and how often its cancellation was asked for. */
    static String stateOf(Future<?> future) {
        String requests = future instanceof Task<?> task ? " asked " + task.cancelling() : "";
        return outcomeOf(future) + requests;
    }

    static String outcomeOf(Future<?> future) {
        if (!future.isDone()) {
            return "pending";
        }
        if (future.isCancelled()) {
            return "cancelled";
        }
        return future.exception().map(Rendering::ofError).orElseGet(() -> of(future.result()));
    }
}
