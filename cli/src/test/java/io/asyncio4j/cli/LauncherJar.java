package io.asyncio4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import javax.tools.ToolProvider;

/** Makes a library whose launcher only prints "ran". */
final class LauncherJar {
    private static final String CLASS = "io/asyncio4j/cli/Launcher";
    private static final String SOURCE =
            """
            package io.asyncio4j.cli;

            class Launcher {
                public static void main(String[] args) {
                    System.out.println("ran");
                }
            }
            """;

    private LauncherJar() {}

    static void write(Path jar) throws IOException {
        var classes = Files.createTempDirectory(jar.getParent(), "classes");
        var source = Files.writeString(classes.resolve("Launcher.java"), SOURCE);
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of("-d", classes.toString());
            var sources = files.getJavaFileObjects(source);
            compiler.getTask(null, files, null, options, null, sources).call();
        }
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(CLASS + ".class"));
            Files.copy(classes.resolve(CLASS + ".class"), out);
        }
    }
}
