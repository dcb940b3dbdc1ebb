package io.asyncio4j.benchmarks;

import java.util.List;
import java.util.Optional;

/**
 * What asyncio4j is to reach in a row.
 *
 * <p>Immutable.
 *
 * @param row the name of the row
 * @param ours the contender that is judged
 * @param theirs what it is divided by: another contender of the row, or empty for nothing
 * @param figure what is judged
 * @param atMost the greatest value that is good
 */
record Target(String row, String ours, String theirs, Figure figure, double atMost) {

    /** What was reached, as far as the results show it. */
    Optional<Spread> reached(List<Result> results) {
        return results.stream()
                .filter(result -> result.row().equals(row))
                .findFirst()
                .flatMap(this::reached);
    }

    private Optional<Spread> reached(Result result) {
        var mine = result.entry(ours).filter(entry -> entry.has(figure));
        if (theirs.isEmpty()) {
            return mine.map(entry -> Spread.of(entry.values(figure)));
        }
        var other = result.entry(theirs).filter(entry -> entry.has(figure));
        return mine.flatMap(
                entry ->
                        other.map(
                                below ->
                                        Spread.ofRatio(
                                                entry.values(figure), below.values(figure))));
    }

    boolean isMet(Spread reached) {
        return reached.median() <= atMost;
    }

    /** The value in its own unit: a ratio has none. */
    String format(double value) {
        return theirs.isEmpty() ? figure.format(value) : "%.2f".formatted(value);
    }

    /** What is asked for, in words. */
    String text() {
        return theirs.isEmpty() ? ours + ", " + figure.label() : ours + " / " + theirs;
    }
}
