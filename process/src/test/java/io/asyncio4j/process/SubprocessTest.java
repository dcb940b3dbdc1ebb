package io.asyncio4j.process;

import static io.asyncio4j.process.Programs.children;
import static io.asyncio4j.process.Programs.exec;
import static io.asyncio4j.process.Programs.passes;
import static io.asyncio4j.process.Programs.run;
import static io.asyncio4j.process.Programs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;

/** Starting programs: with which streams, and what happens if that fails or is cancelled. */
class SubprocessTest {
    @TempDir Path directory;

    @BeforeEach
    void needPrograms() {
        Programs.require("sh", "cat");
    }

    // ---- options

    @Test
    void argumentsArriveAsTheyAre() {
        run(
                () -> {
                    var output =
                            exec("sh", "-c", "printf '[%s]' \"$@\"", "sh", "", "a b", "$HOME", "é")
                                    .communicate();
                    assertThat(output.stdoutText()).isEqualTo("[][a b][$HOME][é]");
                });
    }

    @Test
    void environmentAndDirectoryAreTheGivenOnes() {
        run(
                () -> {
                    var child =
                            Subprocess.createSubprocessShell(
                                    Programs.PIPED
                                            .withDirectory(directory)
                                            .withEnvironment(Map.of("ONLY", "this")),
                                    "pwd; echo $ONLY; echo ${HOME-none}");
                    assertThat(child.communicate().stdoutText())
                            .isEqualTo(directory.toRealPath() + "\nthis\nnone\n");
                    child =
                            Subprocess.createSubprocessShell(
                                    Programs.PIPED.withVariable("MORE", "that"),
                                    "echo $MORE; echo ${PATH:+there}");
                    assertThat(child.communicate().stdoutText()).isEqualTo("that\nthere\n");
                });
    }

    @Test
    void streamsLeadToFiles() {
        Path in = directory.resolve("in");
        Path out = directory.resolve("out");
        run(
                () -> {
                    Files.writeString(in, "from a file\n");
                    var options =
                            ProcessOptions.DEFAULT
                                    .withStdin(Redirection.fromFile(in))
                                    .withStdout(Redirection.toFile(out));
                    assertThat(Subprocess.createSubprocessExec(options, "cat").await()).isZero();
                    options = options.withStdout(Redirection.appendToFile(out));
                    assertThat(Subprocess.createSubprocessExec(options, "cat").await()).isZero();
                    assertThat(out).hasContent("from a file\nfrom a file\n");
                });
    }

    @Test
    void errorsMayGoWhereTheOutputGoes() {
        run(
                () -> {
                    var child =
                            Subprocess.createSubprocessShell(
                                    Programs.PIPED.withStderr(Redirection.STDOUT),
                                    "echo 1; echo 2 >&2; echo 3");
                    assertThat(text(child.stdout().readAll())).isEqualTo("1\n2\n3\n");
                    assertThatThrownBy(child::stderr).isInstanceOf(IllegalStateException.class);
                    assertThat(child.waitClosed()).isZero();
                });
    }

    @Test
    void nothingComesFromNowhereAndGoesThere() {
        run(
                () -> {
                    var options =
                            Programs.PIPED
                                    .withStdin(Redirection.DEVNULL)
                                    .withStderr(Redirection.DEVNULL);
                    var child = Subprocess.createSubprocessShell(options, "cat; echo gone >&2");
                    var output = child.communicate();
                    assertThat(output.stdout()).isEmpty();
                    assertThat(output.stderr()).isEmpty();
                    assertThat(output.returncode()).isZero();
                });
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        var options = ProcessOptions.DEFAULT;
        assertThatThrownBy(() -> options.withStdin(Redirection.STDOUT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stdin cannot be Redirection[STDOUT]; use PIPE");
        assertThatThrownBy(() -> options.withStdin(Redirection.toFile(directory)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withStdout(Redirection.fromFile(directory)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withStderr(Redirection.fromFile(directory)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withLimitBytes(0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> options.withVariable("A=B", "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"A=B\" cannot name a variable");
        assertThatThrownBy(() -> options.withVariable("A", "b\0c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value of variable A");
    }

    // ---- failures

    @Test
    void aProgramThatIsNotThereIsNamed() {
        run(
                () -> {
                    assertThatThrownBy(() -> exec("no-such-program"))
                            .isInstanceOf(NoSuchFileException.class)
                            .hasMessageContaining("\"no-such-program\"")
                            .hasMessageContaining("no directory of PATH")
                            .hasMessageNotContaining(System.getenv("PATH"))
                            .hasMessageContaining("install it")
                            .hasCauseInstanceOf(IOException.class);
                    assertThatThrownBy(() -> exec("./no/such/file"))
                            .isInstanceOf(NoSuchFileException.class)
                            .hasMessageContaining("there is no such file");
                });
    }

    @Test
    void aFileThatIsNoProgramIsNamed() throws IOException {
        Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh\n");
        run(
                () -> {
                    assertThatThrownBy(() -> exec(script.toString()))
                            .isInstanceOf(AccessDeniedException.class)
                            .hasMessageContaining(script.toString())
                            .hasMessageContaining("chmod +x");
                    assertThatThrownBy(() -> exec(directory.toString()))
                            .isInstanceOf(FileSystemException.class)
                            .hasMessageContaining("is a directory");
                });
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        run(
                () -> {
                    var nowhere = Programs.PIPED.withDirectory(directory.resolve("nowhere"));
                    assertThatThrownBy(() -> Subprocess.createSubprocessExec(nowhere, "cat"))
                            .isInstanceOf(NoSuchFileException.class)
                            .hasMessageContaining("\"cat\" in directory " + directory)
                            .hasMessageContaining("there is no such directory");
                    assertThatThrownBy(
                                    () ->
                                            Subprocess.createSubprocessExec(
                                                    Programs.PIPED.withDirectory(file), "cat"))
                            .isInstanceOf(NotDirectoryException.class)
                            .hasMessageContaining("this is no directory");
                });
    }

    @Test
    void wordsThatTheSystemCannotPassAreRefused() {
        run(
                () -> {
                    assertThatThrownBy(() -> exec("cat", "a\0b"))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("\"a\\0b\"")
                            .hasMessageContaining("stdin");
                    assertThatThrownBy(() -> exec())
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("needs a program");
                    assertThatThrownBy(() -> exec("")).isInstanceOf(IllegalArgumentException.class);
                    assertThat(children()).isZero();
                });
    }

    // ---- cancellation

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 10, 100, 1000})
    void aStartThatIsCancelledLeavesNoChild(int passes) {
        run(
                () -> {
                    Task<ChildProcess> starting = Asyncio.createTask(() -> exec("cat"));
                    passes(passes);
                    starting.cancel();
                    endsWithoutChild(starting);
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aStartThatIsCancelledWhenTheChildRunsLeavesNone(int passes) {
        run(
                () -> {
                    Task<ChildProcess> starting = Asyncio.createTask(() -> exec("cat"));
                    while (children() == 0 && !starting.isDone()) {
                        passes(1);
                    }
                    passes(passes);
                    starting.cancel();
                    endsWithoutChild(starting);
                });
    }

    @Test
    void aStartThatIsCancelledTwiceLeavesNoChild() {
        run(
                () -> {
                    Task<ChildProcess> starting = Asyncio.createTask(() -> exec("cat"));
                    passes(2);
                    starting.cancel();
                    passes(1);
                    starting.cancel();
                    assertThatThrownBy(starting::await).isInstanceOf(CancelledError.class);
                    while (children() > 0) {
                        passes(1); // nobody waits for the end, but it comes
                    }
                });
    }

    @Test
    void aFailingStartThatIsCancelledIsSilent() {
        run(
                () -> {
                    Asyncio.getRunningLoop()
                            .setExceptionHandler(
                                    (loop, report) -> {
                                        throw new AssertionError(report.message());
                                    });
                    Task<ChildProcess> starting = Asyncio.createTask(() -> exec("no-such-program"));
                    passes(2);
                    starting.cancel();
                    assertThatThrownBy(starting::await).isInstanceOf(CancelledError.class);
                    passes(5);
                });
    }

    /** A cancellation that came too late has its child ended here. */
    private static void endsWithoutChild(Task<ChildProcess> starting) {
        try {
            starting.await().close();
        } catch (CancelledError cancelled) {
            assertThat(starting.isCancelled()).isTrue();
        }
        assertThat(children()).isZero();
    }
}
