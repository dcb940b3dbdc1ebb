package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.contract.TestAuthority;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.TlsIdentity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a peer may begin when the handshake is over, with OpenSSL's own client and with each engine
 * on each mechanism: new keys in TLS 1.3, but no second handshake in TLS 1.2.
 */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class TlsRenegotiationTest {
    private final Mechanism mechanism;
    private final TlsEngine engine;

    TlsRenegotiationTest(Mechanism mechanism, TlsEngine engine) {
        this.mechanism = mechanism;
        this.engine = engine;
    }

    /** How the server's stream ended, and what the client printed after its command. */
    private record Ending(String ofServer, String printed) {}

    /** A line goes there and back, then the client does something, then goes another line. */
    private Ending whenTheClientSays(String command, String version) {
        Path openssl = Programs.find("openssl", "openssl");
        List<String> endings = new ArrayList<>();
        List<String> printed = new ArrayList<>();
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () ->
                        Asyncio.timeout(
                                Duration.ofSeconds(60),
                                () -> {
                                    Server server = serve(endings);
                                    int port = server.port();
                                    printed.add(
                                            Asyncio.toThread(
                                                    () -> talk(openssl, command, version, port)));
                                    server.shutdown(Duration.ofSeconds(5));
                                }));
        return new Ending(endings.getFirst(), printed.getFirst());
    }

    /** Answers lines in upper case, so that they differ from what the client prints of its own. */
    private static Server serve(List<String> endings) throws IOException {
        return Stream.serve(
                stream -> {
                    try {
                        Optional<String> line = stream.readLine();
                        while (line.isPresent()) {
                            stream.write(line.get().toUpperCase(Locale.ROOT) + "\n");
                            line = stream.readLine();
                        }
                        endings.add("the end");
                    } catch (IOException failure) {
                        endings.add(String.valueOf(failure.getMessage()));
                    }
                },
                List.of("127.0.0.1"),
                0,
                ServerOptions.DEFAULT.withTls(TlsLoops.SERVER));
    }

    private static String talk(Path openssl, String command, String version, int port)
            throws IOException {
        Process client =
                new ProcessBuilder(
                                openssl.toString(),
                                "s_client",
                                version,
                                "-connect",
                                "127.0.0.1:" + port)
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader output = client.inputReader(UTF_8)) {
            tell(client, "first");
            awaitLine(output, "FIRST");
            tell(client, command);
            awaitLine(output, command.equals("R") ? "RENEGOTIATING" : "KEYUPDATE");
            tell(client, "second");
            StringBuilder rest = new StringBuilder();
            String line = output.readLine();
            while (line != null && !line.equals("SECOND")) {
                rest.append(line).append('\n');
                line = output.readLine();
            }
            return rest.append(line == null ? "" : line).toString();
        } finally {
            client.destroyForcibly();
        }
    }

    /** Types a line, to which a program that has ended does not listen any more. */
    private static void tell(Process program, String line) {
        try {
            program.getOutputStream().write((line + "\n").getBytes(UTF_8));
            program.getOutputStream().flush();
        } catch (IOException ended) {
            // What it has printed tells the rest.
        }
    }

    private static void awaitLine(BufferedReader output, String wanted) throws IOException {
        String line = output.readLine();
        while (line != null && !line.equals(wanted)) {
            line = output.readLine();
        }
        assertThat(line).isEqualTo(wanted);
    }

    @Test
    void aSecondHandshakeIsRefused() {
        Ending ending = whenTheClientSays("R", "-tls1_2");
        assertThat(ending.printed()).contains("alert").doesNotContain("SECOND");
        // Netty keeps OpenSSL's own words for itself; what is seen then is how the client reacts.
        assertThat(ending.ofServer())
                .contains(
                        engine == TlsEngine.JDK
                                ? "the peer began a second handshake (renegotiation)"
                                : "without the goodbye of TLS");
    }

    @Test
    void aServerThatAsksForASecondHandshakeIsRefused(@TempDir Path directory) throws Exception {
        Path openssl = Programs.find("openssl", "openssl");
        TlsIdentity identity = TlsLoops.AUTHORITY.issue("server", "127.0.0.1");
        Path chain = TestAuthority.writeChain(directory.resolve("cert.pem"), identity);
        Path key = TestAuthority.writeKey(directory.resolve("key.pem"), identity.key());
        int port = Programs.freePort();
        Process server =
                new ProcessBuilder(
                                openssl.toString(),
                                "s_server",
                                "-tls1_2",
                                "-accept",
                                "127.0.0.1:" + port,
                                "-cert",
                                chain.toString(),
                                "-key",
                                key.toString())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader output = server.inputReader(UTF_8)) {
            awaitLine(output, "ACCEPT");
            Asyncio.run(
                    TlsLoops.on(mechanism, engine),
                    () ->
                            Asyncio.timeout(
                                    Duration.ofSeconds(60), () -> refuse(port, output, server)));
        } finally {
            server.destroyForcibly();
        }
    }

    private void refuse(int port, BufferedReader output, Process server) throws IOException {
        Stream stream =
                Stream.connect("127.0.0.1", port, ConnectOptions.DEFAULT.withTls(TlsLoops.CLIENT));
        stream.write("first\n");
        Asyncio.toThread(() -> awaitLine(output, "first"));
        Asyncio.toThread(
                () -> {
                    tell(server, "r");
                    tell(server, "after");
                });
        assertThatThrownBy(stream::readLine)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        engine == TlsEngine.JDK
                                ? "the peer began a second handshake (renegotiation)"
                                : "NO_SUPPORTED_VERSIONS_ENABLED");
        stream.abort();
    }

    @Test
    void newKeysAreAgreedOnInTls13() {
        for (String command : List.of("k", "K")) { // of the client, and of both
            assertThat(whenTheClientSays(command, "-tls1_3").printed()).endsWith("SECOND");
        }
    }
}
