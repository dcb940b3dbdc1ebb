package io.asyncio4j.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things lie in this repository. */
final class Repository {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Repository() {}

    /** The directories of the modules that are published as jars: those with a descriptor. */
    static List<Path> modules() {
        return list(ROOT).filter(directory -> Files.exists(descriptor(directory))).toList();
    }

    static Path descriptor(Path module) {
        return module.resolve("src/main/java/module-info.java");
    }

    /** The sources of the published modules. */
    static List<Path> mainSources() {
        return modules().stream()
                .flatMap(module -> javaFiles(module.resolve("src/main/java")))
                .toList();
    }

    /** The sources of all tests. */
    static List<Path> testSources() {
        return list(ROOT)
                .map(directory -> directory.resolve("src/test/java"))
                .flatMap(Repository::javaFiles)
                .toList();
    }

    /** All hand-written sources: of modules, tests, examples and tools. */
    static List<Path> allSources() {
        return list(ROOT)
                .flatMap(
                        directory ->
                                Stream.concat(
                                        list(directory).filter(Repository::isJava),
                                        javaFiles(directory.resolve("src"))))
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static Stream<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (var entries = Files.list(directory)) {
            return entries.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        return list(directory)
                .flatMap(
                        entry ->
                                Files.isDirectory(entry)
                                        ? javaFiles(entry)
                                        : Stream.of(entry).filter(Repository::isJava));
    }

    private static boolean isJava(Path file) {
        return file.toString().endsWith(".java");
    }
}
