package io.asyncio4j.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The pages of the documentation, wherever they lie in the repository. */
final class Pages {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Pages() {}

    /** All pages: those at the top of the repository, and those in docs. */
    static List<Path> all() {
        return Stream.of(markdown(ROOT, 1), markdown(ROOT.resolve("docs"), 9))
                .flatMap(List::stream)
                .toList();
    }

    /** The pages that speak to somebody who learns: the front page and the guide. */
    static boolean isForLearners(Path page) {
        return page.equals(ROOT.resolve("README.md"))
                || page.startsWith(ROOT.resolve("docs/guide"));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The page as a reader calls it: relative to the repository. */
    static String name(Path page) {
        return ROOT.relativize(page).toString();
    }

    private static List<Path> markdown(Path directory, int depth) {
        try (var files = Files.walk(directory, depth)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }
}
