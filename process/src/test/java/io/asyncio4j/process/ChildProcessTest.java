package io.asyncio4j.process;

import static io.asyncio4j.process.Programs.exec;
import static io.asyncio4j.process.Programs.passes;
import static io.asyncio4j.process.Programs.run;
import static io.asyncio4j.process.Programs.shell;
import static io.asyncio4j.process.Programs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Future;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Task;
import io.asyncio4j.net.transport.ConnectionResetException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A child's streams and its end, with real programs. */
class ChildProcessTest {
    @TempDir Path directory;

    @BeforeEach
    void needPrograms() {
        Programs.require("sh", "cat", "yes", "head", "mkfifo");
    }

    // ---- streams

    @Test
    void outputErrorsAndExitAreSeparate() {
        run(
                () -> {
                    var child = shell("echo out; echo err >&2; exit 3");
                    assertThat(child.returncode()).isEmpty();
                    assertThat(text(child.stdout().readAll())).isEqualTo("out\n");
                    assertThat(text(child.stderr().readAll())).isEqualTo("err\n");
                    assertThat(child.await()).isEqualTo(3);
                    assertThat(child.await()).as("again").isEqualTo(3);
                    assertThat(child.returncode()).hasValue(3);
                    assertThat(child.waitClosed()).isEqualTo(3);
                });
    }

    @Test
    void aConversationGoesLineByLine() {
        run(
                () -> {
                    var child = exec("cat");
                    for (String line : List.of("one\n", "two\n", "three\n")) {
                        child.stdin().write(line);
                        child.stdin().drain();
                        assertThat(text(child.stdout().readLine())).isEqualTo(line);
                    }
                    child.stdin().close();
                    assertThat(child.stdout().readLine()).isEmpty();
                    assertThat(child.await()).isZero();
                    child.stdin().waitClosed();
                });
    }

    @Test
    void aMillionLinesOnBothPipesDoNotDeadlock() {
        run(
                () -> {
                    var output =
                            shell("yes err | head -n 1000000 >&2; yes | head -n 1000000")
                                    .communicate();
                    assertThat(output.returncode()).isZero();
                    assertThat(output.stdout()).hasSize(2_000_000);
                    assertThat(output.stderr()).hasSize(4_000_000);
                });
    }

    @Test
    void aMillionLinesThereAndBackDoNotDeadlock() {
        String lines = "0123456789\n".repeat(1_000_000);
        run(
                () -> {
                    var output = exec("cat").communicate(lines);
                    assertThat(output.stdoutText()).isEqualTo(lines);
                    assertThat(output.stderr()).isEmpty();
                    assertThat(output.returncode()).isZero();
                });
    }

    @Test
    void aChildThatNeverReadsHoldsItsWriterUntilItDies() {
        run(
                () -> {
                    var child = exec("sleep", "1000");
                    Task<?> writing =
                            Asyncio.createTask(
                                    () -> {
                                        child.stdin().write(new byte[1_000_000]);
                                        child.stdin().drain();
                                    });
                    passes(500);
                    assertThat(writing.isDone()).isFalse();
                    assertThat(child.stdin().transport().writeBufferSize())
                            .as("all but what the pipe holds and one piece under way")
                            .isGreaterThan(1_000_000 - 200_000);
                    child.kill();
                    assertThatThrownBy(writing::await).isInstanceOf(ConnectionResetException.class);
                    assertThat(child.await()).isEqualTo(-9);
                });
    }

    @Test
    void aProcessThatDiesWhileBeingWrittenToBreaksThePipe() {
        run(
                () -> {
                    var child = shell("read line; kill -KILL $$");
                    assertThatThrownBy(
                                    () -> {
                                        while (true) {
                                            child.stdin().write("a line\n".repeat(10_000));
                                            child.stdin().drain();
                                        }
                                    })
                            .isInstanceOf(ConnectionResetException.class);
                    assertThat(child.await()).isEqualTo(-9);
                    assertThatThrownBy(() -> child.stdin().waitClosed())
                            .isInstanceOf(ConnectionResetException.class)
                            .hasMessageContaining("Broken pipe");
                    assertThat(child.waitClosed()).isEqualTo(-9);
                });
    }

    @Test
    void aChildMayCloseItsOutputAndGoOn() {
        run(
                () -> {
                    var child = shell("exec 1>&-; read line; exit 4");
                    assertThat(child.stdout().readAll()).isEmpty();
                    assertThat(child.returncode()).isEmpty();
                    child.stdin().write("go\n");
                    assertThat(child.await()).isEqualTo(4);
                });
    }

    @Test
    void theEndOfAChildDoesNotWaitForAGrandchildThatKeepsThePipe() {
        Path gate = directory.resolve("gate");
        run(
                () -> {
                    assertThat(exec("mkfifo", gate.toString()).await()).isZero();
                    var child =
                            shell(
                                    "(cat '"
                                            + gate
                                            + "') 2>&- & echo early; read line; echo ended; exit"
                                            + " 5");
                    assertThat(text(child.stdout().readLine())).isEqualTo("early\n");
                    child.stdin().write("end\n");
                    assertThat(child.await()).isEqualTo(5);
                    assertThat(text(child.stdout().readLine())).isEqualTo("ended\n");

                    Task<byte[]> later = Asyncio.createTask(() -> child.stdout().readLine());
                    Task<Integer> closing = Asyncio.createTask(child::waitClosed);
                    passes(100);
                    assertThat(later.isDone()).isFalse();
                    assertThat(closing.isDone()).isFalse();
                    writeInThread(gate, "late\n");
                    assertThat(text(later.await())).isEqualTo("late\n");
                    assertThat(closing.await()).isEqualTo(5);
                    assertThat(child.stdout().atEof()).isTrue();
                });
    }

    /** The JDK would cut the pipe off when the child has ended. */
    @Test
    void whatAGrandchildSaysLongAfterTheChildIsRead() {
        assumeTrue(PosixPipe.isAvailable(), "needs native access");
        Path gate = directory.resolve("gate");
        run(
                () -> {
                    assertThat(exec("mkfifo", gate.toString()).await()).isZero();
                    var child = shell("(cat '" + gate + "'; echo late) 2>&- &");
                    assertThat(child.await()).isZero();
                    passes(100);
                    writeInThread(gate, "from the gate\n");
                    assertThat(text(child.stdout().readAll())).isEqualTo("from the gate\nlate\n");
                    assertThat(child.waitClosed()).isZero();
                });
    }

    @Test
    void closingDoesNotWaitForAGrandchildThatKeepsThePipe() {
        run(
                () -> {
                    var child = shell("sleep 1000 & echo $!; wait");
                    var grandchild =
                            ProcessHandle.of(
                                            Long.parseLong(text(child.stdout().readLine()).strip()))
                                    .orElseThrow();
                    child.close();
                    assertThat(child.waitClosed()).isEqualTo(-9);
                    assertThat(grandchild.isAlive()).isTrue();
                    assertThat(grandchild.destroyForcibly()).isTrue();
                });
    }

    private static void writeInThread(Path file, String text) {
        Asyncio.toThread(
                () -> {
                    try (OutputStream out = new FileOutputStream(file.toFile())) {
                        out.write(text.getBytes(UTF_8));
                    }
                });
    }

    @Test
    void twoHundredChildrenLiveAtOnce() {
        run(
                () -> {
                    List<ChildProcess> all = new ArrayList<>();
                    List<Future<ChildProcess>> starting = new ArrayList<>();
                    for (int i = 0; i < 200; i++) {
                        starting.add(Asyncio.createTask(() -> exec("cat")));
                    }
                    all.addAll(Asyncio.gather(starting).await());
                    assertThat(all).extracting(ChildProcess::pid).doesNotHaveDuplicates();
                    for (int i = 0; i < 200; i++) {
                        all.get(i).stdin().write("I am number " + i + "\n");
                        all.get(i).stdin().close();
                    }
                    for (int i = 0; i < 200; i++) {
                        assertThat(text(all.get(i).stdout().readAll()))
                                .isEqualTo("I am number " + i + "\n");
                        assertThat(all.get(i).waitClosed()).isZero();
                    }
                });
    }

    @Test
    void aStreamThatIsNoPipeIsRefused() {
        run(
                () -> {
                    var child =
                            Subprocess.createSubprocessExec(
                                    ProcessOptions.DEFAULT.withStdin(Redirection.DEVNULL), "cat");
                    assertThatThrownBy(child::stdin)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("stdin of ChildProcess[process")
                            .hasMessageContaining("withStdin(Redirection.PIPE)");
                    assertThatThrownBy(child::stdout).hasMessageContaining("withStdout");
                    assertThatThrownBy(child::stderr).hasMessageContaining("withStderr");
                    assertThatThrownBy(() -> child.communicate("something"))
                            .isInstanceOf(IllegalStateException.class);
                    assertThat(child.communicate().returncode()).isZero();
                });
    }

    // ---- communicate

    @Test
    void communicateIgnoresAChildThatDoesNotReadEverything() {
        run(
                () -> {
                    byte[] much = new byte[3_000_000];
                    assertThat(shell("exit 6").communicate(much).returncode()).isEqualTo(6);
                    var output = exec("head", "-c", "10").communicate("0123456789".repeat(100_000));
                    assertThat(output.stdoutText()).isEqualTo("0123456789");
                    assertThat(output.returncode()).isZero();
                });
    }

    @Test
    void communicateKnowsNoLimit() {
        run(
                () -> {
                    var child =
                            Subprocess.createSubprocessShell(
                                    Programs.PIPED.withLimitBytes(10), "head -c 1000000 /dev/zero");
                    assertThat(child.communicate().stdout()).hasSize(1_000_000);
                });
    }

    @Test
    void communicateClosesAnInputThatNobodyFeeds() {
        run(() -> assertThat(exec("cat").communicate().stdout()).isEmpty());
    }

    @Test
    void cancellingCommunicateLeavesTheChildAlive() {
        run(
                () -> {
                    var child = shell("echo early; read line; echo $line; exec sleep 1000");
                    Task<ProcessOutput> task =
                            Asyncio.createTask(() -> child.communicate("a".repeat(200_000) + "\n"));
                    passes(20);
                    task.cancel();
                    assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
                    assertThat(child.returncode()).isEmpty();
                    child.close();
                    assertThat(child.returncode()).hasValue(-9);
                });
    }

    // ---- the end

    @Test
    void cancellingAnAwaitLeavesTheChildAndOtherWaitersAlone() {
        run(
                () -> {
                    var child = exec("cat");
                    Task<Integer> first = Asyncio.createTask(child::await);
                    Task<Integer> second = Asyncio.createTask(child::await);
                    passes(3);
                    first.cancel();
                    assertThatThrownBy(first::await).isInstanceOf(CancelledError.class);
                    assertThat(child.returncode()).isEmpty();
                    child.stdin().close();
                    assertThat(second.await()).isZero();
                });
    }

    @Test
    void aBlockKillsTheChildThatItLeaves() {
        run(
                () -> {
                    ChildProcess left;
                    try (var child = exec("yes")) {
                        child.stdout().readLine();
                        left = child;
                    }
                    assertThat(left.returncode()).hasValue(-9);
                    left.close();
                    assertThat(left.waitClosed()).isEqualTo(-9);
                });
    }

    @Test
    void anExitWithTheNumberOfASignalIsTakenForOne() {
        run(
                () -> {
                    assertThat(shell("exit 128").await()).isEqualTo(128);
                    assertThat(shell("exit 137").await()).as("the JDK cannot tell").isEqualTo(-9);
                    assertThat(shell("exit 160").await()).isEqualTo(160);
                    assertThat(shell("exit 255").await()).isEqualTo(255);
                });
    }

    @Test
    void virtualTimeStandsStillWhileAChildRuns() {
        Asyncio.run(
                LoopOptions.defaults().withVirtualTime(),
                () ->
                        Asyncio.timeout(
                                Duration.ofMinutes(1),
                                () -> {
                                    var child = shell("head -c 100000 /dev/zero; exit 2");
                                    assertThat(child.stdout().readAll()).hasSize(100_000);
                                    assertThat(child.await()).isEqualTo(2);
                                    assertThat(Asyncio.getRunningLoop().time())
                                            .isEqualTo(Instant.EPOCH);
                                }));
    }
}
