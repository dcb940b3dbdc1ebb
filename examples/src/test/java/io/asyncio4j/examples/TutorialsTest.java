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
    private static final List<String> PROGRAMS_WITH_TESTS_OF_THEIR_OWN = List.of("Scraper");

    @ParameterizedTest
    @EnumSource
    void programPrintsWhatItShould(Tutorial tutorial) {
        var run = Run.of(tutorial.program, tutorial.arguments());
        // Not all of the errors: on a slow machine the watchdog has something to say there.
        assertThat(run.errors()).doesNotContain("Exception");
        assertThat(Tutorial.mask(run.output())).isEqualTo(tutorial.output);
        assertThat(run.status()).isZero();
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

    @Test
    void blockingTasksTakeTheSumOfTheirTimes() {
        var output = Run.of("TenBlockingTasks", "150").output();
        assertThat(number("took (\\d+) s", output)).isPositive();
    }

    @Test
    void clockShowsTheTimeThatPassed() {
        assertThat(elapsed(Run.of("SayInTurn").output())).isGreaterThanOrEqualTo(seconds(3));
        assertThat(elapsed(Run.of("SayTogether").output())).isGreaterThanOrEqualTo(seconds(2));
    }

    private static int number(String pattern, String output) {
        var found = Pattern.compile(pattern).matcher(output);
        assertThat(found.find()).as(output).isTrue();
        return Integer.parseInt(found.group(1));
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

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
