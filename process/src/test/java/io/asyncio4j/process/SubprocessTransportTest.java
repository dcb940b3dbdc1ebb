package io.asyncio4j.process;

import static io.asyncio4j.process.Programs.PIPED;
import static io.asyncio4j.process.Programs.children;
import static io.asyncio4j.process.Programs.passes;
import static io.asyncio4j.process.Programs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Asyncio;
import io.asyncio4j.ContextVar;
import io.asyncio4j.sync.Event;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a protocol is told about a child, and in which order. */
class SubprocessTransportTest {
    private static final ContextVar<String> WHO = ContextVar.of("who asks", "nobody");

    @BeforeEach
    void needPrograms() {
        Programs.require("sh", "cat", "yes");
    }

    /** Writes down what it is told. */
    private static class Recorder implements SubprocessProtocol {
        final List<String> words = new ArrayList<>();
        final StringBuilder[] said = {
            new StringBuilder(), new StringBuilder(), new StringBuilder()
        };
        final Set<String> contexts = new HashSet<>();
        final Event news = new Event();
        SubprocessTransport transport;

        @Override
        public void connectionMade(SubprocessTransport made) {
            transport = made;
            word("made");
        }

        @Override
        public void pipeDataReceived(int fd, ByteBuffer data) {
            said[fd].append(UTF_8.decode(data));
            if (!words.contains("data " + fd)) {
                word("data " + fd);
            }
        }

        @Override
        public void pipeConnectionLost(int fd, Optional<Throwable> cause) {
            word(
                    "lost "
                            + fd
                            + cause.map(each -> " " + each.getClass().getSimpleName()).orElse(""));
        }

        @Override
        public void processExited() {
            word("exited " + transport.returncode().orElseThrow());
        }

        @Override
        public void connectionLost(Optional<Throwable> cause) {
            assertThat(cause).isEmpty();
            word("lost");
        }

        @Override
        public void pauseWriting() {
            word("pause");
        }

        @Override
        public void resumeWriting() {
            word("resume");
        }

        void word(String word) {
            words.add(word);
            contexts.add(WHO.get());
            news.set();
        }

        void await(String word) {
            while (!words.contains(word)) {
                news.clear();
                news.await();
            }
        }
    }

    @Test
    void everythingIsToldAndTheEndLast() {
        run(
                () -> {
                    WHO.set("starter");
                    var link =
                            Subprocess.subprocessShell(
                                    Recorder::new, PIPED, "cat; echo err >&2; exit 3");
                    Recorder told = link.protocol();
                    WHO.set("later");
                    assertThat(told.words).containsExactly("made");
                    assertThat(link.transport()).isSameAs(told.transport);
                    assertThat(link.transport().returncode()).isEmpty();
                    var stdin = link.transport().pipeTransport(0).orElseThrow();
                    stdin.write("hello".getBytes(UTF_8));
                    stdin.writeEof();
                    told.await("lost");
                    assertThat(told.said[1]).hasToString("hello");
                    assertThat(told.said[2]).hasToString("err\n");
                    assertThat(told.words)
                            .containsExactlyInAnyOrder(
                                    "made",
                                    "data 1",
                                    "data 2",
                                    "lost 0",
                                    "lost 1",
                                    "lost 2",
                                    "exited 3",
                                    "lost")
                            .startsWith("made")
                            .endsWith("lost")
                            .containsSubsequence("data 1", "lost 1")
                            .containsSubsequence("data 2", "lost 2");
                    passes(5);
                    assertThat(told.words).filteredOn("lost"::equals).hasSize(1);
                    assertThat(told.contexts).containsExactly("starter");
                    assertThat(link.transport().returncode()).hasValue(3);
                    assertThat(link.transport().isClosing()).isTrue();
                });
    }

    @Test
    void nothingIsToldBeforeTheStarterHasItsTransport() {
        run(
                () -> {
                    var link = Subprocess.subprocessShell(Recorder::new, PIPED, "echo early");
                    link.protocol().word("started");
                    link.protocol().await("lost");
                    assertThat(link.protocol().words).startsWith("made", "started");
                });
    }

    @Test
    void onlyPipesAreThere() {
        run(
                () -> {
                    var link =
                            Subprocess.subprocessExec(
                                    Recorder::new,
                                    ProcessOptions.DEFAULT.withStdin(Redirection.PIPE),
                                    "cat");
                    assertThat(link.transport().pipeTransport(0)).isPresent();
                    assertThat(link.transport().pipeTransport(1)).isEmpty();
                    assertThat(link.transport().pipeTransport(2)).isEmpty();
                    link.transport().pipeTransport(0).orElseThrow().close();
                    link.protocol().await("lost");
                    assertThat(link.protocol().words).doesNotContain("lost 1", "lost 2");
                });
    }

    @Test
    void closingKillsTheChildAndTellsTheEnd() {
        run(
                () -> {
                    var link = Subprocess.subprocessExec(Recorder::new, PIPED, "yes");
                    link.protocol().await("data 1");
                    link.transport().close();
                    link.transport().close();
                    assertThat(link.transport().isClosing()).isTrue();
                    assertThat(link.protocol().words).doesNotContain("lost 1");
                    link.protocol().await("lost");
                    assertThat(link.protocol().words)
                            .contains("lost 0", "lost 1", "lost 2", "exited -9");
                });
    }

    @Test
    void aPauseOfAPipeHoldsTheChild() {
        run(
                () -> {
                    var link =
                            Subprocess.subprocessExec(
                                    () ->
                                            new Recorder() {
                                                @Override
                                                public void pipeDataReceived(
                                                        int fd, ByteBuffer data) {
                                                    super.pipeDataReceived(fd, data);
                                                    transport
                                                            .pipeTransport(fd)
                                                            .orElseThrow()
                                                            .pauseReading();
                                                }
                                            },
                                    PIPED,
                                    "yes");
                    link.protocol().await("data 1");
                    int before = link.protocol().said[1].length();
                    passes(500);
                    assertThat(link.protocol().said[1]).hasSize(before);
                    link.transport().pipeTransport(1).orElseThrow().resumeReading();
                    while (link.protocol().said[1].length() == before) {
                        passes(1);
                    }
                    link.transport().close();
                    link.protocol().await("lost");
                });
    }

    @Test
    void aChildThatReadsSlowlyPausesTheWriter() {
        run(
                () -> {
                    var link =
                            Subprocess.subprocessShell(
                                    Recorder::new, PIPED, "read line; cat > /dev/null");
                    var stdin = link.transport().pipeTransport(0).orElseThrow();
                    stdin.write(new byte[1_000_000]);
                    assertThat(link.protocol().words).containsExactly("made", "pause");
                    stdin.write("\n".getBytes(UTF_8));
                    link.protocol().await("resume");
                    stdin.close();
                    link.protocol().await("exited 0");
                });
    }

    @Test
    void aWriterIsToldThatTheChildIsGone() {
        run(
                () -> {
                    var link = Subprocess.subprocessExec(Recorder::new, PIPED, "sleep", "1000");
                    link.transport().pipeTransport(0).orElseThrow().write(new byte[1_000_000]);
                    link.transport().terminate();
                    link.protocol().await("lost");
                    assertThat(link.protocol().words)
                            .contains("lost 0 ConnectionResetException", "exited -15");
                    assertThatThrownBy(() -> link.transport().terminate())
                            .isInstanceOf(ProcessLookupException.class);
                    assertThatThrownBy(() -> link.transport().kill())
                            .isInstanceOf(ProcessLookupException.class);
                    assertThatThrownBy(() -> link.transport().sendSignal("INT"))
                            .isInstanceOf(ProcessLookupException.class);
                });
    }

    @Test
    void signalsAreSentFromCallbacks() {
        run(
                () -> {
                    var link =
                            Subprocess.subprocessShell(
                                    () ->
                                            new Recorder() {
                                                @Override
                                                public void pipeDataReceived(
                                                        int fd, ByteBuffer data) {
                                                    super.pipeDataReceived(fd, data);
                                                    transport.sendSignal("USR1");
                                                }
                                            },
                                    PIPED,
                                    "trap 'exit 9' USR1; echo ready;"
                                            + " while :; do sleep 0.02; done");
                    link.protocol().await("exited 9");
                    assertThat(link.transport().killTree().await()).isZero();
                });
    }

    @Test
    void anotherProtocolGetsTheRest() {
        run(
                () -> {
                    var link = Subprocess.subprocessExec(Recorder::new, PIPED, "cat");
                    Recorder next = new Recorder();
                    next.transport = link.transport();
                    assertThat(link.transport().protocol()).isSameAs(link.protocol());
                    link.transport().setProtocol(next);
                    link.transport().pipeTransport(0).orElseThrow().close();
                    next.await("lost");
                    assertThat(link.protocol().words).containsExactly("made");
                });
    }

    @Test
    void aProtocolThatCannotBeMadeLeavesNoChild() {
        run(
                () -> {
                    assertThatThrownBy(
                                    () ->
                                            Subprocess.subprocessExec(
                                                    () -> {
                                                        throw new IllegalStateException("no more");
                                                    },
                                                    PIPED,
                                                    "cat"))
                            .hasMessage("no more");
                    while (children() > 0) {
                        passes(1);
                    }
                });
    }

    @Test
    void aProtocolThatFailsAtOnceIsReportedAndLosesItsChild() {
        List<String> reports = new ArrayList<>();
        run(
                () -> {
                    Asyncio.getRunningLoop()
                            .setExceptionHandler((loop, report) -> reports.add(report.message()));
                    var link =
                            Subprocess.subprocessExec(
                                    () ->
                                            new Recorder() {
                                                @Override
                                                public void connectionMade(
                                                        SubprocessTransport made) {
                                                    super.connectionMade(made);
                                                    throw new IllegalStateException("not this one");
                                                }
                                            },
                                    PIPED,
                                    "cat");
                    link.protocol().await("lost");
                    assertThat(link.protocol().words).contains("exited -9");
                    assertThat(reports)
                            .containsExactly("Fatal error: protocol.connectionMade() call failed");
                });
    }
}
