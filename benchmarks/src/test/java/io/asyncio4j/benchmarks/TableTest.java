package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class TableTest {
    @Test
    void contendersStandInTheirOrderWithRatioSpreadAndVersion() {
        var table =
                Table.of(
                        Made.result(
                                "row",
                                Made.entry("asyncio4j", 100, 110, 120),
                                Made.entry("slow", 200, 220, 240),
                                Made.entry("fast", 50, 55, 60)));
        assertThat(table.lines())
                .containsExactly(
                        List.of("fast", "55.0 ns", "2.00 (2.00 to 2.00)", "fast 1.0"),
                        List.of("asyncio4j", "110 ns", "1 (+-9 %)", "asyncio4j 1.0"),
                        List.of("slow", "220 ns", "0.50 (0.50 to 0.50)", "slow 1.0"));
    }

    @Test
    void roundsThatDisagreeAreMarked() {
        var table = Table.of(Made.result("row", Made.entry("asyncio4j", 100, 100, 131)));
        assertThat(table.lines().getFirst()).last().asString().endsWith("NOISY");
    }

    @Test
    void sizesKeepTheirOrderAndTellHowTheCostGrows() {
        var grown =
                new Result(
                        "row",
                        "growth",
                        "title",
                        Made.CONDITIONS,
                        Figure.CPU,
                        List.of(
                                Made.entry("10", 20, 20),
                                Made.entry("100", 10, 10),
                                Made.entry("1,000", 60, 60)));
        var table = Table.of(grown);
        assertThat(table.header()).containsExactly("", "CPU", "growth", "");
        assertThat(table.lines())
                .extracting(line -> line.subList(0, 3))
                .containsExactly(
                        List.of("10", "20.0 ns", "1 (+-0 %)"),
                        List.of("100", "10.0 ns", "0.50 (0.50 to 0.50)"),
                        List.of("1,000", "60.0 ns", "3.00 (3.00 to 3.00)"));
    }

    @Test
    void lostDatagramsAreTold() {
        var lossy =
                new Entry(
                        "lossy",
                        "lossy 1.0",
                        List.of(
                                Sample.of(Figure.CPU, 1).with(Figure.LOST, 1_200),
                                Sample.of(Figure.CPU, 1).with(Figure.LOST, 34)),
                        "");
        var table = Table.of(Made.result("row", lossy));
        assertThat(table.header()).containsExactly("", "CPU", "asyncio4j / it", "");
        assertThat(table.lines().getFirst()).last().isEqualTo("lossy 1.0, 1,234 datagrams lost");
    }

    @Test
    void failureIsTold() {
        var table =
                Table.of(
                        Made.result(
                                "row", Made.entry("asyncio4j", 1), Made.failure("lame", "no leg")));
        assertThat(table.lines().getLast()).containsExactly("lame", "", "", "left out: no leg");
    }

    @Test
    void columnsOfTextAreAligned() {
        var table =
                new Table(
                        List.of("", "CPU", ""),
                        List.of(List.of("a", "1", "x"), List.of("bcd", "1234", "y")));
        assertThat(table.text().lines())
                .containsExactly("        CPU", "  a       1  x", "  bcd  1234  y");
    }

    @Test
    void markdownHasARuleBelowTheHeader() {
        var table = new Table(List.of("a", "b"), List.of(List.of("1", "2")));
        assertThat(table.markdown()).isEqualTo("| a | b |\n| --- | --- |\n| 1 | 2 |\n");
    }
}
