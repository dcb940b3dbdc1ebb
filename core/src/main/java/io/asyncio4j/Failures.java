package io.asyncio4j;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;

/**
 * Where failures go that no caller receives: to the handler, or the log. A future that failed while
 * nobody waited for it gets one full pass of the loop in which somebody may come; then it is
 * reported, once. At the latest it is reported when the loop is closed.
 *
 * <p>Confined to the loop.
 */
final class Failures {
    private static final Logger LOG = System.getLogger("io.asyncio4j");

    private record Suspect(Future<?> future, long pass) {}

    private final EventLoop loop;
    private ExceptionHandler handler = ExceptionHandler.DEFAULT;

    /** Failed futures that nobody has looked at, in the order of their failures. */
    private final ArrayDeque<Suspect> suspects = new ArrayDeque<>();

    /** Counts the passes of the loop. */
    private long pass;

    Failures(EventLoop loop) {
        this.loop = loop;
    }

    ExceptionHandler handler() {
        return handler;
    }

    void setHandler(ExceptionHandler newHandler) {
        handler = newHandler;
    }

    /** Remembers a future that failed while nobody waited for it. */
    void add(Future<?> future) {
        if (loop.isClosed()) {
            reportUnlessObserved(future);
        } else {
            suspects.add(new Suspect(future, pass));
        }
    }

    /** Whether the loop must go on with its passes although nothing is ready. */
    boolean areWaiting() {
        return !suspects.isEmpty();
    }

    /** Called at the end of each pass. */
    void endPass() {
        pass++;
        while (!suspects.isEmpty() && suspects.getFirst().pass + 1 < pass) {
            reportUnlessObserved(suspects.removeFirst().future);
        }
    }

    /** Called when the loop is closed: nobody will come any more. */
    void reportAll() {
        while (!suspects.isEmpty()) {
            reportUnlessObserved(suspects.removeFirst().future);
        }
    }

    private void reportUnlessObserved(Future<?> future) {
        if (future.isObserved()) {
            return;
        }
        String kind = future instanceof Task<?> ? "Task" : "Future";
        Throwable failure = future.failure();
        ExceptionContext report =
                ExceptionContext.of(
                        kind
                                + " exception was never retrieved: nobody waits for "
                                + future
                                + "; await it, or add a done callback");
        if (failure != null) {
            report = report.withException(failure);
        }
        if (future instanceof Task<?> task && task.createdAt().isPresent()) {
            report = report.with("source_traceback", Stacks.format(task.createdAt().get()));
        }
        report(report.with("future", future));
    }

    void report(ExceptionContext report) {
        try {
            contextOf(report).run(() -> handler.handle(loop, report));
        } catch (ExitRequest exit) {
            throw exit;
        } catch (Throwable broken) {
            report.exception().filter(told -> told != broken).ifPresent(broken::addSuppressed);
            reportBrokenHandler(report, broken);
        }
    }

    /** The handler runs in the context of the task or callback that failed. */
    private static Context contextOf(ExceptionContext report) {
        for (Object concerned : report.details().values()) {
            if (concerned instanceof Task<?> task) {
                return task.context();
            }
            if (concerned instanceof Handle handle) {
                return handle.context();
            }
        }
        return Context.current();
    }

    /** The handler failed: the log gets both stories, and nothing may escape from that either. */
    private void reportBrokenHandler(ExceptionContext report, Throwable broken) {
        try {
            log(
                    ExceptionContext.of(
                                    "Unhandled error in exception handler, which was told: "
                                            + report.message())
                            .withException(broken)
                            .with("context", report));
        } catch (Throwable hopeless) {
            System.err.println("asyncio4j cannot log: " + hopeless + "; " + broken);
        }
    }

    /** Whether the sentence of a report names an object, or ends with what a Handle[...] calls. */
    private static boolean isNamed(ExceptionContext report, String object) {
        String sentence = report.message();
        return object.endsWith("]")
                && (sentence.contains(object)
                        || sentence.endsWith(
                                " "
                                        + object.substring(
                                                object.indexOf('[') + 1, object.length() - 1)));
    }

    void log(ExceptionContext report) {
        StringBuilder text = new StringBuilder(report.message());
        report.details()
                .forEach(
                        (key, value) -> {
                            String said = String.valueOf(value);
                            if (!isNamed(report, said)) {
                                text.append("\n  ").append(key).append(": ").append(said);
                            }
                        });
        LOG.log(Level.ERROR, text::toString, report.exception().orElse(null));
    }
}
