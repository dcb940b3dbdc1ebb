package io.asyncio4j.benchmarks.work;

/**
 * Something a loop can be made to do over and over.
 *
 * <p>Confined to the loop.
 */
@FunctionalInterface
interface Work {

    /**
     * Does it, in a task.
     *
     * @param times how often
     * @return how many operations that were in all
     * @throws Exception if it cannot be done
     */
    long run(long times) throws Exception;

    /**
     * Makes a piece of work. Called in a task, and may start others that go on beside it.
     *
     * <p>Confined to the loop.
     */
    @FunctionalInterface
    interface Kind {

        /**
         * Prepares the work.
         *
         * @param size how many tasks, timers or callbacks it is about
         * @return the work
         * @throws Exception if it cannot be prepared
         */
        Work prepare(int size) throws Exception;
    }
}
