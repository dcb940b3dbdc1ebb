package io.asyncio4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A running program that is asked for one round after the other.
 *
 * <p>Confined to the thread that started it.
 */
final class Conversation implements AutoCloseable {
    private static final long GOODBYE_MILLIS = 2_000;

    // No more digits than fit into the numbers that they become.
    private static final Pattern GREETING = Pattern.compile("port \\d{1,5}");
    private static final Pattern FIGURE = Pattern.compile(" (\\w+)=(-?\\d{1,18})");
    private static final Pattern ANSWER = Pattern.compile("done(" + FIGURE + ")*");

    private final Process process;
    private final Path errors;
    private final BufferedReader answers;
    private final PrintStream questions;
    private final Duration limit;
    private final String greeting;

    private Conversation(Process process, Path errors, Duration limit) throws IOException {
        this.process = process;
        this.errors = errors;
        this.limit = limit;
        answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        greeting = read();
    }

    /**
     * Starts a program and waits for its greeting.
     *
     * @param limit how long it may take for that, and for each answer; then it is killed
     * @throws IOException if it says none
     */
    static Conversation start(List<String> command, Duration limit) throws IOException {
        var errors = Files.createTempFile("contender", ".errors");
        var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try {
            return new Conversation(process, errors, limit);
        } catch (IOException e) {
            process.destroyForcibly();
            Files.delete(errors);
            throw e;
        }
    }

    /** Whether the program still runs. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** The port that a server named in its greeting. */
    int port() throws IOException {
        if (!GREETING.matcher(greeting).matches()) {
            throw new IOException("expected the port of a server, not: " + greeting);
        }
        return Integer.parseInt(greeting.substring("port ".length()));
    }

    /**
     * Asks for a round.
     *
     * @param number how often, or how long
     * @return the figures of the answer, by their names
     * @throws IOException if the program ended, or gave no answer within the limit
     */
    Map<String, Long> ask(long number) throws IOException {
        questions.println(number);
        var answer = read();
        if (!ANSWER.matcher(answer).matches()) {
            throw new IOException("expected done and figures, not: " + answer);
        }
        return FIGURE.matcher(answer)
                .results()
                .collect(
                        Collectors.toMap(
                                figure -> figure.group(1),
                                figure -> Long.valueOf(figure.group(2)),
                                (earlier, later) -> later));
    }

    /**
     * The memory in use, of a program that tells it.
     *
     * @throws IOException if it does not, or as {@link #ask} does
     */
    long usedBytes() throws IOException {
        var used = ask(0).get("used");
        if (used == null) {
            throw new IOException("the answer does not tell the memory in use");
        }
        return used;
    }

    private String read() throws IOException {
        // Whoever is first decides: the answer, or the end of patience.
        var isDecided = new AtomicBoolean();
        var deadline = Thread.ofVirtual().start(() -> killWhenLate(isDecided));
        try {
            var line = answers.readLine();
            if (!isDecided.compareAndSet(false, true)) {
                throw new IOException("no answer in " + limit.toMillis() / 1e3 + " s");
            }
            if (line == null) {
                throw new IOException(Peer.Command.lastLine(Files.readString(errors)));
            }
            return line;
        } finally {
            deadline.interrupt();
        }
    }

    private void killWhenLate(AtomicBoolean isDecided) {
        try {
            Thread.sleep(limit);
            if (isDecided.compareAndSet(false, true)) {
                // Not the process's own method: that closes the stream which is being read.
                process.toHandle().destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The CPU time that the process took so far, user and system, and that of the processes it
     * started which have ended.
     */
    long cpuNanos() throws IOException {
        return CpuClock.nanos(process.pid()) + ProcFile.childrenCpuNanos(process.pid());
    }

    /** The memory of the process that lies in RAM. */
    long residentBytes() throws IOException {
        return ProcFile.residentBytes(process.pid());
    }

    /** Ends the input, which ends the program; if it does not, it is killed. */
    @Override
    public void close() {
        questions.close();
        try {
            if (!process.waitFor(GOODBYE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            answers.close();
            Files.deleteIfExists(errors);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + errors, e);
        }
    }
}
