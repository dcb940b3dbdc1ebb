package io.asyncio4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * What the JVM keeps about the libraries so that programs start sooner, in a repository whose
 * library only prints "ran". Whatever happens to it, programs run as if it were not there.
 */
class StartUpCacheTest {
    private static final String MVNW =
            """
            #!/bin/sh
            mkdir -p cli/target/quick/lib
            cp launcher.jar cli/target/quick/lib/dependency.jar
            cp launcher.jar cli/target/quick
            echo '[INFO] BUILD SUCCESS'
            """;

    @TempDir static Path repository;

    private static Path cache;
    private static Path jar;
    private static byte[] made;
    private static FileTime madeFor;

    @BeforeAll
    static void buildAndRehearse() throws Exception {
        cache = repository.resolve(".asyncio4j/lib/aot");
        jar = repository.resolve(".asyncio4j/lib/launcher.jar");
        Files.copy(Command.REPOSITORY.resolve("asyncio4j"), repository.resolve("asyncio4j"));
        Files.createDirectories(repository.resolve("cli/src/main"));
        write("pom.xml");
        write("cli/pom.xml");
        write("Program.java");
        Files.writeString(repository.resolve("mvnw"), MVNW);
        assertThat(repository.resolve("mvnw").toFile().setExecutable(true)).isTrue();
        LauncherJar.write(repository.resolve("launcher.jar"));
        assertThat(run().output()).isEqualTo("ran\n");
        made = Files.readAllBytes(cache);
        madeFor = Files.getLastModifiedTime(jar);
    }

    @BeforeEach
    void restore() throws Exception {
        Files.write(cache, made);
        Files.setLastModifiedTime(jar, madeFor);
    }

    @Test
    void buildMakesItAndLeavesNothingElse() throws Exception {
        assertThat(cache).isNotEmptyFile();
        try (var files = Files.list(cache.getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("aot", "built", "dependency.jar", "launcher.jar");
        }
    }

    @Test
    void jvmUsesIt() throws Exception {
        var log = runWith("-Xlog:class+load").output();
        assertThat(log.lines().filter(line -> line.contains(" io.asyncio4j.cli.Launcher ")))
                .singleElement()
                .asString()
                .contains("shared objects file");
    }

    @Test
    void brokenOneIsIgnoredInSilence() throws Exception {
        Files.writeString(cache, "not what it should be");
        assertThat(run()).isEqualTo(new Command(0, "ran\n", ""));
    }

    @Test
    void oneOfOtherJarsIsIgnoredInSilence() throws Exception {
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        assertThat(run()).isEqualTo(new Command(0, "ran\n", ""));
    }

    @Test
    void oneThatDoesNotSuitTheFlagsIsIgnoredInSilence() throws Exception {
        var run = runWith("-XX:-UseCompressedOops");
        assertThat(run.status()).isZero();
        assertThat(run.output()).isEqualTo("ran\n");
        assertThat(run.errors())
                .isEqualTo("NOTE: Picked up JDK_JAVA_OPTIONS: -XX:-UseCompressedOops\n");
    }

    @Test
    void missingOneIsNotMissed() throws Exception {
        Files.delete(cache);
        assertThat(run()).isEqualTo(new Command(0, "ran\n", ""));
    }

    private static Command run() throws Exception {
        return Command.finish(
                Command.start(repository.resolve("asyncio4j"), repository, "run", "Program.java"));
    }

    /** Runs with a flag from the user's environment. */
    private Command runWith(String flag) throws Exception {
        return Command.finish(
                Command.start(
                        Path.of("/usr/bin/env"),
                        repository,
                        "JDK_JAVA_OPTIONS=" + flag,
                        repository.resolve("asyncio4j").toString(),
                        "run",
                        "Program.java"));
    }

    private static void write(String file) throws IOException {
        Files.writeString(repository.resolve(file), "");
        Files.setLastModifiedTime(repository.resolve(file), FileTime.from(Instant.EPOCH));
    }
}
