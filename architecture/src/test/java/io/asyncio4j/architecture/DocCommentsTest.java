package io.asyncio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.VariableTree;

import org.junit.jupiter.api.Test;

import java.lang.module.ModuleDescriptor.Exports;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What users can see is documented, and says what they must know to use it in an event loop. */
class DocCommentsTest {
    private static final Pattern CONFINEMENT =
            Pattern.compile("(^|[.] )(Confined to|Thread-safe|Immutable)\\b");

    private static final Pattern PARAGRAPH = Pattern.compile("<p>|\\n\\s*\\n");
    private static final Pattern SUSPENDS = Pattern.compile("\\bSuspends\\b(?!: never)");
    private static final Pattern CANCELLATION = Pattern.compile("cancel", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME =
            Pattern.compile("(?i)timeout|delay|interval|duration|deadline|period");
    private static final Pattern UNIT = Pattern.compile("(Nanos|Micros|Millis|Seconds)$");

    @Test
    void everythingExportedHasAComment() {
        assertThat(exported().filter(DocCommentsTest::lacksComment)).isEmpty();
    }

    @Test
    void everyExportedTypeEndsWithItsConfinement() {
        assertThat(exported().filter(DocCommentsTest::lacksConfinement)).isEmpty();
    }

    @Test
    void everySuspendingMethodTellsOfCancellation() {
        assertThat(exported().filter(DocCommentsTest::hidesCancellation)).isEmpty();
    }

    @Test
    void everyBareNumberOfTimeNamesItsUnit() {
        assertThat(exported().filter(DocCommentsTest::hidesUnit)).isEmpty();
    }

    @Test
    void missingCommentIsRefused() {
        assertThat(
                        refused(
                                DocCommentsTest::lacksComment,
                                """
                                /** A type. */
                                public interface Text {
                                    void bare();

                                    /** Has one. */
                                    void commented();

                                    @Override
                                    String toString();

                                    enum Kind { ONE }
                                }
                                """))
                .containsExactly("Text.java:3 bare", "Text.java:11 Kind", "Text.java:11 ONE");
    }

    @Test
    void missingCommentOfWhatNobodySeesIsAccepted() {
        assertThat(
                        refused(
                                DocCommentsTest::lacksComment,
                                """
                                /** A type. */
                                public final class Text {
                                    private Text() {}

                                    void inside() {}

                                    static class Inside {
                                        public void deeper() {}
                                    }
                                }
                                """))
                .isEmpty();
    }

    @Test
    void missingConfinementIsRefused() {
        var rule = (Predicate<Declaration>) DocCommentsTest::lacksConfinement;
        var type = "/** %s */ public class Text<T> {}";
        assertThat(refused(rule, type.formatted("A type."))).hasSize(1);
        assertThat(refused(rule, type.formatted("Immutable.\n\n<p>A type."))).hasSize(1);
        assertThat(refused(rule, type.formatted("A type. Immutable.\n@param <T> t"))).isEmpty();
        assertThat(refused(rule, type.formatted("A type.\n<p>Thread-safe, almost."))).isEmpty();
    }

    @Test
    void suspensionWithoutCancellationIsRefused() {
        var rule = (Predicate<Declaration>) DocCommentsTest::hidesCancellation;
        var type = "public class Text { /** %s */ public void waitForIt() {} }";
        assertThat(refused(rule, type.formatted("Suspends until it is there."))).hasSize(1);
        assertThat(refused(rule, type.formatted("Never suspends."))).isEmpty();
        assertThat(refused(rule, type.formatted("Suspends: never."))).isEmpty();
        assertThat(refused(rule, type.formatted("Suspends. On cancellation, nothing is lost.")))
                .isEmpty();
    }

    @Test
    void bareNumberWithoutUnitIsRefused() {
        var rule = (Predicate<Declaration>) DocCommentsTest::hidesUnit;
        var type = "public class Text { /** Waits. */ public void waitFor(%s) {} }";
        assertThat(refused(rule, type.formatted("long timeout"))).hasSize(1);
        assertThat(refused(rule, type.formatted("long timeoutNanos, int port"))).isEmpty();
        assertThat(refused(rule, type.formatted("Duration timeout"))).isEmpty();
    }

    private static boolean lacksComment(Declaration declaration) {
        return declaration.comment().isBlank() && !declaration.isOverride();
    }

    private static boolean lacksConfinement(Declaration declaration) {
        return declaration.isType()
                && !declaration.isNested()
                && !CONFINEMENT.matcher(lastParagraph(declaration.description())).find();
    }

    private static String lastParagraph(String description) {
        var last = PARAGRAPH.splitAsStream(description).reduce("", (first, next) -> next);
        return last.strip().replaceAll("\\s+", " ");
    }

    private static boolean hidesCancellation(Declaration declaration) {
        return declaration.tree() instanceof MethodTree
                && SUSPENDS.matcher(declaration.comment()).find()
                && !CANCELLATION.matcher(declaration.comment()).find();
    }

    private static boolean hidesUnit(Declaration declaration) {
        return declaration.tree() instanceof MethodTree method
                && !declaration.isOverride() // its names are those of whoever declared it
                && method.getParameters().stream().anyMatch(DocCommentsTest::isBareTime);
    }

    private static boolean isBareTime(VariableTree parameter) {
        var name = parameter.getName().toString();
        return parameter.getType() instanceof PrimitiveTypeTree
                && TIME.matcher(name).find()
                && !UNIT.matcher(name).find();
    }

    /** What users of the published modules can see. */
    private static Stream<Declaration> exported() {
        var packages =
                Compiled.modules().stream()
                        .flatMap(module -> module.exports().stream())
                        .filter(exports -> !exports.isQualified())
                        .map(Exports::source)
                        .collect(Collectors.toSet());
        return SourceFile.parse(Repository.mainSources()).stream()
                .filter(file -> packages.contains(file.packageName()))
                .flatMap(file -> Declaration.of(file).stream())
                .filter(Declaration::isVisible);
    }

    private static List<String> refused(Predicate<Declaration> rule, String source) {
        return Declaration.of(SourceFile.parse(source)).stream()
                .filter(Declaration::isVisible)
                .filter(rule)
                .map(Declaration::toString)
                .toList();
    }
}
