package io.asyncio4j.benchmarks;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The clocks that Linux keeps of the CPU time of processes. They count what the scheduler gave, to
 * the nanosecond; {@code /proc} tells the same in hundredths of a second, which is much of a short
 * round. The structures are those of 64-bit systems.
 *
 * <p>Thread-safe.
 */
final class CpuClock {
    private static final MethodHandle CLOCK_GETTIME = function("clock_gettime");
    private static final MethodHandle GETRUSAGE = function("getrusage");

    /**
     * In the name of a clock: time that the scheduler counted, of a process and not of a thread.
     */
    private static final int SCHEDULED_TIME = 2;

    private static final int RUSAGE_CHILDREN = -1;
    private static final long RUSAGE_BYTES = 144;

    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long MICRO_NANOS = 1_000;

    private CpuClock() {}

    /** Both functions take a number and a structure to fill, and answer 0. */
    @SuppressWarnings("restricted") // Two functions of the C library, called as their pages say.
    private static MethodHandle function(String name) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    }

    /**
     * The CPU time of a process so far, user and system, of all its threads, also of those that
     * have ended.
     *
     * @throws IOException if there is no such process
     */
    static long nanos(long pid) throws IOException {
        // What clock_getcpuclockid computes: the complement of the process, above three bits.
        var clock = (~(int) pid << 3) | SCHEDULED_TIME;
        try (var arena = Arena.ofConfined()) {
            var time = arena.allocate(JAVA_LONG, 2);
            if (call(CLOCK_GETTIME, clock, time) != 0) {
                throw new IOException("process " + pid + " has ended, and its CPU clock with it");
            }
            return SECOND_NANOS * time.getAtIndex(JAVA_LONG, 0) + time.getAtIndex(JAVA_LONG, 1);
        }
    }

    /** The CPU time of all processes that this one started and that have ended. */
    static long childrenNanos() throws IOException {
        try (var arena = Arena.ofConfined()) {
            var usage = arena.allocate(RUSAGE_BYTES, JAVA_LONG.byteAlignment());
            if (call(GETRUSAGE, RUSAGE_CHILDREN, usage) != 0) {
                throw new IOException("getrusage does not tell the CPU time of ended children");
            }
            // It begins with two pairs of seconds and microseconds: user and system time.
            var seconds = usage.getAtIndex(JAVA_LONG, 0) + usage.getAtIndex(JAVA_LONG, 2);
            var micros = usage.getAtIndex(JAVA_LONG, 1) + usage.getAtIndex(JAVA_LONG, 3);
            return SECOND_NANOS * seconds + MICRO_NANOS * micros;
        }
    }

    private static int call(MethodHandle function, int number, MemorySegment structure) {
        try {
            return (int) function.invokeExact(number, structure);
        } catch (Throwable e) {
            throw new AssertionError("a function of the C library threw; please report this", e);
        }
    }
}
