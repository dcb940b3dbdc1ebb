package io.asyncio4j.benchmarks.peer;

import io.netty.util.internal.PlatformDependent;

/**
 * The memory that Netty took from the system by itself, past the JDK's buffers.
 *
 * <p>Thread-safe.
 */
final class NettyMemory {
    private NettyMemory() {}

    /** Zero if Netty is not in use. */
    static long bytes() {
        return Math.max(0, PlatformDependent.usedDirectMemory());
    }
}
