package io.asyncio4j.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * How one contender did in one row.
 *
 * <p>Immutable.
 *
 * @param contender its name
 * @param version what exactly ran
 * @param samples one for each round; empty if it failed
 * @param failure why it has none; empty otherwise
 */
record Entry(String contender, String version, List<Sample> samples, String failure) {
    Entry {
        samples = List.copyOf(samples);
    }

    static Entry failed(Contender contender, Exception why) {
        return new Entry(
                contender.label(),
                contender.peer().version(),
                List.of(),
                why.getMessage() == null ? why.toString() : why.getMessage());
    }

    boolean has(Figure figure) {
        return !samples.isEmpty() && samples.stream().allMatch(sample -> sample.has(figure));
    }

    /** The values of all rounds, in their order. */
    double[] values(Figure figure) {
        return samples.stream().mapToDouble(sample -> sample.value(figure)).toArray();
    }

    /** How many datagrams were lost in all rounds. */
    long lost() {
        return has(Figure.LOST) ? (long) Arrays.stream(values(Figure.LOST)).sum() : 0;
    }

    double median(Figure figure) {
        return Spread.of(values(figure)).median();
    }
}
