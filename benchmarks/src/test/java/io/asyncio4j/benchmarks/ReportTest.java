package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class ReportTest {
    @Test
    void eachRowSaysHowLongItWasMeasuredAndWhenAndWhere() {
        var result = Made.result("row", Made.entry("asyncio4j", 1));
        assertThat(Report.of(List.of(result)))
                .startsWith(
                        """
                        ### title & more

                        7 rounds of 0.5 s after 10 s, 2030-01-01, 2 x abacus, Linux

                        |  | CPU | asyncio4j / it |  |
                        """);
    }

    @Test
    void roundsIntoWhichNoWorkIsFittedHaveNoLength() {
        var result = new Result("row", "group", "title", Made.CONDITIONS, Figure.BYTES, List.of());
        assertThat(Report.of(List.of(result)))
                .contains("\n\n7 rounds, 2030-01-01, 2 x abacus, Linux\n\n");
    }

    @Test
    void paceIsToldInItsOwnNumbers() {
        assertThat(Pace.QUICK.text()).isEqualTo("3 rounds of 0.2 s after 2.5 s");
        assertThat(Pace.SMOKE.text()).isEqualTo("1 round of 0.01 s after 0.01 s");
    }
}
