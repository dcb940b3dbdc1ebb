package io.asyncio4j.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A Markdown page of the repository. */
record Page(Path file, String text) {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final Pattern BUILT = Pattern.compile("(^|/)(target|\\.asyncio4j|\\.git)(/|$)");
    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

    /** All pages of the repository. */
    static List<Page> all() {
        return files(".md").stream().map(Page::at).toList();
    }

    /** The files of the repository whose names end so, but not what was built. */
    static List<Path> files(String end) {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(end))
                    .filter(file -> !isBuilt(ROOT.relativize(file).toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + ROOT, e);
        }
    }

    /** Whether a path in the repository leads to something that a build makes. */
    static boolean isBuilt(String path) {
        return BUILT.matcher(path).find();
    }

    /** The page in a file; without text if that is no page, or not there. */
    static Page at(Path file) {
        try {
            return new Page(file, Files.isRegularFile(file) ? Files.readString(file) : "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Where its links lead. */
    List<String> links() {
        return matches(LINK, CODE.matcher(prose()).replaceAll(""));
    }

    /** What it sets as code within a line. */
    List<String> code() {
        return matches(CODE, prose());
    }

    /** The code blocks. */
    List<Fence> fences() {
        return Fence.of(text);
    }

    /** Whether it speaks to somebody who learns: the front page, and the guide. */
    boolean isForLearners() {
        return name().equals("README.md") || name().startsWith("docs/guide/");
    }

    /** The anchors of its headings, named as code hosts do. */
    Set<String> anchors() {
        var anchors = new HashSet<String>();
        var uses = new HashMap<String, Integer>();
        for (var heading : matches(HEADING, prose())) {
            var anchor =
                    heading.strip()
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N} _-]", "")
                            .replace(' ', '-');
            var before = uses.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    String name() {
        return file.startsWith(ROOT) ? ROOT.relativize(file).toString() : file.toString();
    }

    private String prose() {
        return FENCE.matcher(text).replaceAll("");
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
