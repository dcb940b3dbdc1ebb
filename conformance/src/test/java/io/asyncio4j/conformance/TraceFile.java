package io.asyncio4j.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The traces of a file of scenarios, as CPython prints them: one line each, {@code name | trace}.
 *
 * <p>Immutable.
 */
enum TraceFile {
    /** The forty scenarios that asyncio4j is built to. */
    SCENARIOS("scenarios.py", "traces.txt"),
    /** Those that followed. */
    MORE_SCENARIOS("more_scenarios.py", "more_traces.txt");

    private final String program;
    private final Map<String, String> traces;

    TraceFile(String program, String traces) {
        this.program = program;
        this.traces = parse(read(traces));
    }

    /** The Python program that prints the traces. */
    String program() {
        return program;
    }

    /** The traces by the names of their scenarios, in the order of the file. */
    Map<String, String> traces() {
        return traces;
    }

    /** The trace of a scenario of any file. */
    static String expected(String scenario) {
        for (TraceFile file : values()) {
            String trace = file.traces.get(scenario);
            if (trace != null) {
                return trace;
            }
        }
        throw new AssertionError("no trace of " + scenario + " in any file");
    }

    /** Splits what a program of scenarios printed. */
    static Map<String, String> parse(String printed) {
        Map<String, String> traces = new LinkedHashMap<>();
        printed.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" \\|", 2))
                .forEach(parts -> traces.put(parts[0].strip(), parts[1].strip()));
        return traces;
    }

    /** The text of a resource of this package. */
    static String read(String resource) {
        try (InputStream in = TraceFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AssertionError("the resource " + resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
