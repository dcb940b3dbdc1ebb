package io.asyncio4j.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What older CPythons print for a scenario, as {@code differences.txt} lists it.
 *
 * <p>Immutable.
 *
 * @param before the first version in which no release prints it
 * @param scenario the name of the scenario
 * @param trace the trace; an asterisk stands for a number
 */
record Difference(CPython.Version before, String scenario, String trace) {

    private static final List<Difference> ALL =
            TraceFile.lines("differences.txt").map(Difference::parse).toList();

    private static Difference parse(String line) {
        String[] parts = line.split(" \\|", 3);
        return new Difference(CPython.Version.parse(parts[0]), parts[1].strip(), parts[2].strip());
    }

    static List<Difference> all() {
        return ALL;
    }

    /** The difference that releases of a version may show in a scenario. */
    static Optional<Difference> of(CPython.Version version, String scenario) {
        return ALL.stream()
                .filter(each -> each.scenario.equals(scenario))
                .filter(each -> version.compareTo(each.before) < 0)
                .findFirst();
    }

    boolean matches(String printed) {
        String pattern =
                Arrays.stream(trace.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[0-9]+"));
        return printed.matches(pattern);
    }
}
