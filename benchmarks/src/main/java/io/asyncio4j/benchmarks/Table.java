package io.asyncio4j.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Results as text, in columns or as Markdown.
 *
 * <p>Immutable.
 *
 * @param header the names of the columns
 * @param lines the cells of each line
 */
record Table(List<String> header, List<List<String>> lines) {

    /** The contenders of a row, the best first; or its sizes, and how the cost grows. */
    static Table of(Result result) {
        var figures = figures(result);
        var header = new ArrayList<String>();
        header.add("");
        figures.forEach(figure -> header.add(figure.label()));
        header.add(result.isGrowth() ? "growth" : "asyncio4j / it");
        header.add("");
        var lines = new ArrayList<List<String>>();
        for (var entry : result.inOrder()) {
            lines.add(line(result, entry, figures));
        }
        for (var entry : result.entries()) {
            if (!entry.failure().isEmpty()) {
                lines.add(failed(entry, figures.size()));
            }
        }
        return new Table(header, lines);
    }

    private static List<Figure> figures(Result result) {
        var figures = new ArrayList<Figure>(List.of(result.judged()));
        Arrays.stream(Figure.values())
                .filter(figure -> figure != result.judged())
                .filter(figure -> figure != Figure.LOST) // Told in words, if there are any.
                .filter(figure -> result.entries().stream().anyMatch(entry -> entry.has(figure)))
                .forEach(figures::add);
        return figures;
    }

    private static List<String> line(Result result, Entry entry, List<Figure> figures) {
        var line = new ArrayList<String>();
        line.add(entry.contender());
        for (var figure : figures) {
            line.add(entry.has(figure) ? figure.format(entry.median(figure)) : "");
        }
        line.add(result.reference().map(first -> ratio(result, first, entry)).orElse(""));
        line.add(note(result, entry));
        return line;
    }

    private static String note(Result result, Entry entry) {
        var lost = entry.lost() > 0 ? ", %,d datagrams lost".formatted(entry.lost()) : "";
        return entry.version() + (result.isNoisy(entry) ? ", NOISY" : "") + lost;
    }

    private static String ratio(Result result, Entry first, Entry entry) {
        var one = first.values(result.judged());
        if (first == entry) {
            return "1 (+-%.0f %%)".formatted(50 * Spread.of(one).width());
        }
        var other = entry.values(result.judged());
        return format(result.isGrowth() ? Spread.ofRatio(other, one) : Spread.ofRatio(one, other));
    }

    private static String format(Spread ratio) {
        return "%.2f (%.2f to %.2f)".formatted(ratio.median(), ratio.least(), ratio.most());
    }

    private static List<String> failed(Entry entry, int figures) {
        var line = new ArrayList<String>();
        line.add(entry.contender());
        IntStream.range(0, figures + 1).forEach(i -> line.add(""));
        line.add("left out: " + entry.failure());
        return line;
    }

    /** The targets of the rows that were measured, and what was reached. */
    static Table ofTargets(List<Result> results) {
        var lines = new ArrayList<List<String>>();
        for (var target : Targets.all()) {
            if (results.stream().map(Result::row).anyMatch(target.row()::equals)) {
                lines.add(line(target, target.reached(results)));
            }
        }
        return new Table(List.of("row", "", "at most", "reached", "rounds", ""), lines);
    }

    private static List<String> line(Target target, Optional<Spread> reached) {
        var asked = List.of(target.row(), target.text(), target.format(target.atMost()));
        var answer =
                reached.map(
                                spread ->
                                        List.of(
                                                target.format(spread.median()),
                                                target.format(spread.least())
                                                        + " to "
                                                        + target.format(spread.most()),
                                                target.verdict(spread).word()))
                        .orElse(List.of("", "", "not measured: a contender is missing"));
        return Stream.concat(asked.stream(), answer.stream()).toList();
    }

    /** In columns, for a terminal. */
    String text() {
        var widths =
                IntStream.range(0, header.size())
                        .map(
                                column ->
                                        Math.max(
                                                header.get(column).length(),
                                                lines.stream()
                                                        .mapToInt(line -> line.get(column).length())
                                                        .max()
                                                        .orElse(0)))
                        .toArray();
        var all = new ArrayList<List<String>>();
        all.add(header);
        all.addAll(lines);
        return all.stream()
                .map(line -> "  " + columns(line, widths).stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private static String columns(List<String> line, int[] widths) {
        return IntStream.range(0, line.size())
                .mapToObj(i -> pad(line.get(i), widths[i], i > 0 && i < line.size() - 1))
                .collect(Collectors.joining("  "));
    }

    private static String pad(String text, int width, boolean right) {
        var space = " ".repeat(width - text.length());
        return right ? space + text : text + space;
    }

    /** As Markdown. */
    String markdown() {
        var rule = header.stream().map(cell -> "---").toList();
        var all = new ArrayList<List<String>>(List.of(header, rule));
        all.addAll(lines);
        return all.stream()
                .map(line -> line.stream().collect(Collectors.joining(" | ", "| ", " |\n")))
                .collect(Collectors.joining());
    }
}
