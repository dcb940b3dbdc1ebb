package io.asyncio4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the Python side itself, with every CPython that is installed. */
class CPythonTest {

    @TestFactory
    Stream<DynamicContainer> everyInstalledCPythonPrintsTheTraces() {
        Collection<CPython> installed = CPython.installed();
        assumeFalse(
                installed.isEmpty(),
                "no CPython of version 3.12 or later was found on the PATH or in ~/.pyenv;"
                        + " -Dasyncio4j.python=/path/to/python3 names one");
        return installed.stream()
                .map(
                        python ->
                                dynamicContainer(
                                        python.toString(),
                                        Stream.of(
                                                compare(
                                                        python,
                                                        "scenarios.py",
                                                        TraceFile.SCENARIOS),
                                                compare(
                                                        python,
                                                        "more_scenarios.py",
                                                        TraceFile.MORE_SCENARIOS))));
    }

    private static DynamicContainer compare(CPython python, String program, TraceFile expected) {
        Map<String, String> printed = TraceFile.parse(python.run(program).lines());
        return dynamicContainer(
                program,
                Stream.concat(
                        Stream.of(sameScenarios(printed, expected)),
                        printed.entrySet().stream()
                                .map(each -> compare(python, each.getKey(), each.getValue()))));
    }

    private static DynamicTest sameScenarios(Map<String, String> printed, TraceFile expected) {
        return dynamicTest(
                "prints every scenario",
                () ->
                        assertThat(printed.keySet())
                                .containsExactlyElementsOf(expected.traces().keySet()));
    }

    private static DynamicTest compare(CPython python, String scenario, String printed) {
        Optional<Difference> known = Difference.of(python.version(), scenario);
        boolean differs = known.isPresent() && known.get().matches(printed);
        return dynamicTest(
                differs ? scenario + " (as before " + known.get().before() + ")" : scenario,
                () -> {
                    if (!differs) {
                        assertThat(printed).isEqualTo(TraceFile.ofPython(scenario));
                    }
                });
    }
}
