package io.asyncio4j.benchmarks.work;

import io.asyncio4j.process.Subprocess;

/**
 * Work with other processes.
 *
 * <p>Confined to the loop.
 */
final class ProcessWork {
    private ProcessWork() {}

    /** Processes that do nothing are started and waited for, one after the other. */
    static Work spawn(int size) {
        return times -> {
            for (long i = 0; i < times * size; i++) {
                Subprocess.createSubprocessExec("true").await();
            }
            return times * size;
        };
    }
}
