package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.Locale;

/** Unix sockets against socat and nc. */
@ParameterizedClass
@EnumSource(Mechanism.class)
class UnixProgramsTest {
    private final Mechanism mechanism;

    @TempDir private Path directory;

    UnixProgramsTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    private Path path() {
        return directory.resolve("socket");
    }

    private void assertServes(String... client) {
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    Server server =
                            Stream.serveUnix(
                                    stream -> {
                                        for (String line : stream) {
                                            stream.write(line.toUpperCase(Locale.ROOT) + "\n");
                                        }
                                    },
                                    path());
                    String answer = Programs.talk(Programs.start(client), "hello\nworld\n");
                    assertThat(answer).isEqualTo("HELLO\nWORLD\n");
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void socatTalksToOurServer() {
        Programs.find("socat", "socat");
        assertServes("socat", "-t10", "-", "UNIX-CONNECT:" + path());
    }

    @Test
    void ncTalksToOurServer() {
        Programs.find("nc", "netcat-openbsd");
        assertServes("nc", "-N", "-U", path().toString());
    }

    @Test
    void weTalkToSocat() {
        Programs.find("socat", "socat");
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    Process socat =
                            Programs.start(
                                    "socat",
                                    "-d",
                                    "-d",
                                    "UNIX-LISTEN:" + path(),
                                    "EXEC:tr a-z A-Z");
                    Programs.awaitListening(socat);
                    try (Stream stream = Stream.connectUnix(path())) {
                        stream.write("hello, world");
                        stream.writeEof();
                        assertThat(stream.readAll()).isEqualTo("HELLO, WORLD".getBytes(UTF_8));
                    } finally {
                        socat.destroy();
                    }
                });
    }
}
