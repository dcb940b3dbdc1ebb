package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The result was measured at full pace, and the contender netty failed in it. */
class ResultTest {
    private static final Row ROW = Made.row("echo", 100);
    private static final Result RESULT =
            Made.result(
                    "row",
                    Made.entry("asyncio4j streams", 1),
                    Made.entry("asyncio4j protocols", 2),
                    Made.failure("netty", "broken"));

    @Test
    void shorterMeasurementOfFewerContendersIsCovered() {
        assertThat(RESULT.covers(contenders(Made.OURS, Made.NETTY), Pace.FULL)).isTrue();
        assertThat(RESULT.covers(contenders(Made.OURS), Pace.QUICK)).isTrue();
    }

    @Test
    void longerMeasurementIsNotCovered() {
        var contenders = contenders(Made.OURS);
        assertThat(RESULT.covers(contenders, Pace.FULL.withRounds(8))).isFalse();
        assertThat(RESULT.covers(contenders, new Pace(7, 501, 10_000, 1))).isFalse();
        assertThat(RESULT.covers(contenders, new Pace(7, 500, 10_001, 1))).isFalse();
    }

    @Test
    void contenderThatIsMissingIsNotCovered() {
        var other = Made.peer("other", "echo");
        assertThat(RESULT.covers(contenders(Made.OURS, other), Pace.FULL)).isFalse();
    }

    @Test
    void peerThatCannotDoTheWorkIsNotMissed() {
        var other = Made.peer("other", "switch");
        assertThat(RESULT.covers(contenders(Made.OURS, other), Pace.FULL)).isTrue();
    }

    private static List<Contender> contenders(Peer... peers) {
        return Contender.of(ROW, List.of(peers));
    }
}
