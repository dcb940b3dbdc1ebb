package io.asyncio4j.conformance.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A CPython that runs programs, one after the other in one process.
 *
 * <p>Confined to one thread.
 */
final class PythonOracle implements AutoCloseable {
    private static final List<String> USUAL = List.of("python3.14", "python3.13", "python3");
    private static final String IS_NEW_ENOUGH = "import sys; sys.exit(sys.version_info < (3, 13))";

    private final Process process;
    private final BufferedWriter programs;
    private final BufferedReader traces;

    private PythonOracle(Process process) {
        this.process = process;
        this.programs = process.outputWriter(UTF_8);
        this.traces = process.inputReader(UTF_8);
    }

    /**
     * Starts the Python named by the system property {@code asyncio4j.python}, or else one from the
     * path; empty if there is none, or only one that is too old.
     */
    static Optional<PythonOracle> start() throws IOException {
        String named = System.getProperty("asyncio4j.python");
        for (String python : named == null ? USUAL : List.of(named)) {
            if (isNewEnough(python)) {
                return Optional.of(new PythonOracle(run(python, script())));
            }
        }
        return Optional.empty();
    }

    /** What a skipped test says. */
    static String missing() {
        return "no CPython >= 3.13 on the path; name one with -Dasyncio4j.python=FILE";
    }

    private static boolean isNewEnough(String python) {
        try {
            return run(python, IS_NEW_ENOUGH).waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("interrupted while asking for Python", interrupted);
        }
    }

    private static Process run(String python, String code) throws IOException {
        return new ProcessBuilder(python, "-c", code).redirectError(Redirect.DISCARD).start();
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
