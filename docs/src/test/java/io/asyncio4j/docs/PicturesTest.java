package io.asyncio4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Every table below a picture is in it: a heading of the third level is the title of a row. */
class PicturesTest {
    private static final Pattern PICTURE_OR_HEADING =
            Pattern.compile("(?m)^!\\[[^\\]]*\\]\\((\\S+\\.svg)\\)$|^(##|###) (.+)$");

    @Test
    void picturesOfPerformanceHoldEachRowOfTheirGroup() throws IOException {
        var page = Page.at(Page.ROOT.resolve("docs/performance.md"));
        assertThat(page.links()).anyMatch(link -> link.endsWith(".svg"));
        assertThat(missing(page)).isEmpty();
    }

    @Test
    void rowThatIsNotInItsPictureIsMissed(@TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("a.svg"),
                "<svg><text>there &amp; here (CPU)</text><text>the</text></svg>");
        var text =
                """
                ### before any picture
                ![A](a.svg)
                ### there & here
                ### the
                ## next
                ### below no picture
                """;
        var page = Page.at(Files.writeString(directory.resolve("page.md"), text));
        assertThat(missing(page)).containsExactly("the is not in a.svg");
    }

    private static List<String> missing(Page page) throws IOException {
        var missing = new ArrayList<String>();
        var picture = "";
        var titles = "";
        var found = PICTURE_OR_HEADING.matcher(page.text());
        while (found.find()) {
            if (found.group(1) != null) {
                picture = found.group(1);
                titles = Files.readString(page.file().resolveSibling(picture));
            } else if (found.group(2).equals("##")) {
                picture = "";
            } else if (!picture.isEmpty() && !titles.contains(title(found.group(3)))) {
                missing.add(found.group(3) + " is not in " + picture);
            }
        }
        return missing;
    }

    /** How a picture begins the title of a row; the figure that it shows stands behind. */
    private static String title(String heading) {
        return ">" + heading.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + " (";
    }
}
