package io.asyncio4j.benchmarks;

import java.util.List;
import java.util.Optional;

/**
 * What asyncio4j is to reach in a row: a ratio to another contender, at most so much more than it,
 * or a value.
 *
 * <p>Immutable.
 *
 * @param row the name of the row
 * @param ours the contender that is judged
 * @param theirs the other contender of the row; empty for a value
 * @param figure what is judged
 * @param kind how the two are compared
 * @param atMost the greatest value that is good
 */
record Target(String row, String ours, String theirs, Figure figure, Kind kind, double atMost) {

    /** How something is judged. */
    enum Kind {
        /** Ours divided by theirs. */
        RATIO,
        /** Ours less theirs. */
        BEYOND,
        /** Ours alone. */
        VALUE
    }

    static Target ratio(String row, String ours, String theirs, Figure figure, double atMost) {
        return new Target(row, ours, theirs, figure, Kind.RATIO, atMost);
    }

    static Target beyond(String row, String ours, String theirs, Figure figure, double atMost) {
        return new Target(row, ours, theirs, figure, Kind.BEYOND, atMost);
    }

    static Target value(String row, String ours, Figure figure, double atMost) {
        return new Target(row, ours, "", figure, Kind.VALUE, atMost);
    }

    /** What was reached, as far as the results show it. */
    Optional<Spread> reached(List<Result> results) {
        return results.stream()
                .filter(result -> result.row().equals(row))
                .findFirst()
                .flatMap(this::reached);
    }

    private Optional<Spread> reached(Result result) {
        var mine = result.entry(ours).filter(entry -> entry.has(figure));
        if (kind == Kind.VALUE) {
            return mine.map(entry -> Spread.of(entry.values(figure)));
        }
        var other = result.entry(theirs).filter(entry -> entry.has(figure));
        return mine.flatMap(
                entry -> other.map(below -> compare(entry.values(figure), below.values(figure))));
    }

    private Spread compare(double[] mine, double[] other) {
        return kind == Kind.RATIO ? Spread.ofRatio(mine, other) : Spread.ofDifference(mine, other);
    }

    /** What the median says of it, and whether a round says otherwise. */
    Verdict verdict(Spread reached) {
        var isSure = atMost < reached.least() || reached.most() <= atMost;
        if (reached.median() <= atMost) {
            return isSure ? Verdict.MET : Verdict.LIKELY_MET;
        }
        return isSure ? Verdict.MISSED : Verdict.LIKELY_MISSED;
    }

    /** Whether a target was reached. */
    enum Verdict {
        MET("met"),
        /** The median met it, and a round did not. */
        LIKELY_MET("met, unsure"),
        /** The median missed it, and a round did not. */
        LIKELY_MISSED("missed, unsure"),
        MISSED("MISSED");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** The value in its own unit: a ratio has none. */
    String format(double value) {
        return kind == Kind.RATIO ? "%.2f".formatted(value) : figure.format(value);
    }

    /** What is asked for, in words. */
    String text() {
        return switch (kind) {
            case RATIO -> ours + " / " + theirs + ", " + figure.label();
            case BEYOND -> ours + " beyond " + theirs + ", " + figure.label();
            case VALUE -> ours + ", " + figure.label();
        };
    }
}
