package io.asyncio4j.cli;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import javax.tools.ToolProvider;

/**
 * The compiled programs, one directory each, named by the hash of the source. They were compiled
 * against one build of the libraries; the script that makes a new build starts with an empty cache.
 *
 * <p>Thread-safe, also between processes: a directory appears complete or not at all.
 */
final class ProgramCache {
    private static final String MAIN_CLASS = "main-class";

    private final Path directory;

    ProgramCache(Path directory) {
        this.directory = directory;
    }

    /**
     * The program whose source is the file {@code source}, compiled unless it was before. Empty if
     * it does not compile; then the compiler has printed why.
     *
     * @throws IOException if the source cannot be read, or the classes not be written
     */
    Optional<Program> find(Path source) throws IOException {
        var classes = directory.resolve(hash(source));
        if (!Files.exists(classes) && !compile(source, classes)) {
            return Optional.empty();
        }
        return Optional.of(new Program(classes, Files.readString(classes.resolve(MAIN_CLASS))));
    }

    /** The file name counts too: a class of a compact source file is called after the file. */
    private static String hash(Path source) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(source.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(source));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private boolean compile(Path source, Path target) throws IOException {
        Files.createDirectories(directory);
        var classes = Files.createTempDirectory(directory, "compiling");
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var options =
                    List.of(
                            "-d",
                            classes.toString(),
                            "-g",
                            "-proc:none",
                            "-cp",
                            System.getProperty("java.class.path"));
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    options,
                                    null,
                                    files.getJavaFileObjects(source));
            var mainClass = new FirstClass();
            task.addTaskListener(mainClass);
            if (!task.call()) {
                return false;
            }
            Files.writeString(classes.resolve(MAIN_CLASS), mainClass.name);
        }
        try {
            Files.move(classes, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process compiled the same program meanwhile, and its classes are as good.
            if (!Files.exists(target)) {
                throw e;
            }
        }
        return true;
    }

    /** Notes the name of the first class in the file: its {@code main} starts the program. */
    private static final class FirstClass implements TaskListener {
        private String name = "";

        @Override
        public void finished(TaskEvent event) {
            if (event.getKind() == TaskEvent.Kind.PARSE) {
                name = firstClass(event.getCompilationUnit());
            }
        }

        private static String firstClass(CompilationUnitTree file) {
            var name =
                    file.getTypeDecls().stream()
                            .filter(ClassTree.class::isInstance)
                            .map(ClassTree.class::cast)
                            .findFirst()
                            .map(type -> type.getSimpleName().toString())
                            .orElse("");
            return name.isEmpty() || file.getPackageName() == null
                    ? name
                    : file.getPackageName() + "." + name;
        }
    }
}
