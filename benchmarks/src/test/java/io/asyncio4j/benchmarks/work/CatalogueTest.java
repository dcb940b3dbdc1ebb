package io.asyncio4j.benchmarks.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Runner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Set;

/** Every work does what it counts, at a small size. How fast is no matter of tests. */
class CatalogueTest {
    static Set<String> names() {
        return Catalogue.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void workCountsTheOperationsOfAllItsRepetitions(String name) throws Exception {
        try (var runner = new Runner()) {
            var work = Main.prepare(runner, name, 3);
            var once = Main.inTask(runner, work, 1);
            assertThat(once).isPositive();
            assertThat(Main.inTask(runner, work, 5)).isEqualTo(5 * once);
        }
    }

    @Test
    void unknownNameIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Catalogue.kind("juggle"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no work is called juggle; there are call-soon, pass");
    }
}
