package io.asyncio4j.conformance.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.conformance.CPython;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A CPython that runs programs, one after the other in one process.
 *
 * <p>Confined to one thread.
 */
final class PythonOracle implements AutoCloseable {
    private static final CPython.Version OLDEST = new CPython.Version(3, 13);

    private final Process process;
    private final BufferedWriter programs;
    private final BufferedReader traces;

    private PythonOracle(Process process) {
        this.process = process;
        this.programs = process.outputWriter(UTF_8);
        this.traces = process.inputReader(UTF_8);
    }

    /** Starts the newest Python of this machine; empty if there is none, or only older ones. */
    static Optional<PythonOracle> start() throws IOException {
        Optional<CPython> newest = CPython.newest(OLDEST);
        return newest.isPresent()
                ? Optional.of(new PythonOracle(run(newest.get().executable(), script())))
                : Optional.empty();
    }

    /** What a skipped test says. */
    static String missing() {
        return "no CPython >= 3.13; -Dasyncio4j.python=FILE or ASYNCIO4J_PYTHON=FILE names one";
    }

    private static Process run(Path python, String code) throws IOException {
        return new ProcessBuilder(python.toString(), "-c", code)
                .redirectError(Redirect.DISCARD)
                .start();
    }

    private static String script() throws IOException {
        try (InputStream file = PythonOracle.class.getResourceAsStream("oracle.py")) {
            if (file == null) {
                throw new IllegalStateException("oracle.py is missing beside the test's classes");
            }
            return new String(file.readAllBytes(), UTF_8);
        }
    }

    /** Runs a program to its end and answers its trace. */
    List<String> run(Program program) {
        try {
            programs.write(Json.of(program));
            programs.newLine();
            programs.flush();
            int count = Integer.parseInt(readLine(program));
            List<String> trace = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                trace.add(readLine(program));
            }
            return trace;
        } catch (IOException failure) {
            throw new UncheckedIOException("Python does not answer to " + program, failure);
        }
    }

    private String readLine(Program program) throws IOException {
        String line = traces.readLine();
        if (line == null) {
            throw new IOException("Python ended while it ran " + Json.of(program));
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
