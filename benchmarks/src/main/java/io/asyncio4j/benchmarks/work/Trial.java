package io.asyncio4j.benchmarks.work;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

import io.asyncio4j.Asyncio;
import io.asyncio4j.benchmarks.peer.Round;

import java.lang.management.ManagementFactory;

/**
 * A measurement by hand, without the harness and without peers: a few rounds, and for each what one
 * operation took in time, in CPU time of the whole JVM, and in memory. For looking at the effect of
 * a change, with a profiler if need be.
 *
 * <p>Confined to the main thread.
 */
final class Trial {
    private static final int ROUNDS = 7;
    private static final double NANOS = 1e9;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final String label;
    private final Round round;

    Trial(String label, Round round) {
        this.label = label;
        this.round = round;
    }

    /**
     * Runs the rounds.
     *
     * @param seconds how long one takes, about; the warm-up takes twice as long
     */
    void run(double seconds) throws Exception {
        var times = warmUp(2 * seconds) / 2;
        System.out.printf("%s, %s engine%n", label, Asyncio.engine());
        for (int i = 0; i < ROUNDS; i++) {
            measure(Math.max(1, times));
        }
    }

    /** How often the work can be done in that time, once it is warm. */
    private long warmUp(double seconds) throws Exception {
        long times = 1;
        while (true) {
            var start = System.nanoTime();
            round.run(times);
            var taken = (System.nanoTime() - start) / NANOS;
            if (taken >= seconds) {
                return (long) (times * seconds / taken);
            }
            times *= 2;
        }
    }

    private void measure(long times) throws Exception {
        var cpu = SYSTEM.getProcessCpuTime();
        var allocated = THREADS.getTotalThreadAllocatedBytes();
        var start = System.nanoTime();
        var operations = round.run(times);
        var nanos = System.nanoTime() - start;
        System.out.printf(
                "  %,10.1f ns  %,10.1f ns CPU  %,8.0f bytes  (%,d operations)%n",
                (double) nanos / operations,
                (double) (SYSTEM.getProcessCpuTime() - cpu) / operations,
                (double) (THREADS.getTotalThreadAllocatedBytes() - allocated) / operations,
                operations);
    }
}
