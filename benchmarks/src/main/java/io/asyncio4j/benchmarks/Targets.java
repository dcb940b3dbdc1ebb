package io.asyncio4j.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * The targets of asyncio4j, all on the scheduled engine unless they say handoff.
 *
 * <p>Immutable.
 */
final class Targets {
    private static final String ECHO = "echo-100-1kib-ping-pong";
    private static final String LONE = "lone-1";
    private static final String OURS = "asyncio4j";

    private static final List<Target> TARGETS = targets();

    private Targets() {}

    static List<Target> all() {
        return TARGETS;
    }

    private static List<Target> targets() {
        var targets = new ArrayList<Target>();
        targets.add(cpu(ECHO, "asyncio4j streams", "netty", 1.05));
        targets.add(cpu(ECHO, "asyncio4j streams", "uvloop streams", 0.55));
        targets.add(cpu(ECHO, "asyncio4j streams", "c", 1.5));
        targets.add(cpu(ECHO, "asyncio4j protocols", "netty", 1));
        targets.add(cpu(ECHO, "asyncio4j protocols", "uvloop protocols", 1));
        targets.add(cpu("switch-1000", OURS, "uvloop", 0.2));
        for (var io : List.of("", "-with-io")) {
            targets.add(
                    Target.beyond(
                            LONE, OURS + " switch" + io, OURS + " pass" + io, Figure.CPU, 60));
        }
        targets.add(cpu("create-1000000", OURS, "uvloop", 0.03));
        targets.add(cpu("create-1000000", OURS, "kotlinx", 1));
        targets.add(Target.value("call-soon-10000", OURS, Figure.CPU, 50));
        targets.add(cpu("call-soon-10000", OURS, "uvloop", 0.1));
        targets.add(Target.value("sleepers-1000000", OURS, Figure.BYTES, 1_200));
        targets.add(Target.value("idle-10000", "asyncio4j streams", Figure.BYTES, 8 * 1024));
        targets.add(Target.value("idle-10000", "asyncio4j protocols", Figure.BYTES, 8 * 1024));
        targets.add(Target.ratio("start-up-1", OURS, "java", Figure.TIME, 1.5));
        targets.add(Target.ratio("start-up-1", OURS, "java", Figure.CPU, 1.5));
        for (var row : Programme.all()) {
            if (row.isGrowth()) {
                targets.add(
                        cpu(
                                row.name(),
                                size(row.sizes().getLast()),
                                size(row.sizes().getFirst()),
                                1.3));
            } else if (row.group().equals("tasks") && !row.name().equals(LONE)) {
                targets.add(cpu(row.name(), "asyncio4j handoff", "cpython", 1));
            }
        }
        return targets;
    }

    private static Target cpu(String row, String ours, String theirs, double atMost) {
        return Target.ratio(row, ours, theirs, Figure.CPU, atMost);
    }

    private static String size(int size) {
        return "%,d".formatted(size);
    }
}
