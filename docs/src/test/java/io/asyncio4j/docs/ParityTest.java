package io.asyncio4j.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.regex.Pattern;

/** The table of Python's names says what is true, and leaves out nothing. */
class ParityTest {
    private static final List<ParityRow> ROWS =
            ParityRow.of(Page.at(Page.ROOT.resolve("docs/parity.md")).text());

    private static final PublicNames NAMES = PublicNames.ofAllModules();
    private static final TestMethods TESTS = TestMethods.ofAllModules();

    /** The sections of which nothing may be left for later. */
    private static final Pattern COMPLETE = Pattern.compile("1\\.([1-9]|1[0-9]|2[01]|23) .*");

    @Test
    void tableHasEveryNameOfPythonOnceAndInOrder() {
        var expected = PythonNames.withSections();
        assertThat(expected).doesNotHaveDuplicates();
        assertThat(ROWS)
                .extracting(row -> row.section() + ": " + row.python())
                .containsExactlyElementsOf(expected);
    }

    @Test
    void everyRowIsDoneWithATestOrSaysWhyNot() {
        assertThat(ROWS).isNotEmpty().filteredOn(row -> !row.isConsistent()).isEmpty();
    }

    @Test
    void everyNameOfOursExists() {
        assertThat(ROWS)
                .flatExtracting(ParityRow::ours)
                .isNotEmpty()
                .filteredOn(name -> !NAMES.contains(name))
                .isEmpty();
    }

    @Test
    void everyTestExistsOnce() {
        assertThat(ROWS)
                .flatExtracting(ParityRow::tests)
                .isNotEmpty()
                .filteredOn(test -> TESTS.count(test) != 1)
                .isEmpty();
    }

    @Test
    void coreAndNetworkLeaveNothingForLater() {
        assertThat(ROWS)
                .filteredOn(row -> COMPLETE.matcher(row.section()).matches())
                .isNotEmpty()
                .filteredOn(ParityRow::isLater)
                .isEmpty();
    }

    @Test
    void rowThatContradictsItselfIsRefused() {
        assertThat(row("| `run` | `Asyncio.run` | done | `RunTest#runs` |").isConsistent())
                .isTrue();
        assertThat(row("| `run` | `Asyncio.run` | done | |").isConsistent()).isFalse();
        assertThat(row("| `run` | | done | `RunTest#runs` |").isConsistent()).isFalse();
        assertThat(row("| `run` | | later: the loop | |").isConsistent()).isTrue();
        assertThat(row("| `run` | | later: the loop | `RunTest#runs` |").isConsistent()).isFalse();
        assertThat(row("| `run` | | no: | |").isConsistent()).isFalse();
        assertThat(row("| `run` | | soon | |").isConsistent()).isFalse();
        assertThatThrownBy(() -> row("| `run` | done |")).hasMessageContaining("four cells");
    }

    @Test
    void nameThatDoesNotExistIsRefused() {
        assertThat(NAMES.packages()).contains("io.asyncio4j", "io.asyncio4j.net");
        assertThat(NAMES.contains("Task")).isTrue();
        assertThat(NAMES.contains("Task.cancel")).isTrue();
        assertThat(NAMES.contains("TaskOptions.Start.EAGER")).isTrue();
        assertThat(NAMES.contains("new Runner")).isTrue();
        assertThat(NAMES.contains("java.time.Duration.ofDays")).isTrue();
        assertThat(NAMES.contains("Task.cancelAll")).isFalse();
        assertThat(NAMES.contains("Tusk")).isFalse();
        assertThat(NAMES.contains("new Task")).isFalse();
        assertThat(NAMES.contains("Schedule")).as("not public").isFalse();
    }

    @Test
    void unknownTestIsRefused() {
        assertThat(TESTS.count("ParityTest#unknownTestIsRefused")).isOne();
        assertThat(TESTS.count("ParityTest#row")).isZero();
    }

    private static ParityRow row(String line) {
        return ParityRow.of("## 1.1 Running\n\n| Python | asyncio4j |\n|---|---|\n" + line)
                .getFirst();
    }
}
