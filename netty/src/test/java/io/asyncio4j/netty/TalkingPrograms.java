package io.asyncio4j.netty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Asyncio;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Programs of others that tests talk to.
 *
 * <p>Thread-safe.
 */
final class TalkingPrograms {
    private TalkingPrograms() {}

    /** Skips the test where a program is not installed. */
    static void assumeInstalled(String program, String debianPackage) {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))),
                () -> program + " is not here; install the Debian package " + debianPackage);
    }

    static Process start(String... command) throws IOException {
        return new ProcessBuilder(List.of(command)).start();
    }

    /** Waits until socat, started with -d -d, listens. What it says later is not read. */
    static void awaitListening(Process socat) {
        awaitLog(socat, "listening on");
    }

    /** Gives a program its input to the end, and waits for all of its output. */
    static String talk(Process program, String input) {
        return Asyncio.toThread(
                () -> {
                    try (var writer = program.outputWriter(UTF_8)) {
                        writer.write(input);
                    }
                    return new String(program.getInputStream().readAllBytes(), UTF_8);
                });
    }

    /** Gives a program a line, waits for one of its output, and ends it. */
    static String talkLine(Process program, String input) {
        return Asyncio.toThread(
                () -> {
                    var writer = program.outputWriter(UTF_8);
                    writer.write(input);
                    writer.flush();
                    char[] answer = new char[input.length() - 1];
                    var reader = program.inputReader(UTF_8);
                    for (int at = 0; at < answer.length; at++) {
                        answer[at] = (char) reader.read();
                    }
                    program.destroy();
                    return new String(answer);
                });
    }

    /** Waits until socat, started with -d -d, receives datagrams. */
    static void awaitReceiving(Process socat) {
        awaitLog(socat, "receiving on");
    }

    private static void awaitLog(Process socat, String words) {
        Asyncio.toThread(
                () -> {
                    BufferedReader log = socat.errorReader(UTF_8);
                    String line = log.readLine();
                    while (line != null && !line.contains(words)) {
                        line = log.readLine();
                    }
                    if (line == null) {
                        throw new IOException("socat has ended and never said: " + words);
                    }
                });
    }
}
