package io.asyncio4j.benchmarks.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import javax.tools.ToolProvider;

/** The benchmarks of JMH, compiled as the script does, and run once in the smallest way. */
class WorkBenchmarkTest {
    private static final Path SOURCE =
            Path.of("src/jmh/java/io/asyncio4j/benchmarks/work/WorkBenchmark.java");

    @TempDir Path directory;

    @Test
    void jmhRunsEachWork() throws Exception {
        var classPath = System.getProperty("java.class.path");
        var compiler = ToolProvider.getSystemJavaCompiler();
        var status =
                compiler.run(
                        null,
                        null,
                        null,
                        "-proc:full",
                        "-cp",
                        classPath,
                        "-d",
                        directory.toString(),
                        SOURCE.toString());
        assertThat(status).isZero();
        var jmh =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                directory + File.pathSeparator + classPath,
                                "org.openjdk.jmh.Main",
                                "-f",
                                "0",
                                "-wi",
                                "0",
                                "-i",
                                "1",
                                "-r",
                                "1ms",
                                "-foe",
                                "true")
                        .redirectErrorStream(true)
                        .start();
        var output = new String(jmh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jmh.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> line.startsWith("WorkBenchmark.operation ")))
                .hasSize(7);
    }
}
