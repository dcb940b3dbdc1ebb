package io.asyncio4j.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An example that serves until Ctrl-C comes, or somebody who talks to one. */
final class Service implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private Service(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static Service start(String example, Path directory, String... arguments) {
        return new Service(Run.start(example, directory, Map.of(), arguments));
    }

    /** Reads lines up to one in which the pattern is found, and answers its first group. */
    String await(String pattern) throws IOException {
        var compiled = Pattern.compile(pattern);
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            Matcher found = compiled.matcher(line);
            if (found.find()) {
                return found.groupCount() == 0 ? line : found.group(1);
            }
        }
        throw new IOException(
                "the program ended without a line like '%s'; it complained: %s"
                        .formatted(pattern, errors()));
    }

    int awaitPort(String pattern) throws IOException {
        return Integer.parseInt(await(pattern));
    }

    /** Types a line. */
    void type(String line) throws IOException {
        var keyboard = process.outputWriter();
        keyboard.write(line + "\n");
        keyboard.flush();
    }

    /** Ends what is typed. */
    void typeEnd() throws IOException {
        process.outputWriter().close();
    }

    /** Presses Ctrl-C; skips the test where that has no effect. */
    void interrupt() throws IOException, InterruptedException {
        CtrlC.assumeNotIgnored(process);
        CtrlC.interrupt(process);
    }

    /** Waits for the end, and answers the exit status. */
    int status() throws InterruptedException {
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError(process + " goes on for a minute");
        }
        return process.exitValue();
    }

    /** What is left to read. */
    List<String> rest() throws IOException {
        var rest = new ArrayList<String>();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            rest.add(line);
        }
        return rest;
    }

    /** All that the program complains about, once it has ended. */
    String errors() throws IOException {
        return new String(process.getErrorStream().readAllBytes());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
