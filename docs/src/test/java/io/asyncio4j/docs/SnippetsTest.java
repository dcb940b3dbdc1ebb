package io.asyncio4j.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Engine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Every piece of Java in the documentation compiles, and every program does what is said of it. */
class SnippetsTest {
    @TempDir Path directory;

    static Stream<Snippet> all() {
        return Page.all().stream().flatMap(page -> Snippet.of(page).stream());
    }

    static Stream<Snippet> programs() {
        return all().filter(Snippet::isProgram).filter(snippet -> snippet.page().isForLearners());
    }

    static Stream<Snippet> testClasses() {
        return all().filter(snippet -> snippet.code().contains("@Test"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyPieceOfJavaCompiles(Snippet snippet) throws IOException {
        assertThat(CompiledSnippet.compile(snippet, directory)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyProgramPrintsWhatThePageSays(Snippet snippet) throws Exception {
        assumeTrue(
                Asyncio.engine() == Engine.SCHEDULED || !snippet.code().contains("HAND_OVER"),
                "only the scheduled engine can hand over");
        assertThat(snippet.output()).as("block 'text output' behind %s", snippet).isPresent();
        assertThat(CompiledSnippet.compile(snippet, directory).run())
                .as("what %s prints", snippet)
                .isEqualTo(snippet.output().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("testClasses")
    void everyTestShownPasses(Snippet snippet) throws Exception {
        assertThat(CompiledSnippet.compile(snippet, directory).runTests()).isPositive();
    }

    @Test
    void unknownNameIsRefused() {
        var snippet = only("```java\nsleep(Duration.ofHours(1));\nsleepOn(it);\n```\n");
        assertThatThrownBy(() -> CompiledSnippet.compile(snippet, directory))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("sleepOn");
    }

    @Test
    void givenMembersAreSeenByStatements() throws IOException {
        var snippet =
                only("<!-- given: String fetch() { return \"\"; } -->\n```java\nfetch();\n```\n");
        assertThat(CompiledSnippet.compile(snippet, directory)).isNotNull();
    }

    @Test
    void programIsHeldAgainstItsOutput() throws Exception {
        var page =
                """
                ```java
                void main() {
                    IO.println("one");
                }
                ```
                It prints
                ```text output
                two
                ```
                """;
        assertThat(only(page).output()).contains("two\n");
        assertThat(CompiledSnippet.compile(only(page), directory).run()).isEqualTo("one\n");
    }

    @Test
    void failingProgramIsRefused() throws IOException {
        var page = "```java\nvoid main() { throw new IllegalStateException(\"off\"); }\n```\n";
        var compiled = CompiledSnippet.compile(only(page), directory);
        assertThatThrownBy(compiled::run).hasMessageContaining("off");
    }

    @Test
    void failingTestIsRefused() throws IOException {
        var page =
                """
                ```java
                class SumTest {
                    @org.junit.jupiter.api.Test
                    void onePlusOneIsThree() {
                        throw new AssertionError("two");
                    }
                }
                ```
                """;
        var compiled = CompiledSnippet.compile(only(page), directory);
        assertThatThrownBy(compiled::runTests).hasMessageContaining("two");
    }

    @Test
    void blockWithoutEndIsRefused() {
        assertThatThrownBy(() -> Fence.of("text\n```java\nint i;\n"))
                .hasMessageContaining("line 2");
    }

    private static Snippet only(String page) {
        List<Snippet> snippets = Snippet.of(new Page(Path.of("page.md"), page));
        assertThat(snippets).hasSize(1);
        return snippets.getFirst();
    }
}
