package io.asyncio4j.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A row of {@code docs/parity.md}: what Python has, what we have, how far it is, and the tests.
 *
 * @param section the heading above the row, such as {@code 1.1 Running programs}
 * @param python Python's name, or the behaviour in a few words
 * @param ours our names for it
 * @param state {@code done}, or {@code later} or {@code no} with the reason behind a colon
 * @param tests the tests, as {@code Class#method}
 */
record ParityRow(
        String section, String python, List<String> ours, String state, List<String> tests) {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern STATE = Pattern.compile("done|(later|no): \\S.*");

    /** The rows of the page, in order. */
    static List<ParityRow> of(String page) {
        var rows = new ArrayList<ParityRow>();
        var section = "";
        for (var line : page.lines().toList()) {
            if (line.startsWith("## ")) {
                section = line.substring(3).strip();
            } else if (line.startsWith("| ") && !line.startsWith("| Python ")) {
                rows.add(parse(section, line));
            }
        }
        return rows;
    }

    private static ParityRow parse(String section, String line) {
        var cells = line.split("\\|", -1);
        if (cells.length != 6) {
            throw new IllegalArgumentException("a row has four cells, not as this: " + line);
        }
        return new ParityRow(
                section,
                cells[1].strip().replace("`", ""),
                codes(cells[2]),
                cells[3].strip(),
                codes(cells[4]));
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(each -> each.group(1)).toList();
    }

    boolean isDone() {
        return state.equals("done");
    }

    boolean isLater() {
        return state.startsWith("later");
    }

    /** Whether the state is one of the three, and the other cells go with it. */
    boolean isConsistent() {
        return STATE.matcher(state).matches()
                && isDone() != tests.isEmpty()
                && !(isDone() && ours.isEmpty());
    }

    @Override
    public String toString() {
        return python + " -> " + ours + ", " + state + ", " + tests;
    }
}
