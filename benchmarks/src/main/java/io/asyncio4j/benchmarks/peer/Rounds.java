package io.asyncio4j.benchmarks.peer;

import com.sun.management.ThreadMXBean;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * The conversation of a contender with the harness: the program says {@code ready}, and answers
 * each line with a number on it by doing its work that many times. The end of the input ends the
 * program, so none outlives a harness that was killed.
 *
 * <p>Confined to the thread that calls it.
 */
public final class Rounds {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Rounds() {}

    /**
     * Serves the harness at standard input and output until that ends.
     *
     * @param round the work
     * @throws Exception what the work threw
     */
    public static void serve(Round round) throws Exception {
        serve("ready", round);
    }

    /**
     * Serves the harness, as {@link #serve(Round)} does, after another greeting.
     *
     * @param greeting what the program says first, such as the port it listens on
     * @param round the work
     * @throws Exception what the work threw
     */
    public static void serve(String greeting, Round round) throws Exception {
        // Not System.out: a program's own output must not be taken for an answer.
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        out.println(greeting);
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            out.println(measure(round, Long.parseLong(line)));
        }
    }

    private static String measure(Round round, long times) throws Exception {
        var allocated = THREADS.getTotalThreadAllocatedBytes();
        var start = System.nanoTime();
        var operations = round.run(times);
        var nanos = System.nanoTime() - start;
        return "done operations=%d nanos=%d allocated=%d"
                .formatted(operations, nanos, THREADS.getTotalThreadAllocatedBytes() - allocated);
    }

    /**
     * Tells the port and waits for the end of the input, for a server that has no work of its own.
     *
     * @param port where it listens
     * @throws IOException if the input fails
     */
    public static void listenOn(int port) throws IOException {
        System.out.println("port " + port);
        while (System.in.read() >= 0) {
            // Only the end counts.
        }
    }
}
