package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An exception handler that keeps what it is told.
 *
 * <p>Confined to the loop.
 */
public final class Reports implements ExceptionHandler {
    private final List<ExceptionContext> received = new ArrayList<>();

    @Override
    public void handle(EventLoop loop, ExceptionContext context) {
        received.add(context);
    }

    /** Everything reported so far. */
    public List<ExceptionContext> all() {
        return List.copyOf(received);
    }

    /** The failures reported so far. */
    public List<Throwable> failures() {
        return received.stream().flatMap(report -> report.exception().stream()).toList();
    }

    /** The only report; fails if there are none or several. */
    public ExceptionContext only() {
        assertThat(received).as(this::describe).hasSize(1);
        return received.getFirst();
    }

    /** Checks that nothing was reported. */
    public void assertNone() {
        assertThat(received).as(this::describe).isEmpty();
    }

    private String describe() {
        return received.stream()
                .map(report -> report.message() + " " + report.exception())
                .collect(Collectors.joining("\n", "reports to the exception handler:\n", "\n"));
    }
}
