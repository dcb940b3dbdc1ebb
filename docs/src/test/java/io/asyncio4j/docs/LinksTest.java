package io.asyncio4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Every link leads to a file that is there, and to a heading in it. Links to other sites are not
 * followed.
 */
class LinksTest {
    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        assertThat(Page.all()).isNotEmpty().flatMap(LinksTest::deadLinks).isEmpty();
    }

    /** So that from the front page any class is three steps away: architecture, package, class. */
    @Test
    void architectureLeadsToEveryPackage() {
        var links = Page.at(Page.ROOT.resolve("ARCHITECTURE.md")).links();
        assertThat(Page.files("package-info.java"))
                .filteredOn(map -> map.toString().contains("/src/main/"))
                .isNotEmpty()
                .extracting(map -> Page.ROOT.relativize(map).toString())
                .isSubsetOf(links);
        assertThat(Page.at(Page.ROOT.resolve("README.md")).links()).contains("ARCHITECTURE.md");
    }

    /** The third step: each map says of every class of core that users can name what it is for. */
    @Test
    void mapsOfCoreNameEveryPublicClass() throws IOException {
        var architecture = Page.at(Page.ROOT.resolve("ARCHITECTURE.md")).text();
        var sources =
                Page.files(".java").stream()
                        .filter(file -> file.startsWith(Page.ROOT.resolve("core/src/main")))
                        .filter(file -> !file.endsWith("module-info.java"))
                        .filter(file -> !file.endsWith("package-info.java"))
                        .toList();
        assertThat(sources).isNotEmpty();
        for (var source : sources) {
            var type = source.getFileName().toString().replace(".java", "");
            if (Pattern.compile("(?m)^public .*\\b" + type + "\\b")
                    .matcher(Files.readString(source))
                    .find()) {
                var map = Files.readString(source.resolveSibling("package-info.java"));
                assertThat(map + architecture).as("%s and ARCHITECTURE.md", map).contains(type);
            }
        }
    }

    @Test
    void linkToNowhereIsRefused(@TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("there.md"), "# A `heading`, twice\n\n## Other\n## Other\n");
        var text =
                """
                [a](there.md) [b](there.md#a-heading-twice) [c](there.md#other-1) [d](#own)
                [e](https://example.org/x) [f](missing.md) [g](there.md#missing) [h](#missing)
                `[i](in-code.md)`
                ```
                [j](in-a-block.md)
                ```
                # Own
                """;
        var page = Page.at(Files.writeString(directory.resolve("page.md"), text));
        assertThat(deadLinks(page).stream().map(link -> link.replaceFirst(".* ", "")))
                .containsExactly("missing.md", "there.md#missing", "#missing");
    }

    private static List<String> deadLinks(Page page) {
        return page.links().stream()
                .filter(link -> !link.startsWith("https:") && !leadsSomewhere(page, link))
                .map(link -> page.name() + " links to " + link)
                .toList();
    }

    private static boolean leadsSomewhere(Page page, String link) {
        var path = link.replaceFirst("#.*", "");
        var anchor = link.substring(path.length()).replaceFirst("^#", "");
        var target = path.isEmpty() ? page : Page.at(page.file().resolveSibling(path));
        return Files.exists(target.file())
                && (anchor.isEmpty() || target.anchors().contains(anchor));
    }
}
