package io.asyncio4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The scenarios, their twins and the lists of differences belong together. */
class ScenariosTest {

    @Test
    void everyScenarioHasExactlyOneTwin() throws IOException, URISyntaxException {
        List<String> scenarios = new ArrayList<>(TraceFile.SCENARIOS.traces().keySet());
        scenarios.addAll(TraceFile.MORE_SCENARIOS.traces().keySet());
        assertThat(twins()).containsExactlyInAnyOrderElementsOf(scenarios);
    }

    private static List<String> twins() throws IOException, URISyntaxException {
        Path classes =
                Path.of(Objects.requireNonNull(ScenariosTest.class.getResource(".")).toURI());
        try (Stream<Path> files = Files.list(classes)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .flatMap(ScenariosTest::twinsIn)
                    .toList();
        }
    }

    private static Stream<String> twinsIn(String className) {
        try {
            Class<?> type = Class.forName(ScenariosTest.class.getPackageName() + "." + className);
            return Arrays.stream(type.getDeclaredMethods())
                    .map(method -> method.getAnnotation(Scenario.class))
                    .filter(Objects::nonNull)
                    .map(Scenario::value);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("cannot load " + className, e);
        }
    }

    @Test
    void knownDifferencesOfOlderVersionsAreDifferences() {
        assertThat(Difference.all())
                .isNotEmpty()
                .allSatisfy(
                        each ->
                                assertThat(each.matches(TraceFile.ofPython(each.scenario())))
                                        .as(each.scenario())
                                        .isFalse());
    }

    @Test
    void deliberateDifferencesAreDifferences() {
        assertThat(TraceFile.DELIBERATE.traces())
                .allSatisfy(
                        (scenario, trace) ->
                                assertThat(trace).isNotEqualTo(TraceFile.ofPython(scenario)));
    }
}
