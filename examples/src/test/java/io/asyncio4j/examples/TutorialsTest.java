package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every example of a tutorial runs from its source and prints what it should, in real time. */
@Execution(ExecutionMode.CONCURRENT)
class TutorialsTest {
    private static final List<String> PROGRAMS_WITH_TESTS_OF_THEIR_OWN =
            List.of("Scraper", "ChatServer", "HttpServer", "PortForwarder", "Tail");

    @ParameterizedTest
    @EnumSource
    void programPrintsWhatItShould(Tutorial tutorial) {
        var run = Run.of(tutorial.program, tutorial.arguments());
        assertThat(run.errors()).isEmpty();
        assertThat(tutorial.essence(run.output())).isEqualTo(tutorial.essence(tutorial.output));
        assertThat(run.status()).isZero();
        assertThatTimePassed(tutorial, run.output());
    }

    /** Only that it was not less: how much more it is depends on the machine. */
    private static void assertThatTimePassed(Tutorial tutorial, String output) {
        switch (tutorial) {
            case SAY_IN_TURN, SAY_TOGETHER ->
                    assertThat(elapsed(output)).isGreaterThanOrEqualTo(tutorial.duration);
            case TEN_BLOCKING_TASKS, TEN_SLEEPING_TASKS ->
                    assertThat(output).doesNotContain("took 0 s");
            default -> {}
        }
    }

    @Test
    void noExampleIsWithoutATest() throws IOException {
        try (var files = Files.list(Run.MODULE)) {
            var programs = files.map(Path::getFileName).map(Path::toString);
            assertThat(programs.filter(name -> name.endsWith(".java")))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(
                                            Arrays.stream(Tutorial.values())
                                                    .map(each -> each.program),
                                            PROGRAMS_WITH_TESTS_OF_THEIR_OWN.stream())
                                    .map(name -> name + ".java")
                                    .toList());
        }
    }

    /** The difference of the two times of day in the output, also over midnight. */
    private static Duration elapsed(String output) {
        var times =
                Pattern.compile("\\d\\d:\\d\\d:\\d\\d")
                        .matcher(output)
                        .results()
                        .map(found -> LocalTime.parse(found.group()))
                        .toList();
        assertThat(times).hasSize(2);
        var elapsed = Duration.between(times.getFirst(), times.getLast());
        return elapsed.isNegative() ? elapsed.plusDays(1) : elapsed;
    }
}
