package io.asyncio4j.benchmarks.peer;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this JVM's objects and direct buffers occupy, after a collection.
 *
 * <p>Thread-safe.
 */
final class MemoryInUse {
    private static final int COLLECTIONS = 3;

    private MemoryInUse() {}

    static long bytes() {
        // The first one finds what can go, the next ones what only went because of that.
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        var direct =
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
        return heap + direct + NettyMemory.bytes();
    }
}
