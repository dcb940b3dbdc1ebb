package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.util.Map;

/**
 * What a round took, and what was answered.
 *
 * <p>Immutable.
 *
 * @param answer the figures of the answer, by their names
 * @param cpuNanos the CPU time of the contender
 * @param wallNanos the time until the answer was there
 */
record Spent(Map<String, Long> answer, long cpuNanos, long wallNanos) {
    Spent {
        answer = Map.copyOf(answer);
    }

    /**
     * Asks for a round.
     *
     * @param contender whose CPU time counts
     * @param asked who is asked: the contender itself, or a program that gives it work
     * @param times how often
     */
    static Spent by(Conversation contender, Conversation asked, long times) throws IOException {
        var start = System.nanoTime();
        var before = contender.cpuNanos();
        var answer = asked.ask(times);
        return new Spent(answer, contender.cpuNanos() - before, System.nanoTime() - start);
    }

    /**
     * A figure that each answer has to have.
     *
     * @throws IOException if it is missing, or zero
     */
    long figure(String name) throws IOException {
        var value = answer.getOrDefault(name, 0L);
        if (value <= 0) {
            throw new IOException("expected " + name + " above zero, not " + answer);
        }
        return value;
    }
}
