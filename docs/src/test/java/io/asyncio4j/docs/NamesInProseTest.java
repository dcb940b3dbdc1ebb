package io.asyncio4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every type and every file that prose names exists: in Markdown what stands between backquotes, in
 * the comments of packages what is marked as code. (Their links are checked by the compiler.)
 */
class NamesInProseTest {
    /** A type, perhaps with its package, perhaps with a member: {@code Task.cancel()}. */
    private static final Pattern TYPE =
            Pattern.compile("(?:[a-z0-9]+\\.)*([A-Z]\\w*[a-z]\\w*)(?:[.#](\\w+))?(?:[<(].*)?");

    private static final Pattern FILE = Pattern.compile("[\\w.-]+(?:/[\\w.-]+)+/?");
    private static final Pattern PACKAGE_CODE = Pattern.compile("\\{@code ([^}]+)}");

    /** Names of Python's own, besides those of its asyncio. */
    private static final Set<String> PYTHON_BUILTINS =
            Set.of(
                    "BaseException",
                    "KeyError",
                    "OSError",
                    "RuntimeError",
                    "True",
                    "TypeError",
                    "ValueError");

    /** Names that we have not, yet speak of. */
    private static final Set<String> PYTHON =
            Stream.concat(PYTHON_BUILTINS.stream(), PythonNames.all().stream())
                    .collect(Collectors.toSet());

    @Test
    void everyNameInAPageExists() throws IOException {
        var names = Names.known();
        assertThat(Page.all())
                .isNotEmpty()
                .flatMap(page -> unknown(page.name(), page.code().stream(), names))
                .isEmpty();
    }

    @Test
    void everyNameInTheCommentOfAPackageExists() throws IOException {
        var names = Names.known();
        for (var file : Page.files("package-info.java")) {
            var code = PACKAGE_CODE.matcher(Files.readString(file)).results();
            assertThat(unknown(file.toString(), code.map(found -> found.group(1)), names))
                    .isEmpty();
        }
    }

    @Test
    void unknownNamesAreRefused() throws IOException {
        var names = new Names(Map.of("Task", "class Task { void cancel() {} }"), Set.of("List"));
        var code =
                Stream.of(
                        "Task",
                        "io.asyncio4j.Task",
                        "Task.cancel()",
                        "Task<T>",
                        "java.util.List.of",
                        "List.of(x)",
                        "callSoon",
                        "await",
                        "docs/pom.xml",
                        "TASK",
                        "a / b",
                        "x/y/z",
                        "Tusk",
                        "Task.concel()",
                        "docs/missing.md");
        assertThat(unknown("page", code, names))
                .containsExactly(
                        "page names x/y/z",
                        "page names Tusk",
                        "page names Task.concel()",
                        "page names docs/missing.md");
    }

    private static List<String> unknown(String page, Stream<String> code, Names names) {
        return code.filter(name -> !isKnown(name, names))
                .map(name -> page + " names " + name)
                .toList();
    }

    private static boolean isKnown(String name, Names names) {
        if (FILE.matcher(name).matches()) {
            return Page.isBuilt(name) || Files.exists(Page.ROOT.resolve(name));
        }
        var type = TYPE.matcher(name);
        if (!type.matches() || PYTHON.contains(name)) {
            return true;
        }
        if (name.startsWith("java.")) {
            return names.foreign().contains(type.group(1));
        }
        return names.hasType(type.group(1))
                && (type.group(2) == null || names.hasMember(type.group(1), type.group(2)));
    }
}
