package io.asyncio4j.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A piece of Java on a page, and what it prints if the page says so. It is one of three things:
 *
 * <ul>
 *   <li>a program, if it has a {@code main}: a compact source file, compiled as it stands;
 *   <li>a class, if it declares one at the left margin: compiled with the imports below;
 *   <li>else statements, as they would stand in a method of a program.
 * </ul>
 *
 * @param page where it stands
 * @param line the line on which it begins
 * @param code what the page shows
 * @param given what the page takes for granted, as members of a class
 * @param output what the page says it prints: the block {@code text output} behind it
 */
record Snippet(Page page, int line, String code, String given, Optional<String> output) {
    private static final Pattern MAIN = Pattern.compile("(?m)^void main\\(");
    private static final Pattern TYPE = Pattern.compile("(?m)^(final )?class (\\w+)");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\\R");

    private static final String IMPORTS =
            """
            import static io.asyncio4j.Asyncio.*;
            import io.asyncio4j.*;
            import io.asyncio4j.introspect.*;
            import io.asyncio4j.queues.*;
            import io.asyncio4j.spi.*;
            import io.asyncio4j.sync.*;
            import module java.base;
            """;

    /** The pieces of a page, in order. */
    static List<Snippet> of(Page page) {
        var snippets = new ArrayList<Snippet>();
        var fences = page.fences();
        for (int i = 0; i < fences.size(); i++) {
            var fence = fences.get(i);
            if (fence.info().equals("java")) {
                var output =
                        fences.stream()
                                .skip(i + 1L)
                                .takeWhile(next -> !next.info().equals("java"))
                                .filter(next -> next.info().equals("text output"))
                                .map(Fence::text)
                                .findFirst();
                snippets.add(new Snippet(page, fence.line(), fence.text(), fence.given(), output));
            }
        }
        return snippets;
    }

    boolean isProgram() {
        return MAIN.matcher(code).find();
    }

    /** The name of the class that the source file makes. */
    String className() {
        var type = TYPE.matcher(code);
        return !isProgram() && type.find() ? type.group(2) : "Snippet";
    }

    /** The source file in which the compiler sees the piece. */
    String source() {
        if (isProgram()) {
            return code + given;
        }
        if (TYPE.matcher(code).find()) {
            return IMPORTS + code + given;
        }
        var imports = new StringBuilder(IMPORTS);
        IMPORT.matcher(code).results().forEach(each -> imports.append(each.group()));
        var statements = IMPORT.matcher(code).replaceAll("");
        return imports + "void main() throws Exception {\n" + statements + "}\n" + given;
    }

    @Override
    public String toString() {
        return page.name() + ":" + line;
    }
}
