package io.asyncio4j.benchmarks;

import java.util.List;
import java.util.stream.Collectors;

/**
 * All results as a page of Markdown: a table for each row, and the targets.
 *
 * <p>Thread-safe.
 */
final class Report {
    private Report() {}

    static String of(List<Result> results) {
        return results.stream().map(Report::row).collect(Collectors.joining())
                + "### Targets\n\n"
                + Table.ofTargets(results).markdown();
    }

    private static String row(Result result) {
        var isFitted = result.judged() == Figure.CPU;
        return "### %s\n\n%s\n\n%s\n"
                .formatted(
                        result.title(),
                        result.conditions().text(isFitted),
                        Table.of(result).markdown());
    }
}
