package io.asyncio4j.benchmarks;

import java.io.IOException;

/**
 * One contender that is being measured: first warmed up, then asked for one round after the other.
 * What takes turns is the business of {@link Turns}.
 *
 * <p>Confined to the thread that opened it.
 */
interface Measurement extends AutoCloseable {

    /** Works until the contender is warm, and finds out how much work fits into a round. */
    void warmUp() throws IOException;

    /**
     * Makes rounds longer that have become too short since the warm-up: called for each contender
     * before the first round of any. Does nothing where all rounds are of the same work.
     */
    default void lengthen() throws IOException {}

    /** Does one round. */
    Sample measure() throws IOException;

    @Override
    void close();

    /**
     * Begins a measurement.
     *
     * <p>Confined to the thread that uses it.
     */
    @FunctionalInterface
    interface Opening {
        /** Starts the contender. */
        Measurement open(Contender contender) throws IOException;
    }
}
