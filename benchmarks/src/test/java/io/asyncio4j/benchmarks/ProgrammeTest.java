package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

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
