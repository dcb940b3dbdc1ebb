package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The contender is one whose work takes just as long as it is told. */
class CalibrationTest {
    private static final long MILLI_NANOS = 1_000_000;
    private static final Pace PACE = new Pace(3, 100, 300, 8_000);

    private final List<Long> asked = new ArrayList<>();
    private long cpuNanosEach = MILLI_NANOS;
    private long wallNanosEach = MILLI_NANOS;

    private final Calibration calibration = calibration(1);

    @Test
    void roundsGrowUntilTheyAreLongEnoughAndTheContenderIsWarm() throws Exception {
        calibration.warmUp();
        assertThat(calibration.times()).isEqualTo(100);
        assertThat(asked).startsWith(1L, 2L, 4L, 8L, 16L, 32L, 64L).endsWith(64L, 64L);
        assertThat(asked.stream().mapToLong(Long::longValue).sum()).isGreaterThanOrEqualTo(300);
    }

    @Test
    void roundsThatBecameShortAreMadeLonger() throws Exception {
        calibration.warmUp();
        cpuNanosEach = MILLI_NANOS / 10;
        calibration.lengthen();
        assertThat(calibration.times()).isEqualTo(800);
    }

    @Test
    void roundsThatAreStillLongEnoughAreLeftAlone() throws Exception {
        calibration.warmUp();
        cpuNanosEach = MILLI_NANOS / 2;
        calibration.lengthen();
        assertThat(calibration.times()).isEqualTo(100);
    }

    @Test
    void roundsOfLargeWorkHoldItAFewTimes() throws Exception {
        cpuNanosEach = 150 * MILLI_NANOS;
        wallNanosEach = cpuNanosEach;
        calibration.warmUp();
        assertThat(calibration.times()).isEqualTo(5);
    }

    @Test
    void roundsOfLargeWorkHoldNoMoreThanThereIsTimeFor() throws Exception {
        cpuNanosEach = 150 * MILLI_NANOS;
        wallNanosEach = 600 * MILLI_NANOS;
        calibration.warmUp();
        assertThat(calibration.times()).isEqualTo(3);
    }

    @Test
    void contenderThatOnlyWaitsGetsRoundsOfAPartOfTheLimit() throws Exception {
        cpuNanosEach = 0;
        wallNanosEach = 100 * MILLI_NANOS;
        calibration.warmUp();
        assertThat(calibration.times()).isEqualTo(32);
        calibration.lengthen();
        assertThat(calibration.times()).isEqualTo(32);
    }

    @Test
    void lessThanTheLeastIsNeverAskedFor() throws Exception {
        var many = calibration(500);
        many.warmUp();
        assertThat(asked).allSatisfy(times -> assertThat(times).isEqualTo(500));
        assertThat(many.times()).isGreaterThanOrEqualTo(500);
    }

    private Calibration calibration(long least) {
        return new Calibration(
                PACE,
                least,
                times -> {
                    asked.add(times);
                    return new Spent(Map.of(), times * cpuNanosEach, times * wallNanosEach);
                });
    }
}
