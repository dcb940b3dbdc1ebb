package io.asyncio4j.examples;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The table that a run of the scraper printed.
 *
 * @param pages the status of each page, "-" for none
 * @param problems what was wrong with those that failed
 */
record Scrape(Run run, Map<String, String> pages, Map<String, String> problems) {
    private static final Pattern ROW =
            Pattern.compile(
                    "(?m)^ +(\\d{3}|-) +[\\d.]+ K?i?B +[\\d.]+ s +(?:\\d+|-)  (\\S+)$(?:\\n"
                            + " {20,}(.+)$)?");

    static Scrape of(Run run) {
        var pages = new LinkedHashMap<String, String>();
        var problems = new HashMap<String, String>();
        ROW.matcher(run.output())
                .results()
                .forEach(
                        row -> {
                            pages.merge(row.group(2), row.group(1), (one, two) -> "two rows");
                            if (row.group(3) != null) {
                                problems.put(row.group(2), row.group(3));
                            }
                        });
        return new Scrape(run, pages, problems);
    }
}
