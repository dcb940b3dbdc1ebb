package io.asyncio4j.cli;

import static io.asyncio4j.cli.Command.REPOSITORY;
import static io.asyncio4j.cli.Command.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs programs with the script, as a user does. The first run builds the libraries. */
class LauncherTest {
    @TempDir Path directory;

    @BeforeAll
    static void buildOnce(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("First.java"), "void main() {}");
        var first = asyncio4j(directory, "run", "First.java");
        assertThat(first.status()).as(first.errors()).isZero();
    }

    @Test
    void compactSourceFileRunsWithItsArguments() throws Exception {
        write(
                "Greeting.java",
                """
                void main(String[] args) {
                    IO.println(String.join("|", args));
                }
                """);
        var run = asyncio4j(directory, "run", "Greeting.java", "a", "", "b c", "*");
        assertThat(run).isEqualTo(new Command(0, "a||b c|*\n", ""));
    }

    @Test
    void compactSourceFileMayLeaveTheArgumentsOut() throws Exception {
        write("Short.java", "void main() { IO.println(\"short\"); }");
        assertThat(asyncio4j(directory, "run", "Short.java").output()).isEqualTo("short\n");
    }

    @Test
    void firstClassOfAFileIsTheProgram() throws Exception {
        write(
                "classes.java",
                """
                package some.where;

                record Greeting(String text) {
                    public static void main(String[] args) {
                        System.out.println(new Second().greeting());
                    }
                }

                class Second {
                    Greeting greeting() {
                        return new Greeting("hello");
                    }
                }
                """);
        var run = asyncio4j(directory, "run", "classes.java");
        assertThat(run).isEqualTo(new Command(0, "Greeting[text=hello]\n", ""));
    }

    @Test
    void programSeesTheLibraryAndItsOwnClassesByName() throws Exception {
        write(
                "Names.java",
                """
                void main() throws Exception {
                    var loader = Thread.currentThread().getContextClassLoader();
                    IO.println(loader.loadClass("Names").getName());
                    IO.println(Class.forName("io.asyncio4j.SystemExit").getName());
                }
                """);
        assertThat(asyncio4j(directory, "run", "Names.java").output())
                .isEqualTo("Names\nio.asyncio4j.SystemExit\n");
    }

    @Test
    void editedProgramIsCompiledAgain() throws Exception {
        write("Edited.java", "void main() { IO.println(1); }");
        assertThat(asyncio4j(directory, "run", "Edited.java").output()).isEqualTo("1\n");
        write("Edited.java", "void main() { IO.println(2); }");
        assertThat(asyncio4j(directory, "run", "Edited.java").output()).isEqualTo("2\n");
    }

    @Test
    void compileErrorLooksLikeThatOfJavac() throws Exception {
        write("Wrong.java", "void main() {\n    IO.println(missing);\n}\n");
        var run = asyncio4j(directory, "run", "Wrong.java");
        assertThat(run)
                .isEqualTo(
                        new Command(
                                1,
                                "",
                                """
                                Wrong.java:2: error: cannot find symbol
                                    IO.println(missing);
                                               ^
                                  symbol:   variable missing
                                  location: class Wrong
                                1 error
                                """));
    }

    @Test
    void uncaughtExceptionIsPrintedWithoutTheFramesOfTheLauncher() throws Exception {
        write(
                "Failing.java",
                """
                void main() {
                    try {
                        fail();
                    } catch (IllegalStateException e) {
                        throw new IllegalArgumentException("outer", e);
                    }
                }

                void fail() {
                    throw new IllegalStateException("inner");
                }
                """);
        var run = asyncio4j(directory, "run", "Failing.java");
        assertThat(run)
                .isEqualTo(
                        new Command(
                                1,
                                "",
                                """
                                Exception in thread "main" java.lang.IllegalArgumentException: outer
                                \tat Failing.main(Failing.java:5)
                                Caused by: java.lang.IllegalStateException: inner
                                \tat Failing.fail(Failing.java:10)
                                \tat Failing.main(Failing.java:3)
                                """));
    }

    @Test
    void fileWithoutMainSaysSo() throws Exception {
        for (String source : List.of("class Nothing {}", "", "package nowhere;")) {
            write("Nothing.java", source);
            var run = asyncio4j(directory, "run", "Nothing.java");
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.errors())
                    .startsWith("asyncio4j: nothing to run in Nothing.java: its first class has no")
                    .hasLineCount(1);
        }
    }

    @Test
    void systemExitGivesItsStatus() throws Exception {
        write("Exiting.java", "void main() { throw new io.asyncio4j.SystemExit(7); }");
        assertThat(asyncio4j(directory, "run", "Exiting.java")).isEqualTo(new Command(7, "", ""));
    }

    @Test
    void keyboardInterruptGivesStatus130() throws Exception {
        write("Interrupted.java", "void main() { throw new io.asyncio4j.KeyboardInterrupt(); }");
        assertThat(asyncio4j(directory, "run", "Interrupted.java"))
                .isEqualTo(new Command(130, "", ""));
    }

    @Test
    void ctrlCEndsAPlainProgram() throws Exception {
        write(
                "Waiting.java",
                """
                void main() throws Exception {
                    IO.println("waiting");
                    Thread.currentThread().join();
                }
                """);
        assertThat(interruptWhenWaiting("Waiting.java")).isEqualTo(new Command(130, "", ""));
    }

    @Test
    void ctrlCCancelsTheMainTaskAndLetsItCleanUp() throws Exception {
        write(
                "Sleeping.java",
                """
                import static io.asyncio4j.Asyncio.*;

                void main() {
                    // A slow machine loads classes for longer than the watchdog likes.
                    var patient =
                            io.asyncio4j.LoopOptions.defaults()
                                    .withWatchdog(Duration.ofHours(1), blocked -> {});
                    run(patient, () -> {
                        try {
                            IO.println("waiting");
                            sleep(Duration.ofHours(1));
                        } finally {
                            IO.println("cleaned up");
                        }
                    });
                }
                """);
        assertThat(interruptWhenWaiting("Sleeping.java"))
                .isEqualTo(new Command(130, "cleaned up\n", ""));
    }

    /** Presses Ctrl-C once the program has printed "waiting"; answers with what came after that. */
    private Command interruptWhenWaiting(String file) throws Exception {
        assumeFalse(isInterruptIgnored(), "started with SIGINT ignored, as background jobs are");
        var running = Command.start(REPOSITORY.resolve("asyncio4j"), directory, "run", file);
        var first = new byte["waiting\n".length()];
        assertThat(running.process().getInputStream().readNBytes(first, 0, first.length))
                .isEqualTo(first.length);
        // The script has become the JVM, so the process id is the program's.
        new ProcessBuilder("kill", "-INT", String.valueOf(running.process().pid())).start();
        return Command.finish(running);
    }

    private static boolean isInterruptIgnored() throws Exception {
        var shell = new ProcessBuilder("sh", "-c", "kill -INT $$; echo ignored").start();
        return shell.getInputStream().readAllBytes().length > 0;
    }

    @Test
    void missingFileIsNamed() throws Exception {
        assertThat(asyncio4j(directory, "run", "missing.java"))
                .isEqualTo(new Command(2, "", "asyncio4j: no such file: missing.java\n"));
    }

    @Test
    void wrongCommandLineSaysWhatThereIs() throws Exception {
        assertThat(asyncio4j(directory, "walk").status()).isEqualTo(2);
        assertThat(asyncio4j(directory, "walk").errors())
                .contains("walk", "run, bench, version and help");
        assertThat(asyncio4j(directory, "run").errors()).contains("run FILE.java");
        assertThat(asyncio4j(directory).errors()).startsWith("Usage: ");
        assertThat(asyncio4j(directory, "run", "--help").output()).startsWith("Usage: ");
    }

    @Test
    void versionNamesTheJdk() throws Exception {
        assertThat(asyncio4j(directory, "version").output())
                .matches("asyncio4j [0-9.]+(-SNAPSHOT)?, JDK /.+\n");
    }

    private void write(String file, String source) throws IOException {
        Files.writeString(directory.resolve(file), source);
    }
}
