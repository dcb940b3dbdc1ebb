package io.asyncio4j.benchmarks;

import java.util.List;

/**
 * A group of results as bars, in SVG: for each row the contenders, the best first, each with what
 * it costs.
 *
 * <p>Confined to one thread.
 */
final class Picture {
    private static final int WIDTH = 760;
    private static final int LABEL_WIDTH = 190;
    private static final int VALUE_WIDTH = 110;
    private static final int BAR_HEIGHT = 16;
    private static final int LINE_HEIGHT = 20;
    private static final int TITLE_HEIGHT = 30;
    private static final int MARGIN = 14;

    private static final String OURS_COLOUR = "#0b6e99";
    private static final String THEIR_COLOUR = "#b8c4cc";

    private final StringBuilder svg = new StringBuilder();

    /** Where the next line goes, in pixels from above. */
    private int y = MARGIN;

    private Picture() {}

    /** The picture of a group, as the text of an SVG file. */
    static String of(String group, List<Result> results) {
        var picture = new Picture();
        picture.text(
                MARGIN,
                picture.y + BAR_HEIGHT,
                "font-size='16' font-weight='bold'",
                group + ": shorter is better");
        picture.y += TITLE_HEIGHT;
        results.forEach(picture::row);
        return "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' font-size='12'>\n"
                        .formatted(WIDTH, picture.y + MARGIN)
                + "<rect width='100%' height='100%' fill='white'/>\n"
                + picture.svg
                + "</svg>\n";
    }

    private void row(Result result) {
        y += MARGIN;
        text(
                MARGIN,
                y + BAR_HEIGHT,
                "font-weight='bold'",
                result.title() + " (" + result.judged().label() + ")");
        y += LINE_HEIGHT + 2;
        var most =
                result.ranking().stream()
                        .mapToDouble(entry -> entry.median(result.judged()))
                        .max()
                        .orElse(1);
        for (var entry : result.inOrder()) {
            bar(result, entry, most);
        }
    }

    private void bar(Result result, Entry entry, double most) {
        var value = Math.max(0, entry.median(result.judged()));
        var room = WIDTH - LABEL_WIDTH - VALUE_WIDTH - 2 * MARGIN;
        var length = Math.max(1, Math.round(room * value / most));
        var x = MARGIN + LABEL_WIDTH;
        var isOurs = entry.contender().startsWith(Peer.OURS) || result.isGrowth();
        text(x - 8, y + 12, "text-anchor='end'", entry.contender());
        svg.append(
                "<rect x='%d' y='%d' width='%d' height='%d' fill='%s'/>\n"
                        .formatted(x, y, length, BAR_HEIGHT, isOurs ? OURS_COLOUR : THEIR_COLOUR));
        text(
                x + length + 6,
                y + 12,
                "fill='#444444'",
                result.judged().format(value) + (result.isNoisy(entry) ? " ~" : ""));
        y += LINE_HEIGHT;
    }

    private void text(long x, long top, String style, String words) {
        svg.append("<text x='%d' y='%d' %s>%s</text>\n".formatted(x, top, style, escape(words)));
    }

    private static String escape(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
