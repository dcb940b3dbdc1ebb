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
 * rounds, so no program outlives a harness that was killed.
 *
 * <p>Confined to the thread that opened it.
 */
public final class Rounds {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    /** The round that runs: what was asked, and the state when it began. Written by next(). */
    private long times;

    private long startNanos;
    private long allocatedBytes;

    private Rounds() {}

    /**
     * Serves the harness at standard input and output until that ends.
     *
     * @param round the work
     * @throws Exception what the work threw
     */
    public static void serve(Round round) throws Exception {
        var rounds = open("ready");
        while (rounds.next()) {
            rounds.done(round.run(rounds.times()));
        }
    }

    /**
     * Tells the port and waits for the end of the input: a server's work is asked for elsewhere.
     * Each line is answered with the memory in use.
     *
     * @param port where it listens
     * @throws IOException if the input fails
     */
    public static void listenOn(int port) throws IOException {
        var rounds = open("port " + port);
        while (rounds.next()) {
            rounds.done(0);
        }
    }

    /**
     * Begins the conversation, for work that cannot be a {@link Round}.
     *
     * @param greeting what the program says first
     */
    public static Rounds open(String greeting) {
        var rounds = new Rounds();
        rounds.out.println(greeting);
        return rounds;
    }

    /**
     * Waits for the next round, on the spot: nothing else happens on this thread.
     *
     * @return whether there is one
     * @throws IOException if the input fails
     */
    public boolean next() throws IOException {
        var line = in.readLine();
        if (line == null) {
            return false;
        }
        times = Long.parseLong(line);
        allocatedBytes = THREADS.getTotalThreadAllocatedBytes();
        startNanos = System.nanoTime();
        return true;
    }

    /** How often the work is to be done in this round. */
    public long times() {
        return times;
    }

    /**
     * Answers the round. The memory in use is found out only if the round was asked to do its work
     * no times, for that takes a collection.
     *
     * @param operations how many there were in all
     */
    public void done(long operations) {
        var nanos = System.nanoTime() - startNanos;
        var allocated = THREADS.getTotalThreadAllocatedBytes() - allocatedBytes;
        var memory = times == 0 ? " used=" + MemoryInUse.bytes() : "";
        out.println(
                "done operations=%d nanos=%d allocated=%d%s"
                        .formatted(operations, nanos, allocated, memory));
    }
}
