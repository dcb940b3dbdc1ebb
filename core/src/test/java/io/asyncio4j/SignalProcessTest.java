package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a program does that has a handler, seen from outside: in a JVM of its own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no kill")
class SignalProcessTest {
    @Test
    void aProgramCleansUpWhenItIsToldToEnd() throws Exception {
        Process program = start();
        try (BufferedReader output = program.inputReader()) {
            assertThat(output.readLine()).isEqualTo("ready");
            SystemKill.send("TERM", program.pid());
            assertThat(output.readLine()).isEqualTo("told by TERM, cleaned up");
            assertThat(program.waitFor()).isZero();
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void aJvmThatKeepsTheSignalsSaysSo() throws Exception {
        assertThat(firstLine(start("-Xrs")))
                .startsWith("SIGTERM cannot be handled: this JVM or the system keeps it");
    }

    @Test
    void aProgramThatWasStartedToIgnoreASignalSaysSo() throws Exception {
        List<String> ignoring =
                new ArrayList<>(List.of("sh", "-c", "trap '' TERM; exec \"$@\"", ""));
        ignoring.addAll(command());
        assertThat(firstLine(start(ignoring)))
                .startsWith("SIGTERM cannot be handled: this program was started to ignore it");
    }

    private static String firstLine(Process program) throws IOException {
        try (BufferedReader output = program.inputReader()) {
            return output.readLine();
        } finally {
            program.destroyForcibly();
        }
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static Process start(String... flags) throws IOException {
        return start(command(flags));
    }

    private static List<String> command(String... flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(flags));
        command.addAll(List.of("-Dasyncio4j.engine=handoff", "-cp"));
        command.add(
                Stream.of(Asyncio.class, ShutdownOnSignal.class)
                        .map(SignalProcessTest::placeOf)
                        .distinct()
                        .collect(Collectors.joining(File.pathSeparator)));
        command.add(ShutdownOnSignal.class.getName());
        return command;
    }

    /** The directory or jar from which a class was loaded. */
    private static String placeOf(Class<?> type) {
        String file = "/" + type.getName().replace('.', '/') + ".class";
        URL url = type.getResource(file);
        assertThat(url).as(file).isNotNull();
        return Path.of(URI.create(url.toString().replace(file, ""))).toString();
    }
}
