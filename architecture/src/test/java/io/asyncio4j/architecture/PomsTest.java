package io.asyncio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All versions stand in the root pom; where another must repeat one, the two agree. */
class PomsTest {
    private static final Pattern VERSION = Pattern.compile("<version>([^<]*)</version>");
    private static final Pattern ARTIFACT =
            Pattern.compile("<artifactId>(asyncio4j[^<]*)</artifactId>");

    private static final String ROOT = pom(Repository.ROOT);

    @Test
    void noPomNamesAVersionThatTheRootDoesNot() {
        var known = all(VERSION, ROOT).toList();
        assertThat(Repository.list(Repository.ROOT).filter(PomsTest::hasPom))
                .isNotEmpty()
                .allSatisfy(
                        module ->
                                assertThat(all(VERSION, pom(module)))
                                        .as(module.toString())
                                        .contains(known.getFirst())
                                        .isSubsetOf(known));
    }

    @Test
    void everyPublishedModuleIsInTheBillOfMaterials() {
        var bom = all(ARTIFACT, pom(Repository.ROOT.resolve("bom"))).toList();
        assertThat(Repository.modules()).map(PomsTest::artifact).isSubsetOf(bom);
    }

    @Test
    void everyModuleIsBuilt() {
        var built = all(Pattern.compile("<module>([^<]*)</module>"), ROOT).toList();
        assertThat(Repository.list(Repository.ROOT).filter(PomsTest::hasPom))
                .map(module -> module.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(built);
    }

    /** The second one: the first is the parent's. */
    private static String artifact(Path module) {
        return all(ARTIFACT, pom(module)).skip(1).findFirst().orElseThrow();
    }

    private static boolean hasPom(Path directory) {
        return Files.exists(directory.resolve("pom.xml"));
    }

    private static String pom(Path directory) {
        return Repository.read(directory.resolve("pom.xml"));
    }

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1));
    }
}
