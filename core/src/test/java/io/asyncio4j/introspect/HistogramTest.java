package io.asyncio4j.introspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class HistogramTest {
    private final Histogram histogram = new Histogram();

    @Test
    void anEmptyHistogramHasZeroForEachPercentile() {
        assertThat(histogram.counts().total()).isZero();
        assertThat(histogram.counts().percentile(100)).isZero();
        assertThat(histogram).hasToString("count 0, p50 <= 0, p99 <= 0, p99.9 <= 0, max <= 0");
    }

    @Test
    void aPercentileIsTheLargestNumberOfItsBucket() {
        for (int number = 1; number <= 100; number++) {
            histogram.record(number);
        }
        Histogram.Counts counts = histogram.counts();
        assertThat(counts.total()).isEqualTo(100);
        assertThat(counts.percentile(1)).isEqualTo(1);
        assertThat(counts.percentile(3)).isEqualTo(3);
        assertThat(counts.percentile(3.1)).isEqualTo(7);
        assertThat(counts.percentile(63)).isEqualTo(63);
        assertThat(counts.percentile(64)).isEqualTo(127);
        assertThat(counts.percentile(100)).isEqualTo(127);
    }

    @Test
    void theSmallestAndTheLargestNumbersHaveTheirBuckets() {
        histogram.record(Long.MIN_VALUE);
        histogram.record(0);
        histogram.record(Long.MAX_VALUE);
        assertThat(histogram.counts().percentile(50)).isZero();
        assertThat(histogram.counts().percentile(100)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatWasTakenDoesNotChangeAnyMore() {
        Histogram.Counts before = histogram.counts();
        histogram.record(1);
        assertThat(before.total()).isZero();
    }

    @Test
    void aPercentileOutOfRangeIsRefused() {
        for (double wrong : new double[] {0, -1, 100.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> histogram.counts().percentile(wrong))
                    .withMessageContaining("above 0 and at most 100, not " + wrong);
        }
    }

    @Test
    void nothingIsLostWhenThreadsRecordAtOnce() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int number = 0; number < 10_000; number++) {
                                            histogram.record(5);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(histogram.counts().total()).isEqualTo(40_000);
    }
}
