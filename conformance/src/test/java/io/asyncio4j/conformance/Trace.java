package io.asyncio4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a scenario logs, in the words of Python. When the test of a {@link Scenario} has ended, the
 * trace is compared with that of its Python twin.
 *
 * <p>Confined to the loop of the scenario.
 */
final class Trace implements AfterTestExecutionCallback {
    private final List<String> words = new ArrayList<>();

    /** Logs a word of several parts, each as Python's {@code str} shows it. */
    void log(Object... parts) {
        words.add(Arrays.stream(parts).map(Python::str).collect(Collectors.joining(" ")));
    }

    /** Whether a word was logged. */
    boolean contains(String word) {
        return words.contains(word);
    }

    @Override
    public String toString() {
        return String.join(" ; ", words);
    }

    @Override
    public void afterTestExecution(ExtensionContext test) {
        Scenario scenario = test.getRequiredTestMethod().getAnnotation(Scenario.class);
        if (scenario != null && test.getExecutionException().isEmpty()) {
            assertThat(toString())
                    .as(scenario.value())
                    .isEqualTo(TraceFile.ofTwin(scenario.value()));
        }
    }
}
