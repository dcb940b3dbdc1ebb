package io.asyncio4j.benchmarks.peer;

/**
 * A piece of work that can be done over and over.
 *
 * <p>Confined to the thread that runs the rounds.
 */
@FunctionalInterface
public interface Round {

    /**
     * Does the work.
     *
     * @param times how often
     * @return how many operations that were in all
     * @throws Exception if it cannot be done; the program ends
     */
    long run(long times) throws Exception;
}
