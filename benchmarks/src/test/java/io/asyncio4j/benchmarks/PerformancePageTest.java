package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The page on performance shows what is measured and what is aimed at, all of it. */
class PerformancePageTest {
    private final List<String> page = Files.readAllLines(Path.of("../docs/performance.md"));

    PerformancePageTest() throws IOException {}

    @Test
    void everyRowHasItsTable() {
        assertThat(page)
                .containsAll(Programme.all().stream().map(row -> "### " + row.title()).toList());
    }

    @Test
    void everyTargetIsJudged() {
        assertThat(page)
                .filteredOn(line -> line.startsWith("| "))
                .extracting(line -> String.join("|", List.of(line.split("\\|", -1)).subList(0, 4)))
                .containsAll(
                        Targets.all().stream()
                                .map(
                                        target ->
                                                "| %s | %s | %s "
                                                        .formatted(
                                                                target.row(),
                                                                target.text(),
                                                                target.format(target.atMost())))
                                .toList());
    }
}
