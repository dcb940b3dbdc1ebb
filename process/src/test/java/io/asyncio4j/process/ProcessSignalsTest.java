package io.asyncio4j.process;

import static io.asyncio4j.process.Programs.exec;
import static io.asyncio4j.process.Programs.run;
import static io.asyncio4j.process.Programs.shell;
import static io.asyncio4j.process.Programs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/** Signals to a child and to all that it has started. */
class ProcessSignalsTest {
    /** Says that it is ready, and then that it was sent a signal. */
    private static final String TRAPPING =
            "trap 'echo got it; exit 7' %s; echo ready; while :; do sleep 0.02; done";

    @BeforeEach
    void needPrograms() {
        Programs.require("sh", "cat", "sleep");
    }

    @Test
    void terminateAndKillEndAChildWithTheNumberOfTheSignal() {
        run(
                () -> {
                    var child = exec("cat");
                    child.terminate();
                    assertThat(child.await()).isEqualTo(-15);
                    child = exec("cat");
                    child.kill();
                    assertThat(child.await()).isEqualTo(-9);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "SIGUSR1", "hup", "TERM"})
    void aChildMayCatchASignal(String signal) throws IOException {
        String name = signal.toUpperCase().replace("SIG", "");
        assumeFalse(isIgnored(name), "started with SIG" + name + " ignored; no shell can catch it");
        run(
                () -> {
                    var child = shell(TRAPPING.formatted(name));
                    assertThat(text(child.stdout().readLine())).isEqualTo("ready\n");
                    child.sendSignal(signal);
                    assertThat(text(child.stdout().readAll()))
                            .as("what it says after the signal")
                            .isEqualTo("got it\n");
                    assertThat(child.await()).isEqualTo(7);
                });
    }

    private static boolean isIgnored(String name) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", "kill -" + name + " $$; echo on").start();
        return shell.getInputStream().readAllBytes().length > 0;
    }

    @Test
    void everyWayToSendASignalRefusesAChildThatHasEnded() {
        run(
                () -> {
                    var child = shell("exit 0");
                    child.await();
                    assertThatThrownBy(child::terminate)
                            .isInstanceOf(ProcessLookupException.class)
                            .hasMessageContaining("cannot send SIGTERM to process " + child.pid())
                            .hasMessageContaining("has ended; ask returncode()");
                    assertThatThrownBy(child::kill).isInstanceOf(ProcessLookupException.class);
                    assertThatThrownBy(() -> child.sendSignal("HUP"))
                            .isInstanceOf(ProcessLookupException.class)
                            .hasMessageContaining("SIGHUP");
                    child.killTree();
                });
    }

    @Test
    void aSignalThatDoesNotExistIsRefused() {
        run(
                () -> {
                    try (var child = exec("cat")) {
                        assertThatThrownBy(() -> child.sendSignal("SIGHELLO"))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining("\"SIGHELLO\" is not the name of a signal");
                        assertThatThrownBy(() -> child.sendSignal("TERM; true"))
                                .isInstanceOf(IllegalArgumentException.class);
                    }
                });
    }

    /** The pipe of the output ends when the last process has ended that holds it. */
    @Test
    void killTreeEndsEverythingThatTheChildHasStarted() {
        run(
                () -> {
                    var child =
                            shell("sh -c 'sh -c \"sleep 1000 & echo deep; wait\" & wait' & wait");
                    assertThat(text(child.stdout().readLine())).isEqualTo("deep\n");
                    child.killTree();
                    assertThat(child.waitClosed()).isEqualTo(-9);
                    assertThat(child.stdout().readAll()).isEmpty();
                });
    }

    @Test
    void killTreeOutrunsAChildThatStartsMoreAndMore() {
        run(
                () -> {
                    var child =
                            shell(
                                    "spawn() { while :; do sh -c 'echo one; sleep 1000 & wait' &"
                                            + " sleep 0.01; done; }; spawn & spawn & wait");
                    for (int i = 0; i < 10; i++) {
                        child.stdout().readLine();
                    }
                    child.killTree();
                    assertThat(child.waitClosed()).isEqualTo(-9);
                });
    }
}
