package io.asyncio4j.benchmarks;

import java.util.Arrays;

/**
 * Where values lie.
 *
 * <p>Immutable.
 *
 * @param median the middle one
 * @param least the smallest
 * @param most the greatest
 */
record Spread(double median, double least, double most) {

    static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values, so no median");
        }
        var sorted = values.clone();
        Arrays.sort(sorted);
        var half = sorted.length / 2;
        var median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /**
     * The ratio of two medians. Its limits are those of the ratios of each round, which were
     * measured one right after the other, so that they saw the same machine.
     */
    static Spread ofRatio(double[] above, double[] below) {
        var rounds = Math.min(above.length, below.length);
        var ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            ratios[i] = above[i] / below[i];
        }
        var each = of(ratios);
        return new Spread(of(above).median() / of(below).median(), each.least(), each.most());
    }

    /** The distance of the limits, as a part of the median. */
    double width() {
        return (most - least) / median;
    }
}
