package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page for those who come from Python shows the very examples, and next to each a Python
 * program that prints the same.
 */
@Execution(ExecutionMode.CONCURRENT)
class FromPythonTest {
    private static final Path PAGE = Run.MODULE.resolveSibling("docs").resolve("from-python.md");

    private static final Pattern PAIR =
            Pattern.compile(
                    "```python\\n"
                            + "(.*?)```\\n"
                            + "\\n"
                            + "\\[(\\w+)\\.java]\\(../examples/(\\w+)\\.java\\):\\n"
                            + "\\n"
                            + "```java\\n"
                            + "(.*?)```\\n",
                    Pattern.DOTALL);

    private static final List<String> PYTHONS = List.of("python3", "python3.14", "python3.13");
    private static final String IS_NEW_ENOUGH = "import sys; sys.exit(sys.version_info < (3, 13))";

    @TempDir Path directory;

    private static Map<String, Pair> pairs = Map.of();
    private static Optional<String> python = Optional.empty();

    /** The two programs with a name. */
    private record Pair(String python, String java) {}

    @BeforeAll
    static void readPage() throws IOException {
        pairs =
                PAIR.matcher(Files.readString(PAGE))
                        .results()
                        .filter(pair -> pair.group(2).equals(pair.group(3)))
                        .collect(
                                Collectors.toMap(
                                        pair -> pair.group(2),
                                        pair -> new Pair(pair.group(1), pair.group(4))));
        python = PYTHONS.stream().filter(FromPythonTest::isNewEnough).findFirst();
    }

    @ParameterizedTest
    @EnumSource
    void pageShowsTheExampleItself(Tutorial tutorial) throws IOException {
        assertThat(pairs).containsKey(tutorial.program);
        assertThat(pairs.get(tutorial.program).java())
                .isEqualTo(Files.readString(Run.MODULE.resolve(tutorial.program + ".java")));
    }

    @Test
    void pageShowsNoOtherProgram() throws IOException {
        assertThat(Files.readString(PAGE).lines().filter("```java"::equals))
                .hasSize(Tutorial.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void originalPrintsTheSame(Tutorial tutorial) throws IOException {
        assumeTrue(python.isPresent(), "no Python 3.13");
        assumeTrue(isFirstEngine(), "Python has no engines");
        var file = directory.resolve(tutorial.program + ".py");
        Files.writeString(file, pairs.get(tutorial.program).python());
        var command = new ArrayList<>(List.of(python.orElseThrow(), file.toString()));
        command.addAll(List.of(tutorial.arguments()));
        var run = Run.finish(Run.start(command, directory, Map.of()));
        assertThat(run.errors()).isEmpty();
        assertThat(tutorial.essence(run.output())).isEqualTo(tutorial.essence(tutorial.output));
    }

    private static boolean isFirstEngine() {
        return System.getProperty("asyncio4j.engine", "scheduled").equals("scheduled");
    }

    private static boolean isNewEnough(String program) {
        var isOnPath =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
        var command = List.of(program, "-c", IS_NEW_ENOUGH);
        return isOnPath && Run.finish(Run.start(command, Run.MODULE, Map.of())).status() == 0;
    }
}
