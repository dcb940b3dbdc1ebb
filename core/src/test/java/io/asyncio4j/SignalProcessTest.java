package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.BufferedReader;
import java.io.File;
import java.net.URISyntaxException;
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
        Process program = start("-Xrs");
        try (BufferedReader output = program.inputReader()) {
            assertThat(output.readLine())
                    .startsWith("SIGTERM cannot be handled: this JVM keeps it for itself");
        } finally {
            program.destroyForcibly();
        }
    }

    private static Process start(String... flags) throws Exception {
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
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static String placeOf(Class<?> type) {
        try {
            String file = "/" + type.getName().replace('.', '/') + ".class";
            String place = String.valueOf(type.getResource(file).toURI());
            return Path.of(java.net.URI.create(place.substring(0, place.length() - file.length())))
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError("no place of " + type, e);
        }
    }
}
