package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.contract.TestAuthority;
import io.asyncio4j.net.transport.ClientTls;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.TlsVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLHandshakeException;

/** Our client against OpenSSL's own server and nginx, with each engine on each mechanism. */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class TlsPeersTest {
    private static final String OPENSSL = "/usr/bin/openssl";
    private static final String NGINX = "/usr/sbin/nginx";

    private final Mechanism mechanism;
    private final TlsEngine engine;

    @TempDir private Path directory;

    TlsPeersTest(Mechanism mechanism, TlsEngine engine) {
        this.mechanism = mechanism;
        this.engine = engine;
    }

    private void run(Action test) {
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () -> Asyncio.timeout(Duration.ofSeconds(60), test));
    }

    private static void assumeProgram(String path) {
        assumeTrue(Files.isExecutable(Path.of(path)), path + " is not installed");
    }

    private void writeFiles() throws IOException {
        var identity = TlsLoops.AUTHORITY.issue("peer", "localhost", "127.0.0.1");
        TestAuthority.writeChain(directory.resolve("cert.pem"), identity);
        TestAuthority.writeKey(directory.resolve("key.pem"), identity.key());
        TestAuthority.writeCertificates(
                directory.resolve("ca.pem"), TlsLoops.AUTHORITY.certificate());
    }

    /** Asks for a page and reads all of it. */
    private static String page(int port, ClientTls tls) throws IOException {
        var options = ConnectOptions.DEFAULT.withTls(tls);
        try (Stream stream = Stream.connect("localhost", port, options)) {
            return page(stream);
        }
    }

    private static String page(Stream stream) throws IOException {
        stream.write("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
        return new String(stream.readAll(), StandardCharsets.UTF_8);
    }

    // ---- openssl s_server

    private interface Use {
        void with(int port) throws Exception;
    }

    /** Runs OpenSSL's server, which answers with a page about the connection. */
    private void withOpenssl(List<String> more, Use use) throws Exception {
        assumeProgram(OPENSSL);
        writeFiles();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                OPENSSL,
                                "s_server",
                                "-accept",
                                "127.0.0.1:0",
                                "-www",
                                "-cert",
                                "cert.pem",
                                "-key",
                                "key.pem",
                                "-CAfile",
                                "ca.pem"));
        command.addAll(more);
        Process process = start(command);
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null && !line.startsWith("ACCEPT ")) {
                line = output.readLine();
            }
            assertThat(line).as("the line that tells the port").isNotNull();
            use.with(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip()));
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void opensslsServerSpeaksBothVersionsAndResumes() throws Exception {
        withOpenssl(
                List.of(),
                port ->
                        run(
                                () -> {
                                    for (TlsVersion version : TlsVersion.values()) {
                                        ClientTls tls =
                                                TlsLoops.CLIENT
                                                        .withVersions(version)
                                                        .withTruncationTolerated();
                                        assertThat(page(port, tls))
                                                .contains("New, " + version.label());
                                        assertThat(page(port, tls))
                                                .contains("Reused, " + version.label());
                                    }
                                }));
    }

    @Test
    void opensslsServerIsVerified() throws Exception {
        withOpenssl(
                List.of(),
                port ->
                        run(
                                () -> {
                                    var stranger = new TestAuthority("Stranger").trust();
                                    assertThatThrownBy(
                                                    () ->
                                                            page(
                                                                    port,
                                                                    TlsLoops.CLIENT.withTrust(
                                                                            stranger)))
                                            .isInstanceOf(SSLHandshakeException.class)
                                            .hasMessageContaining("is not trusted");
                                    assertThatThrownBy(
                                                    () ->
                                                            page(
                                                                    port,
                                                                    TlsLoops.CLIENT.withServerName(
                                                                            "example.org")))
                                            .isInstanceOf(SSLHandshakeException.class)
                                            .hasMessageContaining("not for example.org");
                                }));
    }

    @Test
    void opensslsServerGetsTheCertificateItRequires() throws Exception {
        withOpenssl(
                List.of("-Verify", "1", "-verify_return_error"),
                port ->
                        run(
                                () -> {
                                    ClientTls tls = TlsLoops.CLIENT.withTruncationTolerated();
                                    var known = TlsLoops.AUTHORITY.issue("known client");
                                    assertThat(page(port, tls.withIdentity(known)))
                                            .containsPattern("Subject: CN ?= ?known client");
                                    assertThatThrownBy(() -> page(port, tls))
                                            .isInstanceOf(IOException.class);
                                }));
    }

    @Test
    void aServerOfOneVersionIsRefusedByAClientOfTheOther() throws Exception {
        withOpenssl(
                List.of("-tls1_2"),
                port ->
                        run(
                                () -> {
                                    assertThatThrownBy(
                                                    () ->
                                                            page(
                                                                    port,
                                                                    TlsLoops.CLIENT.withVersions(
                                                                            TlsVersion.TLS_1_3)))
                                            .isInstanceOf(SSLHandshakeException.class)
                                            .hasMessageContaining("no version of TLS");
                                    assertThat(
                                                    page(
                                                            port,
                                                            TlsLoops.CLIENT
                                                                    .withTruncationTolerated()))
                                            .contains("New, TLSv1.2");
                                }));
    }

    // ---- nginx

    /** Runs nginx, which tells on a port and on a Unix socket what it knows of a connection. */
    private void withNginx(Use use) throws Exception {
        assumeProgram(NGINX);
        writeFiles();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(
                directory.resolve("nginx.conf"),
                """
                daemon off;
                master_process off;
                pid DIR/pid;
                error_log stderr;
                events {}
                http {
                  access_log off;
                  client_body_temp_path DIR;
                  proxy_temp_path DIR;
                  fastcgi_temp_path DIR;
                  uwsgi_temp_path DIR;
                  scgi_temp_path DIR;
                  ssl_session_cache builtin;
                  server {
                    listen unix:DIR/socket ssl;
                    listen 127.0.0.1:PORT ssl; # opened last, so it tells that nginx is there
                    ssl_certificate DIR/cert.pem;
                    ssl_certificate_key DIR/key.pem;
                    ssl_client_certificate DIR/ca.pem;
                    ssl_verify_client optional;
                    ssl_protocols TLSv1.2 TLSv1.3;
                    location / {
                      return 200 "[$ssl_protocol $ssl_session_reused $ssl_client_verify $ssl_server_name]";
                    }
                  }
                }
                """
                        .replace("DIR", directory.toString())
                        .replace("PORT", "" + port));
        Process process =
                start(
                        List.of(
                                NGINX,
                                "-e",
                                "stderr",
                                "-p",
                                directory.toString(),
                                "-c",
                                directory.resolve("nginx.conf").toString()));
        try {
            run(() -> awaitListener(process, port));
            use.with(port);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void awaitListener(Process process, int port) throws IOException {
        while (true) {
            try {
                Stream.connect("127.0.0.1", port).close();
                return;
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    throw new AssertionError(
                            "nginx has ended: "
                                    + new String(process.getInputStream().readAllBytes()),
                            notYet);
                }
                Asyncio.sleep(Duration.ofMillis(50));
            }
        }
    }

    @Test
    void nginxAnswersAndResumes() throws Exception {
        withNginx(
                port ->
                        run(
                                () -> {
                                    for (TlsVersion version : TlsVersion.values()) {
                                        ClientTls tls = TlsLoops.CLIENT.withVersions(version);
                                        String label = version.label();
                                        assertThat(page(port, tls))
                                                .contains("[" + label + " . NONE localhost]");
                                        assertThat(page(port, tls))
                                                .contains("[" + label + " r NONE localhost]");
                                    }
                                }));
    }

    @Test
    void nginxSeesTheClientsCertificate() throws Exception {
        withNginx(
                port ->
                        run(
                                () -> {
                                    var known = TlsLoops.AUTHORITY.issue("known client");
                                    assertThat(page(port, TlsLoops.CLIENT.withIdentity(known)))
                                            .contains("SUCCESS localhost]");
                                    // nginx names its authorities, so this one is not presented.
                                    var unknown = new TestAuthority("Stranger").issue("stranger");
                                    assertThat(page(port, TlsLoops.CLIENT.withIdentity(unknown)))
                                            .contains("NONE localhost]");
                                }));
    }

    @Test
    void nginxAnswersOnAUnixSocket() throws Exception {
        withNginx(
                port ->
                        run(
                                () -> {
                                    var options =
                                            ConnectOptions.DEFAULT.withTls(
                                                    TlsLoops.CLIENT.withServerName("localhost"));
                                    try (Stream stream =
                                            Stream.connectUnix(
                                                    directory.resolve("socket"), options)) {
                                        assertThat(page(stream)).contains("NONE localhost]");
                                        assertThat(stream.extraInfo(ExtraInfo.PEERCERT))
                                                .isPresent();
                                    }
                                }));
    }
}
