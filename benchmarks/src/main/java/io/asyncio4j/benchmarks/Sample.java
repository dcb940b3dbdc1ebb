package io.asyncio4j.benchmarks;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one round of one contender gave, for each operation.
 *
 * <p>Immutable.
 *
 * @param figures the values, those that were measured
 */
record Sample(Map<Figure, Double> figures) {
    Sample {
        figures = Map.copyOf(figures);
    }

    static Sample of(Figure figure, double value) {
        return new Sample(Map.of(figure, value));
    }

    /** This one with another figure. */
    Sample with(Figure figure, double value) {
        var more = new EnumMap<Figure, Double>(figures);
        more.put(figure, value);
        return new Sample(more);
    }

    boolean has(Figure figure) {
        return figures.containsKey(figure);
    }

    /**
     * The value of a figure.
     *
     * @throws IllegalArgumentException if it was not measured
     */
    double value(Figure figure) {
        var value = figures.get(figure);
        if (value == null) {
            throw new IllegalArgumentException(
                    figure + " was not measured, only " + figures.keySet());
        }
        return value;
    }
}
