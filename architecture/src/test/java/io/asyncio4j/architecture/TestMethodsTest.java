package io.asyncio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Tests are sentences of behaviour, and their outcome is never a matter of speed. */
class TestMethodsTest {
    /** Two words or more, the first not "test": {@code cancelWhileWaitingRaisesAtAwait}. */
    private static final Pattern SENTENCE =
            Pattern.compile("(?!test[A-Z])[a-z][a-z0-9]*([A-Z][a-zA-Z0-9]*)+");

    private static final Set<String> TESTS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory");

    private static final Set<String> CLOCKS =
            Set.of("Thread.sleep", "Instant.now", "System.currentTimeMillis", "System.nanoTime");

    @Test
    void everyTestIsASentenceInAClassCalledTest() {
        assertThat(SourceFile.parse(Repository.testSources()))
                .isNotEmpty()
                .flatMap(file -> Calls.in(file).badNames)
                .isEmpty();
    }

    @Test
    void noTestSleepsOrReadsTheWallClock() {
        assertThat(SourceFile.parse(Repository.testSources()))
                .flatMap(file -> Calls.in(file).clocks)
                .isEmpty();
    }

    @Test
    void numberedNameIsRefused() {
        var source =
                """
                class TextTest {
                    @Test void test_taskgroup_07() {}
                    @Test void testGroup() {}
                    @Test void group() {}
                    @Test void failureOfOneTaskCancelsTheGroup() {}
                    void helper() {}
                }
                class Texts { @ParameterizedTest void isAnOddPlaceForTests() {} }
                """;
        assertThat(Calls.in(SourceFile.parse(source)).badNames)
                .containsExactly(
                        "TextTest.test_taskgroup_07",
                        "TextTest.testGroup",
                        "TextTest.group",
                        "Texts.isAnOddPlaceForTests");
    }

    @Test
    void sleepIsRefused() {
        var source = "class TextTest { void a() { Thread.sleep(1); } void b() { loop.sleep(1); } }";
        assertThat(Calls.in(SourceFile.parse(source)).clocks)
                .containsExactly("TextTest.a calls Thread.sleep");
    }

    /** What the two rules find in one file. */
    private static final class Calls extends TreePathScanner<Void, String> {
        private final List<String> badNames = new ArrayList<>();
        private final List<String> clocks = new ArrayList<>();

        static Calls in(SourceFile file) {
            var calls = new Calls();
            calls.scan(new TreePath(file.tree()), "");
            return calls;
        }

        @Override
        public Void visitClass(ClassTree type, String around) {
            return super.visitClass(type, type.getSimpleName().toString());
        }

        @Override
        public Void visitMethod(MethodTree method, String type) {
            var name = method.getName().toString();
            var isSentence = SENTENCE.matcher(name).matches() && isTestClass();
            if (isTest(method) && !isSentence) {
                badNames.add(type + "." + name);
            }
            return super.visitMethod(method, type + "." + name);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, String method) {
            var called = call.getMethodSelect().toString();
            if (CLOCKS.contains(called)) {
                clocks.add(method + " calls " + called);
            }
            return super.visitMethodInvocation(call, method);
        }

        private static boolean isTest(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .anyMatch(
                            annotation ->
                                    TESTS.contains(annotation.getAnnotationType().toString()));
        }

        /**
         * Whether the outermost class has the suffix; nested ones may be called by their subject.
         */
        private boolean isTestClass() {
            for (var path = getCurrentPath(); path != null; path = path.getParentPath()) {
                if (path.getLeaf() instanceof ClassTree type
                        && path.getParentPath().getParentPath() == null) {
                    return type.getSimpleName().toString().endsWith("Test");
                }
            }
            return false;
        }
    }
}
