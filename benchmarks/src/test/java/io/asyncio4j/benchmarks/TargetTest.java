package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class TargetTest {
    private static final Target RATIO = Target.ratio("row", "ours", "theirs", Figure.CPU, 0.5);
    private static final Target VALUE = Target.value("row", "ours", Figure.CPU, 50);

    @Test
    void ratioOfTwoContendersIsJudged() {
        var result = Made.result("row", Made.entry("ours", 10, 12), Made.entry("theirs", 20, 40));
        var reached = RATIO.reached(List.of(result)).orElseThrow();
        assertThat(reached.median()).isEqualTo(11.0 / 30);
        assertThat(RATIO.verdict(reached)).isEqualTo(Target.Verdict.MET);
        assertThat(VALUE.verdict(VALUE.reached(List.of(result)).orElseThrow()))
                .isEqualTo(Target.Verdict.MET);
    }

    @Test
    void differenceOfTwoContendersIsJudged() {
        var beyond = Target.beyond("row", "ours", "theirs", Figure.CPU, 60);
        var result =
                Made.result("row", Made.entry("ours", 150, 170), Made.entry("theirs", 100, 90));
        var reached = beyond.reached(List.of(result)).orElseThrow();
        assertThat(reached).isEqualTo(new Spread(65, 50, 80));
        assertThat(beyond.verdict(reached)).isEqualTo(Target.Verdict.LIKELY_MISSED);
        assertThat(beyond.format(reached.median())).isEqualTo("65.0 ns");
        assertThat(beyond.text()).isEqualTo("ours beyond theirs, CPU");
    }

    @Test
    void greaterValueMissesTheTarget() {
        var result = Made.result("row", Made.entry("ours", 60), Made.entry("theirs", 100));
        assertThat(RATIO.verdict(RATIO.reached(List.of(result)).orElseThrow()))
                .isEqualTo(Target.Verdict.MISSED);
        assertThat(VALUE.verdict(VALUE.reached(List.of(result)).orElseThrow()))
                .isEqualTo(Target.Verdict.MISSED);
    }

    @Test
    void limitWithinTheRangeOfTheRoundsLeavesItOpen() {
        assertThat(VALUE.verdict(new Spread(45, 40, 51))).isEqualTo(Target.Verdict.LIKELY_MET);
        assertThat(VALUE.verdict(new Spread(55, 50, 60))).isEqualTo(Target.Verdict.LIKELY_MISSED);
        assertThat(VALUE.verdict(new Spread(45, 40, 50))).isEqualTo(Target.Verdict.MET);
        assertThat(VALUE.verdict(new Spread(55, 51, 60))).isEqualTo(Target.Verdict.MISSED);
    }

    @Test
    void medianDecidesIfItLiesBesideTheRangeOfTheRounds() {
        assertThat(VALUE.verdict(new Spread(51, 40, 45))).isEqualTo(Target.Verdict.MISSED);
    }

    @Test
    void nothingIsReachedWithoutTheContenderTheRowOrTheFigure() {
        var alone = Made.result("row", Made.entry("ours", 1));
        var failed = Made.result("row", Made.entry("ours", 1), Made.failure("theirs", "broken"));
        assertThat(RATIO.reached(List.of(alone))).isEmpty();
        assertThat(RATIO.reached(List.of(failed))).isEmpty();
        assertThat(RATIO.reached(List.of(Made.result("other")))).isEmpty();
        var memory = Target.value("row", "ours", Figure.BYTES, 1);
        assertThat(memory.reached(List.of(alone))).isEmpty();
    }
}
