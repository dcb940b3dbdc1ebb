package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.contract.TestAuthority;
import io.asyncio4j.net.transport.ClientAuthentication;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.net.transport.ServerTls;
import io.asyncio4j.net.transport.TlsIdentity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** OpenSSL's own client and curl against our server, with each engine on each mechanism. */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class TlsProgramsTest {
    private final Mechanism mechanism;
    private final TlsEngine engine;

    @TempDir private Path directory;

    TlsProgramsTest(Mechanism mechanism, TlsEngine engine) {
        this.mechanism = mechanism;
        this.engine = engine;
    }

    private static void assumeProgram(String path) {
        assumeTrue(Files.isExecutable(Path.of(path)), path + " is not installed");
    }

    /** What a program prints while a small HTTP server on TLS answers it. */
    private String outputOf(List<String> command) throws IOException {
        return outputOf(command, TlsLoops.SERVER);
    }

    private String outputOf(List<String> command, ServerTls tls) throws IOException {
        Path authority =
                TestAuthority.writeCertificates(
                        directory.resolve("ca.pem"), TlsLoops.AUTHORITY.certificate());
        List<String> output = new ArrayList<>();
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () -> {
                    Server server =
                            Stream.serve(
                                    stream -> {
                                        while (stream.readLine()
                                                .filter(x -> !x.isEmpty())
                                                .isPresent()) {
                                            continue; // the head of the request
                                        }
                                        stream.write(
                                                "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n"
                                                        + "Connection: close\r\n\r\nhello\n");
                                    },
                                    List.of("127.0.0.1"),
                                    0,
                                    ServerOptions.DEFAULT.withTls(tls.withAlpn("http/1.1")));
                    List<String> filled =
                            command.stream()
                                    .map(
                                            each ->
                                                    each.replace("PORT", "" + server.port())
                                                            .replace("@ca@", authority.toString()))
                                    .toList();
                    output.add(Asyncio.toThread(() -> outputOfProcess(filled)));
                    server.shutdown(Duration.ofSeconds(1));
                });
        return output.getFirst();
    }

    private static String outputOfProcess(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var input = process.getOutputStream()) {
            input.write(
                    "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            assertThat(gone).hasMessageMatching("(?i)broken pipe|stream closed");
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<String> client(String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/usr/bin/openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:PORT",
                                "-CAfile",
                                "@ca@",
                                "-verify_return_error",
                                "-ign_eof"));
        command.addAll(List.of(more));
        return command;
    }

    @Test
    void opensslSpeaksBothVersionsAndAgreesOnAProtocol() throws IOException {
        assumeProgram("/usr/bin/openssl");
        for (String version : List.of("1.2", "1.3")) {
            String flag = "-tls" + version.replace('.', '_');
            assertThat(
                            outputOf(
                                    client(
                                            flag,
                                            "-alpn",
                                            "h2,http/1.1",
                                            "-verify_hostname",
                                            "localhost")))
                    .contains("TLSv" + version)
                    .contains("ALPN protocol: http/1.1")
                    .contains("Verify return code: 0 (ok)")
                    .contains("hello");
        }
    }

    @Test
    void opensslIsRefusedWithAnOldVersionAndRefusesAWrongHost() throws IOException {
        assumeProgram("/usr/bin/openssl");
        assertThat(outputOf(client("-tls1_1", "-cipher", "ALL:@SECLEVEL=0")))
                .contains("alert protocol version")
                .doesNotContain("hello");
        assertThat(outputOf(client("-verify_hostname", "example.org")))
                .contains("hostname mismatch")
                .doesNotContain("hello");
    }

    private List<String> clientWith(TlsIdentity identity, String... more) throws IOException {
        Path chain = TestAuthority.writeChain(directory.resolve("client.pem"), identity);
        Path key = TestAuthority.writeKey(directory.resolve("client-key.pem"), identity.key());
        List<String> command = client(more);
        command.addAll(List.of("-cert", chain.toString(), "-key", key.toString()));
        return command;
    }

    @Test
    void opensslPresentsACertificate() throws IOException {
        assumeProgram("/usr/bin/openssl");
        var known = TlsLoops.AUTHORITY.issue("known");
        var stranger = new TestAuthority("Stranger").issue("stranger");
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            for (ClientAuthentication asked :
                    List.of(ClientAuthentication.WANTED, ClientAuthentication.REQUIRED)) {
                ServerTls tls =
                        TlsLoops.SERVER.withClientAuthentication(asked, TlsLoops.AUTHORITY.trust());
                assertThat(outputOf(clientWith(known, version), tls)).contains("\nhello");
                assertThat(outputOf(clientWith(stranger, version), tls))
                        .as("an untrusted one that is %s", asked)
                        .contains("alert")
                        .doesNotContain("\nhello");
                String without = outputOf(client(version), tls);
                assertThat(without.contains("\nhello"))
                        .as("none where one is %s: %s", asked, without)
                        .isEqualTo(asked == ClientAuthentication.WANTED);
            }
        }
    }

    @Test
    void opensslResumesItsSession() throws IOException {
        assumeProgram("/usr/bin/openssl");
        for (String version : List.of("1.2", "1.3")) {
            String flag = "-tls" + version.replace('.', '_');
            Path session = directory.resolve("session" + version);
            String script =
                    String.join(
                            " && ",
                            quoted(client(flag, "-sess_out", session.toString())),
                            quoted(client(flag, "-sess_in", session.toString())));
            // The request is given to each, since the first would read the second's.
            String output =
                    outputOf(
                            List.of(
                                    "/bin/sh",
                                    "-c",
                                    script.replace(
                                            "/usr/bin/openssl",
                                            "printf 'GET /\\r\\n\\r\\n' | /usr/bin/openssl")));
            assertThat(output)
                    .contains("New, TLSv" + version)
                    .contains("Reused, TLSv" + version)
                    .containsSubsequence("hello", "hello");
        }
    }

    private static String quoted(List<String> command) {
        return String.join(" ", command);
    }

    @Test
    void curlFetchesOverTls() throws IOException {
        assumeProgram("/usr/bin/curl");
        assertThat(curl("--cacert", "@ca@")).isEqualTo("hello\n");
        assertThat(curl()).contains("certificate").doesNotContain("hello");
    }

    private String curl(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/curl", "-sS", "--noproxy", "*"));
        command.addAll(List.of(options));
        command.add("https://localhost:PORT/");
        return outputOf(command);
    }
}
