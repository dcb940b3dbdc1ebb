package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

class PictureTest {
    @Test
    void barsAreAsLongAsTheirValuesAreGreat() throws Exception {
        var picture =
                parse(
                        Picture.of(
                                "group",
                                List.of(
                                        Made.result(
                                                "row",
                                                Made.entry("asyncio4j", 20),
                                                Made.entry("other", 40)))));
        var bars = elements(picture, "rect").stream().skip(1).toList();
        assertThat(bars)
                .extracting(bar -> Integer.parseInt(bar.getAttribute("width")))
                .hasSize(2)
                .satisfies(widths -> assertThat(widths.get(1)).isEqualTo(2 * widths.get(0)));
        assertThat(elements(picture, "text"))
                .extracting(Element::getTextContent)
                .contains("title & more (CPU)", "asyncio4j", "20.0 ns", "other", "40.0 ns");
    }

    @Test
    void barsOfDoubtfulValuesAreMarked() throws Exception {
        var noisy = Made.result("row", Made.entry("asyncio4j", 10, 20, 30));
        assertThat(elements(parse(Picture.of("group", List.of(noisy))), "text"))
                .extracting(Element::getTextContent)
                .contains("20.0 ns ~");
    }

    private static Element parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    private static List<Element> elements(Element picture, String name) {
        var nodes = picture.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }
}
