package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The course of a test as numbers: {@code at(1)}, {@code at(2)} ... stand where the code must come
 * by in that order, and {@link #end} checks that it did, each once.
 *
 * <p>Confined to the loop, or handed over with a happens-before.
 */
public final class Sequence {
    private final List<Integer> reached = new ArrayList<>();

    /** The code comes by here as the n-th of all places. */
    public void at(int number) {
        reached.add(number);
    }

    /** A callback that comes by as the n-th. */
    public Runnable callbackAt(int number) {
        return () -> at(number);
    }

    /** Checks that places 1 to n were reached in order, and none else. */
    public void end(int last) {
        assertThat(reached)
                .as("the order of events")
                .isEqualTo(IntStream.rangeClosed(1, last).boxed().toList());
    }
}
