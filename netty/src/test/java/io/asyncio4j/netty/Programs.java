package io.asyncio4j.netty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Asyncio;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs of others that tests talk to; a test is skipped where its program is missing.
 *
 * <p>Thread-safe.
 */
final class Programs {
    private static final String LOG = "output.log";

    private Programs() {}

    /** The path of a program; skips the test if it is not installed. */
    static Path find(String name, String debianPackage) {
        Optional<Path> found =
                Stream.concat(
                                Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                                Stream.of("/usr/sbin", "/sbin"))
                        .map(directory -> Path.of(directory, name))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(
                found.isPresent(),
                () -> name + " is not installed; it is in Debian's package " + debianPackage);
        return found.get();
    }

    /** A port that nobody listens on at the moment. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts a program whose output goes to a file in the directory. */
    static Process start(Path directory, String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(LOG).toFile())
                .start();
    }

    /** Waits until the program listens on TCP, or fails with its output if it has ended. */
    static void awaitPort(Process program, int port, Path directory) throws IOException {
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException notYet) {
                if (hasEndedWithin20Ms(program)) {
                    throw new IOException(
                            "the program ended: " + Files.readString(directory.resolve(LOG)),
                            notYet);
                }
            }
        }
    }

    private static boolean hasEndedWithin20Ms(Process program) {
        try {
            return program.waitFor(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("the test was interrupted", interrupted);
        }
    }

    static void stop(Process program) {
        if (program != null) {
            program.destroy();
            program.onExit().join();
        }
    }

    // ---- programs whose input and output are ours

    /** Starts a program to talk with. */
    static Process start(String... command) throws IOException {
        return new ProcessBuilder(command).start();
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
