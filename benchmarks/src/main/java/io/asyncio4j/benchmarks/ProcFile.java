package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux tells about a process in {@code /proc}.
 *
 * <p>Thread-safe.
 */
final class ProcFile {
    /** Linux counts in hundredths of a second towards programs, whatever its own clock does. */
    private static final long TICK_NANOS = 10_000_000;

    private static final long PAGE_BYTES = 4096;

    // The fields behind the name of the program, which is in brackets: proc_pid_stat(5) less three.
    private static final int CHILDREN_USER_TIME = 13;
    private static final int CHILDREN_SYSTEM_TIME = 14;

    private ProcFile() {}

    /** The CPU time of all processes that a process started, waited for, and that have ended. */
    static long childrenCpuNanos(long pid) throws IOException {
        var fields = stat(String.valueOf(pid));
        return nanos(fields, CHILDREN_USER_TIME) + nanos(fields, CHILDREN_SYSTEM_TIME);
    }

    private static String[] stat(String process) throws IOException {
        var line = Files.readString(Path.of("/proc", process, "stat"));
        return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    }

    private static long nanos(String[] fields, int index) {
        return TICK_NANOS * Long.parseLong(fields[index]);
    }

    static long residentBytes(long pid) throws IOException {
        var pages =
                Files.readString(Path.of("/proc", String.valueOf(pid), "statm")).split(" ", -1)[1];
        return PAGE_BYTES * Long.parseLong(pages);
    }
}
