package io.asyncio4j.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came out for one row.
 *
 * <p>Immutable.
 *
 * @param row its name
 * @param group the picture it belongs to
 * @param title what it is, for people
 * @param conditions when, where and for how long
 * @param judged what the contenders are compared by
 * @param entries one for each contender, asyncio4j or the least size first
 */
record Result(
        String row,
        String group,
        String title,
        Conditions conditions,
        Figure judged,
        List<Entry> entries) {
    /** Wider than this, the rounds disagree so much that the machine must have been busy. */
    private static final double NOISE = 0.3;

    Result {
        Objects.requireNonNull(conditions, "no conditions");
        Objects.requireNonNull(judged, "no figure that is judged");
        entries = List.copyOf(entries);
    }

    /** Whether it says at least as much as a new measurement of these contenders would. */
    boolean covers(List<Contender> contenders, Pace pace) {
        var measured = entries.stream().map(Entry::contender).toList();
        return conditions.pace().covers(pace)
                && contenders.stream().map(Contender::label).allMatch(measured::contains);
    }

    Optional<Entry> entry(String contender) {
        return entries.stream()
                .filter(entry -> entry.contender().equals(contender) && !entry.samples().isEmpty())
                .findFirst();
    }

    /** The one with which the others are compared. */
    Optional<Entry> reference() {
        return entries.stream().filter(entry -> entry.has(judged)).findFirst();
    }

    /** Those that were measured, the best first. */
    List<Entry> ranking() {
        return entries.stream()
                .filter(entry -> entry.has(judged))
                .sorted(Comparator.comparingDouble(entry -> entry.median(judged)))
                .toList();
    }

    /** Whether it compares asyncio4j with itself, at several sizes. */
    boolean isGrowth() {
        return group.equals("growth");
    }

    /** Those that were measured, as they are shown: the best first, but sizes in their order. */
    List<Entry> inOrder() {
        return isGrowth()
                ? entries.stream().filter(entry -> entry.has(judged)).toList()
                : ranking();
    }

    /** Whether an entry's rounds differ too much to be trusted. */
    boolean isNoisy(Entry entry) {
        return Spread.of(entry.values(judged)).width() > NOISE;
    }
}
