package io.asyncio4j.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A file of traces, one line each: {@code scenario | trace}.
 *
 * <p>Immutable.
 */
@SuppressWarnings("ImmutableEnumChecker") // the map is never changed, but keeps its order
enum TraceFile {
    /** What CPython prints for the forty scenarios that asyncio4j is built to. */
    SCENARIOS("traces.txt"),
    /** What CPython prints for those that followed. */
    MORE_SCENARIOS("more_traces.txt"),
    /** What twins print that differ from CPython on purpose. */
    DELIBERATE("deliberate.txt");

    private final Map<String, String> traces;

    TraceFile(String resource) {
        this.traces = parse(lines(resource));
    }

    /** The traces by the names of their scenarios, in the order of the file. */
    Map<String, String> traces() {
        return traces;
    }

    /** What CPython prints for a scenario. */
    static String ofPython(String scenario) {
        return Stream.of(SCENARIOS, MORE_SCENARIOS)
                .filter(file -> file.traces.containsKey(scenario))
                .map(file -> file.traces.get(scenario))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no file has a trace of " + scenario));
    }

    /** What the twin of a scenario must print. */
    static String ofTwin(String scenario) {
        String python = ofPython(scenario);
        return DELIBERATE.traces.getOrDefault(scenario, python);
    }

    /** Splits lines of traces. */
    static Map<String, String> parse(Stream<String> lines) {
        Map<String, String> traces = new LinkedHashMap<>();
        lines.map(line -> line.split(" \\|", 2))
                .forEach(parts -> traces.put(parts[0].strip(), parts[1].strip()));
        return traces;
    }

    /** The lines of a resource of this package that are neither empty nor comments. */
    static Stream<String> lines(String resource) {
        try (InputStream in = TraceFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AssertionError("the resource " + resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
