package io.asyncio4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * When the script builds the libraries, seen in a repository of one source file, whose {@code mvnw}
 * counts its calls and makes a library that only prints "ran".
 */
class ScriptBuildTest {
    private static final String MVNW =
            """
            #!/bin/sh
            echo call >>calls
            echo '[INFO] Building asyncio4j core 0.1.0-SNAPSHOT          [1/6]'
            if [ -f broken ]; then echo '[ERROR] Core.java: it is broken'; exit 1; fi
            mkdir -p cli/target/quick/lib
            cp launcher.jar cli/target/quick/lib/dependency.jar
            cp launcher.jar cli/target/quick
            echo '[INFO] BUILD SUCCESS'
            """;

    @TempDir Path repository;

    @BeforeEach
    void makeRepository() throws IOException {
        Files.copy(Command.REPOSITORY.resolve("asyncio4j"), repository.resolve("asyncio4j"));
        Files.createDirectories(repository.resolve("core/src/main/java"));
        write("pom.xml");
        write("core/pom.xml");
        write("core/src/main/java/Core.java");
        write("Program.java");
        Files.writeString(repository.resolve("mvnw"), MVNW);
        assertThat(repository.resolve("mvnw").toFile().setExecutable(true)).isTrue();
        LauncherJar.write(repository.resolve("launcher.jar"));
    }

    @Test
    void firstUseBuildsAndLaterUsesDoNot() throws Exception {
        var first = run();
        assertThat(first)
                .isEqualTo(
                        new Command(
                                0,
                                "ran\n",
                                """
                                asyncio4j: building the libraries; the first time, this takes a minute or two
                                  [1/6] asyncio4j core 0.1.0-SNAPSHOT
                                """));
        assertThat(run()).isEqualTo(new Command(0, "ran\n", ""));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void changedSourceIsBuilt() throws Exception {
        run();
        setTime("core/src/main/java/Core.java", afterBuild());
        run();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void deletedSourceIsBuilt() throws Exception {
        run();
        Files.delete(repository.resolve("core/src/main/java/Core.java"));
        setTime("core/src/main/java", afterBuild());
        run();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void changedPomIsBuilt() throws Exception {
        run();
        setTime("core/pom.xml", afterBuild());
        run();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void buildForgetsCompiledPrograms() throws Exception {
        Files.createDirectories(repository.resolve(".asyncio4j/programs/old"));
        run();
        assertThat(repository.resolve(".asyncio4j/programs")).doesNotExist();
    }

    @Test
    void failedBuildShowsItsErrorsAndRunsNothing() throws Exception {
        write("broken");
        var run = run();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors()).contains("Core.java: it is broken", ".asyncio4j/build.log");
    }

    @Test
    void repairedBuildRuns() throws Exception {
        write("broken");
        run();
        Files.delete(repository.resolve("broken"));
        assertThat(run().output()).isEqualTo("ran\n");
    }

    @Test
    void twoFirstUsesAtOnceBuildOnce() throws Exception {
        var one = start();
        var other = start();
        assertThat(Command.finish(one).output()).isEqualTo("ran\n");
        assertThat(Command.finish(other).output()).isEqualTo("ran\n");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void lockOfADeadProcessIsRemoved() throws Exception {
        Files.createDirectories(repository.resolve(".asyncio4j"));
        var dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createSymbolicLink(
                repository.resolve(".asyncio4j/lock"), Path.of(String.valueOf(dead.pid())));
        assertThat(run().output()).isEqualTo("ran\n");
        assertThat(repository.resolve(".asyncio4j/lock")).doesNotExist();
    }

    private Command run() throws Exception {
        return Command.finish(start());
    }

    private Command.Running start() throws IOException {
        return Command.start(repository.resolve("asyncio4j"), repository, "run", "Program.java");
    }

    private int builds() throws IOException {
        return Files.readAllLines(repository.resolve("calls")).size();
    }

    private void write(String file) throws IOException {
        Files.writeString(repository.resolve(file), "");
        setTime(file, FileTime.from(Instant.EPOCH));
    }

    private FileTime afterBuild() throws IOException {
        var built = Files.getLastModifiedTime(repository.resolve(".asyncio4j/lib/built"));
        return FileTime.from(built.toInstant().plusSeconds(1));
    }

    private void setTime(String file, FileTime time) throws IOException {
        Files.setLastModifiedTime(repository.resolve(file), time);
    }
}
