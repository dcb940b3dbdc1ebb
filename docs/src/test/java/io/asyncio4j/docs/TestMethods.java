package io.asyncio4j.docs;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import javax.tools.ToolProvider;

/** The tests of all modules, read from their sources, as {@code Class#method}. */
final class TestMethods {
    private static final Set<String> ANNOTATIONS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "Scenario");

    private final List<String> names;

    private TestMethods(List<String> names) {
        this.names = names;
    }

    /** Reads the sources below every {@code src/test/java}. */
    static TestMethods ofAllModules() {
        try (var modules = Files.list(Page.ROOT)) {
            var sources = new ArrayList<Path>();
            for (var module : modules.toList()) {
                sources.addAll(sourcesBelow(module.resolve("src/test/java")));
            }
            return new TestMethods(scan(sources));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the tests", e);
        }
    }

    private static List<Path> sourcesBelow(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static List<String> scan(List<Path> sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var objects = manager.getJavaFileObjectsFromPaths(sources);
            var task = (JavacTask) compiler.getTask(null, manager, null, null, null, objects);
            var names = new ArrayList<String>();
            task.parse().forEach(file -> new Scanner(names).scan(file, ""));
            return names;
        }
    }

    /** How many tests have this name: one, unless the name is wrong or ambiguous. */
    int count(String name) {
        return Collections.frequency(names, name);
    }

    private static final class Scanner extends TreeScanner<Void, String> {
        private final List<String> names;

        Scanner(List<String> names) {
            this.names = names;
        }

        @Override
        public Void visitClass(ClassTree type, String outer) {
            var name = type.getSimpleName().toString();
            return super.visitClass(type, outer.isEmpty() ? name : outer + "." + name);
        }

        @Override
        public Void visitMethod(MethodTree method, String type) {
            if (isTest(method)) {
                names.add(type + "#" + method.getName());
            }
            return super.visitMethod(method, type);
        }

        private static boolean isTest(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .map(annotation -> annotation.getAnnotationType().toString())
                    .anyMatch(ANNOTATIONS::contains);
        }
    }
}
