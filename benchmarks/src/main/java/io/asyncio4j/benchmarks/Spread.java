package io.asyncio4j.benchmarks;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

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
        return compare(above, below, (one, other) -> one / other);
    }

    /** How much greater one median is than another, with limits as those of a ratio. */
    static Spread ofDifference(double[] greater, double[] less) {
        return compare(greater, less, (one, other) -> one - other);
    }

    private static Spread compare(double[] ones, double[] others, DoubleBinaryOperator how) {
        var rounds = new double[Math.min(ones.length, others.length)];
        Arrays.setAll(rounds, i -> how.applyAsDouble(ones[i], others[i]));
        var each = of(rounds);
        return new Spread(
                how.applyAsDouble(of(ones).median(), of(others).median()),
                each.least(),
                each.most());
    }

    /** The distance of the limits, as a part of the median. */
    double width() {
        return (most - least) / median;
    }
}
