package io.asyncio4j.benchmarks;

/**
 * What is measured of an operation.
 *
 * <p>Immutable.
 */
enum Figure {
    /** CPU time of the whole process and of those it started, user and system, in nanoseconds. */
    CPU("CPU"),
    /** Time on the wall, in nanoseconds. */
    TIME("time"),
    /** What a JVM allocated, in bytes. */
    ALLOCATED("allocated"),
    /** What one more task or connection occupies, in bytes. */
    BYTES("memory"),
    /** Operations per second. */
    RATE("rate"),
    /** The median time until an answer, in nanoseconds. */
    P50("p50"),
    /** What 99 % of the answers do not exceed, in nanoseconds. */
    P99("p99"),
    /** What 99.9 % of the answers do not exceed, in nanoseconds. */
    P999("p99.9"),
    /** The datagrams of a round that were not answered and were sent again. */
    LOST("lost");

    private final String label;

    Figure(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** A value in the unit that suits it. */
    String format(double value) {
        return switch (this) {
            case CPU, TIME, P50, P99, P999 -> time(value);
            case ALLOCATED, BYTES -> "%,.0f B".formatted(value);
            case RATE -> "%,.0f/s".formatted(value);
            case LOST -> "%,.0f".formatted(value);
        };
    }

    private static String time(double nanos) {
        if (nanos < 1e3) {
            return significant(nanos) + " ns";
        }
        if (nanos < 1e6) {
            return significant(nanos / 1e3) + " us";
        }
        return nanos < 1e9 ? significant(nanos / 1e6) + " ms" : significant(nanos / 1e9) + " s";
    }

    private static String significant(double value) {
        return (value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f").formatted(value);
    }
}
