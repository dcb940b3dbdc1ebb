package io.asyncio4j.docs;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** The classes of a piece of Java, and the means to run them in this JVM. */
final class CompiledSnippet {
    private final Snippet snippet;
    private final Path directory;

    private CompiledSnippet(Snippet snippet, Path directory) {
        this.snippet = snippet;
        this.directory = directory;
    }

    /** Compiles into a directory; fails with the compiler's words if that is impossible. */
    static CompiledSnippet compile(Snippet snippet, Path directory) throws IOException {
        var file = directory.resolve(snippet.className() + ".java");
        Files.writeString(file, snippet.source());
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new DiagnosticCollector<JavaFileObject>();
        try (var manager = compiler.getStandardFileManager(messages, null, null)) {
            var options = List.of("-d", directory.toString(), "-proc:none");
            var sources = manager.getJavaFileObjects(file);
            if (!compiler.getTask(null, manager, messages, options, null, sources).call()) {
                throw new AssertionError(
                        snippet + " does not compile: " + errors(messages) + snippet.source());
            }
        }
        return new CompiledSnippet(snippet, directory);
    }

    private static String errors(DiagnosticCollector<?> messages) {
        var text = new StringBuilder();
        messages.getDiagnostics().stream()
                .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
                .forEach(message -> text.append(message).append('\n'));
        return text.toString();
    }

    /** Runs the program and answers what it printed. */
    String run() throws Exception {
        var printed = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            invoke("main");
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** Runs every method of the class that is a test, and answers how many there were. */
    int runTests() throws Exception {
        try (var loader = loader()) {
            var tests =
                    Arrays.stream(loader.loadClass(snippet.className()).getDeclaredMethods())
                            .filter(method -> method.isAnnotationPresent(Test.class))
                            .toList();
            for (var test : tests) {
                invoke(test.getName());
            }
            return tests.size();
        }
    }

    private void invoke(String name) throws Exception {
        try (var loader = loader()) {
            var type = loader.loadClass(snippet.className());
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            var method = type.getDeclaredMethod(name);
            method.setAccessible(true);
            method.invoke(constructor.newInstance());
        } catch (InvocationTargetException failed) {
            throw new AssertionError(snippet + " failed: " + failed.getCause(), failed.getCause());
        }
    }

    private URLClassLoader loader() throws MalformedURLException {
        URI classes = directory.toUri();
        return new URLClassLoader(new URL[] {classes.toURL()}, getClass().getClassLoader());
    }
}
