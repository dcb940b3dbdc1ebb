package io.asyncio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Files are short, and every package has a map. */
class FilesTest {
    private static final int MAX_LINES = 500;
    private static final int MIN_SENTENCES = 5;
    private static final Pattern STOP = Pattern.compile("[.!?](?=\\s+[A-Z]|\\s*$)");

    @Test
    void everySourceFitsItsLimit() {
        var sources = Repository.allSources();
        assertThat(sources).isNotEmpty();
        assertThat(sources).filteredOn(file -> isTooLong(Repository.read(file))).isEmpty();
    }

    @Test
    void everyPackageHasAMap() {
        var packages = Repository.mainSources().stream().map(Path::getParent).distinct();
        assertThat(packages.filter(FilesTest::hasClasses))
                .isNotEmpty()
                .allSatisfy(
                        directory -> assertThat(directory.resolve("package-info.java")).exists());
    }

    @Test
    void everyMapHasAtLeastFiveSentences() {
        var maps =
                Repository.mainSources().stream()
                        .filter(file -> file.endsWith("package-info.java"))
                        .toList();
        var tooShort =
                SourceFile.parse(maps).stream()
                        .filter(map -> sentences(map.packageComment()) < MIN_SENTENCES)
                        .map(SourceFile::name);
        assertThat(tooShort).isEmpty();
    }

    @Test
    void longFileIsRefused() {
        assertThat(isTooLong("\n".repeat(MAX_LINES))).isFalse();
        assertThat(isTooLong("\n".repeat(MAX_LINES + 1))).isTrue();
    }

    @Test
    void sentencesAreCountedWithoutDotsInNames() {
        assertThat(
                        sentences(
                                "One {@link java.lang.String}. Two: {@code a.b()}, e.g. here!\n"
                                        + "Three?"))
                .isEqualTo(3);
    }

    private static boolean isTooLong(String text) {
        return text.lines().count() > MAX_LINES;
    }

    private static boolean hasClasses(Path directory) {
        return Repository.list(directory)
                .anyMatch(file -> !file.endsWith("module-info.java") && Files.isRegularFile(file));
    }

    /** Counts what ends in a stop and is followed by a capital or by nothing. */
    private static long sentences(String comment) {
        var prose = comment.replaceAll("\\{@\\w+ [^}]*}", "Name").replaceAll("<[^>]*>", "");
        return STOP.matcher(prose).results().count();
    }
}
