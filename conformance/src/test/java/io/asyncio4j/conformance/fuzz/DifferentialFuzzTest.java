package io.asyncio4j.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Optional;

/**
 * Runs random programs here and on CPython, and compares the traces.
 *
 * <p>{@code -Dasyncio4j.fuzz.programs=N} runs more of them, {@code -Dasyncio4j.fuzz.seed=N} begins
 * with another one; both together with one program repeat a failure. {@code
 * -Dasyncio4j.python=FILE} names the Python.
 */
final class DifferentialFuzzTest {
    private static final int PROGRAMS = Integer.getInteger("asyncio4j.fuzz.programs", 2000);
    private static final long FIRST_SEED = Long.getLong("asyncio4j.fuzz.seed", 1);

    @Test
    void programsLeaveTheTraceThatTheyLeaveOnCPython() throws IOException {
        Optional<PythonOracle> found = PythonOracle.start();
        assumeTrue(found.isPresent(), PythonOracle::missing);
        try (PythonOracle python = found.orElseThrow()) {
            Comparison comparison = new Comparison(python);
            for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS; seed++) {
                Optional<String> difference = comparison.differenceOf(seed);
                assertThat(difference).as(() -> difference.orElse("")).isEmpty();
            }
        }
    }
}
