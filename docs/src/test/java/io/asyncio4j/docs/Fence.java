package io.asyncio4j.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A block of code on a page, with what the page says around it that readers do not see.
 *
 * @param line where the block begins, counted from one
 * @param info what stands behind the opening fence, such as {@code java} or {@code text output}
 * @param text the code
 * @param given what the code takes for granted: the comment {@code <!-- given: ... -->} before it
 */
record Fence(int line, String info, String text, String given) {
    private static final Pattern GIVEN =
            Pattern.compile("<!-- given:(.*?)-->\\s*\\z", Pattern.DOTALL);

    /** The blocks of a page, in order. */
    static List<Fence> of(String page) {
        var fences = new ArrayList<Fence>();
        var before = new StringBuilder();
        var code = new StringBuilder();
        var open = "";
        var openLine = 0;
        var number = 0;
        for (var line : page.lines().toList()) {
            number++;
            var isFence = line.strip().startsWith("```");
            if (openLine == 0 && !isFence) {
                before.append(line).append('\n');
            } else if (openLine == 0) {
                open = line.strip().substring(3).strip();
                openLine = number;
            } else if (!isFence) {
                code.append(line).append('\n');
            } else {
                fences.add(new Fence(openLine, open, code.toString(), givenIn(before)));
                openLine = 0;
                before.setLength(0);
                code.setLength(0);
            }
        }
        if (openLine != 0) {
            throw new IllegalArgumentException("the block of line " + openLine + " has no end");
        }
        return fences;
    }

    private static String givenIn(CharSequence before) {
        var matcher = GIVEN.matcher(before);
        return matcher.find() ? matcher.group(1).strip() : "";
    }
}
