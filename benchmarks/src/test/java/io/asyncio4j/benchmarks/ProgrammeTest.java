package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

class ProgrammeTest {
    @Test
    void everyRowHasANameOfItsOwn() {
        assertThat(Programme.all()).extracting(Row::name).doesNotHaveDuplicates();
    }

    @Test
    void everyTargetIsAboutARowThatIsMeasured() {
        assertThat(Programme.all())
                .extracting(Row::name)
                .containsAll(Targets.all().stream().map(Target::row).toList());
    }

    @Test
    void everyTargetComparesContendersThatThereAre() throws IOException {
        try (var directories = Files.list(Path.of("peers"))) {
            var peers = directories.map(each -> each.getFileName().toString()).toList();
            for (var target : Targets.all()) {
                if (!target.row().startsWith("growth-")) {
                    assertThat(peers).contains(target.ours().split(" ")[0]);
                    if (!target.theirs().isEmpty()) {
                        assertThat(peers).contains(target.theirs().split(" ")[0]);
                    }
                }
            }
        }
    }

    @Test
    void everyWorkOfASizeShowsHowItGrows() {
        var works = new TreeSet<String>();
        for (var row : Programme.all()) {
            if (!row.isGrowth() && !row.group().equals("memory")) {
                works.add(row.work());
            }
        }
        works.removeAll(List.of("lone", "cores")); // A single task, and one loop beside two.
        assertThat(works.remove("deep")).isTrue(); // Its size is a depth, and this has tasks:
        works.add("deep-tasks");
        assertThat(Programme.all())
                .filteredOn(Row::isGrowth)
                .extracting(Row::work)
                .containsExactlyInAnyOrderElementsOf(works);
    }

    @Test
    void growthIsTenfoldAndAHundredfoldAndHasATarget() {
        var judged = Targets.all().stream().map(Target::row).toList();
        assertThat(Programme.all())
                .filteredOn(Row::isGrowth)
                .allSatisfy(
                        row -> {
                            var least = row.sizes().getFirst();
                            assertThat(row.sizes()).containsExactly(least, 10 * least, 100 * least);
                            assertThat(judged).contains(row.name());
                        });
    }

    @Test
    void everyEchoIsPipelinedToo() {
        var echo = Programme.named(List.of("echo"));
        assertThat(echo).filteredOn(row -> row.window() == 1).hasSize(9);
        assertThat(echo)
                .filteredOn(row -> row.name().endsWith("pipelined"))
                .hasSize(9)
                .allSatisfy(row -> assertThat(row.window()).isGreaterThan(1));
    }

    @Test
    void rowThatHasFewerMessagesUnderWayThanOthersSaysHowMany() {
        assertThat(Programme.all())
                .filteredOn(row -> row.name().endsWith("pipelined") && row.window() != 16)
                .extracting(Row::title)
                .containsExactly("echo, 5,000 connections x 64 KiB, pipelined, 2 under way");
    }

    @Test
    void messagesUnderWayFitTheLimit() {
        assertThat(Programme.all())
                .filteredOn(row -> row.kind() == Row.Kind.SERVER)
                .allSatisfy(
                        row ->
                                assertThat(
                                                (long) row.sizes().getLast()
                                                        * row.bytes()
                                                        * row.window())
                                        .isLessThanOrEqualTo(Programme.UNDER_WAY_BYTES));
    }

    @Test
    void withoutANameEverythingIsMeasured() {
        assertThat(Programme.named(List.of())).isEqualTo(Programme.all());
    }

    @Test
    void groupNamesItsRows() {
        assertThat(Programme.named(List.of("sync")))
                .extracting(Row::name)
                .containsExactly("lock-100", "queue-100");
    }

    @Test
    void beginningNamesTheRowsThatHaveIt() {
        assertThat(Programme.named(List.of("switch-1")))
                .extracting(Row::name)
                .containsExactly("switch-1", "switch-1000");
    }

    @Test
    void workDoesNotNameItsGrowth() {
        assertThat(Programme.named(List.of("cancel")))
                .extracting(Row::name)
                .containsExactly("cancel-10000");
    }

    @Test
    void unknownNameIsRefused() {
        assertThatThrownBy(() -> Programme.named(List.of("loop", "lop")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing is called lop; ./asyncio4j bench --list shows what there is");
    }
}
