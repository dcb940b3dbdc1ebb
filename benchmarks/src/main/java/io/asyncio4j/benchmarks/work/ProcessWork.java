package io.asyncio4j.benchmarks.work;

import static io.asyncio4j.Asyncio.gather;

import io.asyncio4j.Coroutine;
import io.asyncio4j.process.Subprocess;

import java.io.IOException;
import java.util.Arrays;

/**
 * Work with other processes.
 *
 * <p>Confined to the loop.
 */
final class ProcessWork {
    private ProcessWork() {}

    /** So many processes that do nothing are started and waited for, at the same time. */
    static Work spawn(int size) {
        var parts = new Coroutine<?>[size];
        Arrays.fill(parts, Coroutine.of(ProcessWork::startAndWait));
        return times -> {
            for (long i = 0; i < times; i++) {
                gather(parts).await();
            }
            return times * size;
        };
    }

    private static void startAndWait() throws IOException {
        Subprocess.createSubprocessExec("true").await();
    }
}
