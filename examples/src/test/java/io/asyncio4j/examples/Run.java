package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A program that has ended, and what it printed. Examples run as they do after {@code ./asyncio4j
 * run}: the launcher compiles their source and starts them in a JVM of their own.
 */
record Run(int status, String output, String errors) {
    /** The directory of this module, in which tests run. */
    static final Path MODULE = Path.of("").toAbsolutePath();

    private static final Path LOGGING = MODULE.resolve("src/test/resources/logging.properties");
    private static final Executor THREADS = job -> Thread.ofPlatform().daemon().start(job);

    /** Runs an example to its end. */
    static Run of(String example, String... arguments) {
        return finish(start(example, MODULE, Map.of(), arguments));
    }

    /** Starts an example in a directory and with additional environment variables. */
    static Process start(
            String example, Path directory, Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(command(example));
        command.addAll(List.of(arguments));
        return start(command, directory, environment);
    }

    /** Starts any program. */
    static Process start(List<String> command, Path directory, Map<String, String> environment) {
        try {
            var builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().remove("COLUMNS");
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /** Waits for the end of a program. One that hangs is killed and fails the test. */
    static Run finish(Process process) {
        var output = CompletableFuture.supplyAsync(() -> text(process.getInputStream()), THREADS);
        var errors = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), THREADS);
        boolean hasEnded = hasEnded(process);
        if (!hasEnded) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(hasEnded).as("%s ends within five minutes", process).isTrue();
        return new Run(process.exitValue(), output.join(), errors.join());
    }

    /** The command that the script {@code asyncio4j} becomes, but silent about a slow machine. */
    static List<String> command(String example) {
        var engine = System.getProperty("asyncio4j.engine", "handoff");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (engine.equals("scheduled")) {
            command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
        }
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djdk.trackAllThreads=false",
                        "-Dio.netty.ignoreExpensiveClean=true",
                        "-Djava.util.logging.config.file=" + LOGGING,
                        "-Dasyncio4j.engine=" + engine,
                        "-Dasyncio4j.programs=" + MODULE.resolve("target/programs-" + engine),
                        "-cp",
                        librariesOnly(System.getProperty("java.class.path")),
                        "io.asyncio4j.cli.Launcher",
                        MODULE.resolve(example + ".java").toString()));
        return command;
    }

    /** Without the classes of the examples, so that it is the source that runs. */
    private static String librariesOnly(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !Path.of(entry).startsWith(MODULE))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean hasEnded(Process process) {
        try {
            return process.waitFor(5, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for " + process, e);
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what the program prints", e);
        }
    }
}
