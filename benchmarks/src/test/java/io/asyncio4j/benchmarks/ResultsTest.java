package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class ResultsTest {
    private static final Row FIRST = Programme.all().get(0);
    private static final Row SECOND = Programme.all().get(1);

    @TempDir Path directory;

    @Test
    void rowIsKeptAsSoonAsItIsMeasured() throws Exception {
        var result =
                Made.result(
                        FIRST.name(),
                        Made.entry("asyncio4j", 1, 2),
                        Made.failure("lame", "no leg"));
        Results.open(directory).add(result);
        assertThat(Results.open(directory).of(FIRST)).contains(result);
        assertThat(Results.open(directory).of(SECOND)).isEmpty();
    }

    @Test
    void rowsStandInTheOrderOfTheProgramme() throws Exception {
        var results = Results.open(directory);
        results.add(Made.result(SECOND.name()));
        results.add(Made.result(FIRST.name()));
        assertThat(Results.open(directory).all())
                .extracting(Result::row)
                .containsExactly(FIRST.name(), SECOND.name());
    }

    @Test
    void removedRowIsMissing() throws Exception {
        var results = Results.open(directory);
        results.add(Made.result(FIRST.name()));
        results.remove(FIRST);
        assertThat(results.of(FIRST)).isEmpty();
    }
}
