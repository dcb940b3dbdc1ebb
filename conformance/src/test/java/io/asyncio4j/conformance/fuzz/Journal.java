package io.asyncio4j.conformance.fuzz;

import io.asyncio4j.EventLoop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The trace of a program being run: each line tells when, counted in half seconds, who, and what.
 *
 * <p>Confined to the loop.
 */
final class Journal {
    private final EventLoop loop;
    private final List<String> lines = new ArrayList<>();

    Journal(EventLoop loop) {
        this.loop = loop;
    }

    void note(String who, String what) {
        lines.add(inHalves(loop.time()) + "|" + who + " " + what);
    }

    List<String> lines() {
        return lines;
    }

    /** How many half seconds after the start of the loop a time is. */
    static long inHalves(Instant time) {
        return Duration.between(Instant.EPOCH, time).toMillis() / 500;
    }

    static Duration halves(int count) {
        return Duration.ofMillis(500L * count);
    }
}
