package io.asyncio4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * All that can be measured, in its order.
 *
 * <p>Immutable.
 */
final class Programme {
    private static final int KIB = 1024;
    private static final int PIPELINED = 16;

    /**
     * What all connections of a row may have under way. Most of it lies in the memory that the
     * system has for sockets, which is no more than a tenth of all.
     */
    static final long UNDER_WAY_BYTES = 640L * KIB * KIB;

    private static final int[] CONNECTIONS = {1, 100, 5_000};
    private static final int[] MESSAGES = {64, KIB, 64 * KIB};

    private static final List<Row> ROWS = rows();

    private Programme() {}

    static List<Row> all() {
        return ROWS;
    }

    private static List<Row> rows() {
        return Stream.of(loop(), tasks(), sync(), echo(), net(), cores(), memory(), growth())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> loop() {
        return List.of(
                row("loop", "call-soon", 10_000, "callSoon, 10,000 callbacks at once"),
                row("loop", "pass", 1, "a pass of the loop with one callback"),
                row("loop", "timers", 1_000_000, "a million timers, half of them cancelled"),
                row("loop", "call-soon-threadsafe", 10_000, "callSoonThreadsafe, 10,000 at once"),
                row("loop", "wake-up", 1, "another thread wakes the loop and is answered"));
    }

    private static List<Row> tasks() {
        return List.of(
                row("tasks", "lone", 1, "a lone task's switch, and an empty pass"),
                row("tasks", "switch", 1, "switch, 1 task"),
                row("tasks", "switch", 1_000, "switch, 1,000 tasks"),
                row("tasks", "switch", 200_000, "switch, 200,000 tasks"),
                row("tasks", "create", 1_000_000, "create and finish a million tasks"),
                row("tasks", "create", 1_000, "create and finish 1,000 tasks at a time"),
                row("tasks", "gather", 100_000, "gather 100,000"),
                row("tasks", "group", 1_000, "a task group spawns 1,000"),
                row("tasks", "deep", 10, "a switch below 10 calls"),
                row("tasks", "deep", 100, "a switch below 100 calls"),
                row("tasks", "cancel", 10_000, "cancel 10,000 sleeping tasks"));
    }

    private static List<Row> sync() {
        return List.of(
                row("sync", "lock", 100, "100 tasks hand on a lock"),
                row("sync", "queue", 100, "a producer and a consumer with a queue of 100"));
    }

    private static List<Row> echo() {
        var rows = new ArrayList<Row>();
        for (int bytes : MESSAGES) {
            for (int connections : CONNECTIONS) {
                rows.add(echo(connections, bytes, 1));
                rows.add(echo(connections, bytes, pipelined(connections, bytes)));
            }
        }
        return rows;
    }

    private static int pipelined(int connections, int bytes) {
        return (int) Math.min(PIPELINED, UNDER_WAY_BYTES / ((long) connections * bytes));
    }

    private static List<Row> net() {
        var tls = "TLS echo, 100 connections x ";
        return List.of(
                server("lines-100", "lines of 100 bytes, 100 connections", "lines", 100, PIPELINED),
                server("udp-100", "UDP echo of 512 bytes, 100 clients", "udp", 512, 1),
                server("tls-100-1kib", tls + "1 KiB", "tls", KIB, 1),
                server("tls-100-64kib", tls + "64 KiB", "tls", 64 * KIB, 1),
                row("net", "spawn", 1, "start a process and wait for its end"));
    }

    private static Row echo(int connections, int bytes, int window) {
        var message = bytes < KIB ? bytes + " B" : bytes / KIB + " KiB";
        var length = message.replace(" ", "").toLowerCase(Locale.ROOT);
        var style = window == 1 ? "ping-pong" : "pipelined";
        var fewer = window == 1 || window == PIPELINED ? "" : ", %d under way".formatted(window);
        return new Row(
                "echo-%d-%s-%s".formatted(connections, length, style),
                "echo-" + length,
                "echo, %,d connections x %s, %s%s".formatted(connections, message, style, fewer),
                "echo",
                List.of(connections),
                bytes,
                window);
    }

    private static Row server(String name, String title, String work, int bytes, int window) {
        return new Row(name, "net", title, work, List.of(100), bytes, window);
    }

    private static List<Row> cores() {
        return List.of(
                new Row(
                        "cores-100-1kib",
                        "cores",
                        "echo, 100 connections x 1 KiB, on one loop and on two",
                        "cores",
                        List.of(100),
                        KIB,
                        PIPELINED));
    }

    private static List<Row> memory() {
        return List.of(
                row("memory", "sleepers", 1_000_000, "a sleeping task, of a million"),
                new Row(
                        "idle-10000",
                        "memory",
                        "an idle connection, of 10,000",
                        "echo",
                        List.of(10_000),
                        64,
                        0),
                row("memory", "start-up", 1, "start-up and end of hello"));
    }

    /** The same work at once, ten times and a hundred times the size. */
    private static List<Row> growth() {
        return List.of(
                growth("call-soon", "callSoon", 1_000),
                // With fewer, the poll of each pass would be most of the cost.
                growth("pass", "callbacks in a pass", 100),
                growth("timers", "timers", 10_000),
                growth("call-soon-threadsafe", "callSoonThreadsafe", 1_000),
                growth("wake-up", "threads that wake the loop and are answered", 1),
                growth("switch", "switch among tasks", 1_000),
                growth("create", "create and finish tasks", 1_000),
                growth("gather", "gather", 1_000),
                growth("group", "task group", 1_000),
                growth("deep-tasks", "switch among tasks, each below 10 calls", 1_000),
                growth("cancel", "cancel sleeping tasks", 100),
                growth("lock", "tasks at a lock", 10),
                growth("queue", "items in a queue", 10),
                growthOfServer("echo", "echo of 1 KiB, connections", 50, KIB),
                growthOfServer("lines", "lines of 100 bytes, connections", 50, 100),
                // More clients at once would overflow the one socket that all of them ask.
                growthOfServer("udp", "UDP echo of 512 bytes, clients", 1, 512),
                growthOfServer("tls", "TLS echo of 1 KiB, connections", 50, KIB),
                growth("spawn", "processes at a time", 1));
    }

    private static Row row(String group, String work, int size, String title) {
        return new Row(work + "-" + size, group, title, work, List.of(size), 0, 0);
    }

    private static Row growth(String work, String title, int least) {
        return new Row("growth-" + work, "growth", title, work, times(least), 0, 0);
    }

    private static List<Integer> times(int least) {
        return List.of(least, 10 * least, 100 * least);
    }

    private static Row growthOfServer(String work, String title, int least, int bytes) {
        return new Row("growth-" + work, "growth", title, work, times(least), bytes, 1);
    }

    /**
     * The rows that names ask for: the name of a row, of a work, of a group, or the beginning of a
     * row's name.
     *
     * @throws IllegalArgumentException if a name fits no row
     */
    static List<Row> named(List<String> names) {
        if (names.isEmpty()) {
            return ROWS;
        }
        for (var name : names) {
            if (ROWS.stream().noneMatch(row -> isNamed(row, name))) {
                throw new IllegalArgumentException(
                        "nothing is called "
                                + name
                                + "; ./asyncio4j bench --list shows what there is");
            }
        }
        return ROWS.stream()
                .filter(row -> names.stream().anyMatch(name -> isNamed(row, name)))
                .toList();
    }

    private static boolean isNamed(Row row, String name) {
        var isOfWork = row.work().equals(name) && !row.isGrowth();
        return isOfWork || row.group().equals(name) || row.name().startsWith(name);
    }
}
