package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
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
    void removedRowStaysMissingWhenTheRunIsInterruptedBehindAnotherOne() throws Exception {
        var results = Results.open(directory);
        results.add(Made.result(FIRST.name()));
        results.add(Made.result(SECOND.name()));
        results.remove(FIRST);
        results.remove(SECOND);
        results.add(Made.result(FIRST.name()));
        assertThat(Results.open(directory).of(FIRST)).isPresent();
        assertThat(Results.open(directory).of(SECOND)).isEmpty();
    }

    @Test
    void resultOfAnotherVersionTellsWhatItLacks() throws Exception {
        Files.writeString(directory.resolve("results.json"), "{'results': [{'row': 'pass-1'}]}");
        assertThatThrownBy(() -> Results.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("(no conditions)");
    }

    @Test
    void rowThatIsMeasuredAgainReplacesTheOneThereWas() throws Exception {
        var results = Results.open(directory);
        results.add(Made.result(FIRST.name(), Made.entry("asyncio4j", 1)));
        var again = Made.result(FIRST.name(), Made.entry("asyncio4j", 2));
        results.add(again);
        assertThat(Results.open(directory).all()).containsExactly(again);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{'results': [{'row': 'pass-1', 'when': '2030-01-01 00:00'}]}"
            })
    void fileThatIsNoneOfOursIsRefusedAndSaysWhatToDo(String text) throws Exception {
        var file = directory.resolve("results.json");
        Files.writeString(file, text);
        assertThatThrownBy(() -> Results.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " does not hold results that this version can read")
                .hasMessageEndingWith("Remove it, or name another directory with --results");
    }
}
