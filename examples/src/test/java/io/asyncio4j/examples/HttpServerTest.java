package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The server of files, as a process, and what curl and rude clients make of it. */
@Isolated("its programs give clients up after seconds")
class HttpServerTest {
    private static final String PORT = "https?://127.0.0.1:(\\d+)/";
    private static final int BIG = 3_000_000;

    @TempDir Path directory;
    private Path site;

    @BeforeEach
    void makeSite() throws IOException {
        site = Files.createDirectories(directory.resolve("site"));
        Files.writeString(site.resolve("hello.txt"), "hello, world\n");
        Files.writeString(site.resolve("a&b c.html"), "<p>odd name\n");
        Files.write(site.resolve("big"), random());
        Files.writeString(directory.resolve("secret.txt"), "not for you\n");
    }

    private static byte[] random() {
        var bytes = new byte[BIG];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private Service serve(String... options) {
        var all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(options));
        all.add(site.toString());
        return Service.start("HttpServer", directory, all.toArray(String[]::new));
    }

    private String curl(String... arguments) {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/curl")),
                "there is no curl here; install the Debian package curl");
        var command =
                new ArrayList<>(List.of("curl", "--silent", "--show-error", "--noproxy", "*"));
        command.addAll(List.of(arguments));
        var run = Run.finish(Run.start(command, directory, Map.of()));
        assertThat(run.errors()).isEmpty();
        return run.output();
    }

    /** Sends bytes as they are, and answers all that comes back. */
    private static String tell(int port, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void curlGetsFilesOverOneConnection() throws Exception {
        try (var server = serve()) {
            var url = "http://127.0.0.1:%d/".formatted(server.awaitPort(PORT));
            assertThat(curl("-w", "%{num_connects} ", url + "hello.txt", url + "hello.txt"))
                    .isEqualTo("hello, world\n1 hello, world\n0 ");
            curl("-o", "got", url + "big");
            assertThat(directory.resolve("got")).hasBinaryContent(random());
            assertThat(curl("--head", url + "big"))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Content-Length: " + BIG);
            assertThat(curl(url)).contains("<a href=\"./a%26b%20c.html\">a&amp;b c.html</a>");
            assertThat(curl(url + "a%26b%20c.html")).isEqualTo("<p>odd name\n");
        }
    }

    @Test
    void curlGetsFilesOverTls() throws Exception {
        var certificate = Certificate.in(directory);
        try (var server =
                serve(
                        "--cert",
                        certificate.chain().toString(),
                        "--key",
                        certificate.key().toString())) {
            var url = "https://127.0.0.1:%d/".formatted(server.awaitPort(PORT));
            var trust = certificate.chain().toString();
            assertThat(curl("--cacert", trust, url + "hello.txt", url + "hello.txt"))
                    .isEqualTo("hello, world\nhello, world\n");
            curl("--cacert", trust, "-o", "got", url + "big");
            assertThat(directory.resolve("got")).hasBinaryContent(random());
            assertThat(curl("--cacert", trust, "-X", "POST", "-d", "x=1", "-i", url))
                    .startsWith("HTTP/1.1 405 ");
        }
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        Files.createSymbolicLink(site.resolve("link"), directory.resolve("secret.txt"));
        try (var server = serve()) {
            var url = "http://127.0.0.1:%d/".formatted(server.awaitPort(PORT));
            for (var path :
                    List.of("none", "../secret.txt", "%2e%2e/secret.txt", "link", "a%00b")) {
                assertThat(curl("--path-as-is", "-i", url + path))
                        .as(path)
                        .startsWith("HTTP/1.1 404 Not Found\r\n");
            }
        }
    }

    @Test
    void aDirectoryWithoutItsSlashIsMovedThereAndLinksOutOfTheSiteAreNotListed() throws Exception {
        var sub = Files.createDirectory(site.resolve("s b"));
        Files.writeString(sub.resolve("inner.txt"), "inner\n");
        Files.createSymbolicLink(sub.resolve("out"), directory.resolve("secret.txt"));
        Files.createSymbolicLink(sub.resolve("nowhere"), sub.resolve("none"));
        Files.createSymbolicLink(sub.resolve("within"), site.resolve("hello.txt"));
        try (var server = serve()) {
            var url = "http://127.0.0.1:%d/".formatted(server.awaitPort(PORT));
            assertThat(curl("-i", url + "s%20b"))
                    .startsWith("HTTP/1.1 301 Moved Permanently\r\n")
                    .contains("Location: ./s%20b/\r\n");
            assertThat(curl("--location", url + "s%20b"))
                    .contains("inner.txt", "within")
                    .doesNotContain("\"./out\"", "nowhere");
            assertThat(curl("--location", "--path-as-is", url + "s%20b/..")).contains("hello.txt");
            assertThat(curl("-i", url + "s%20b/within")).contains("hello, world");
        }
    }

    @Test
    void rudeRequestsAreAnsweredAndTheNextClientIsServed() throws Exception {
        try (var server = serve()) {
            int port = server.awaitPort(PORT);
            var end = "Host: x\r\nConnection: close\r\n\r\n";
            assertThat(tell(port, "what?\r\n\r\n")).startsWith("HTTP/1.1 400 Bad Request\r\n");
            assertThat(tell(port, "GET / HTTP/1.1\r\n\r\n")).contains("wants one Host field");
            assertThat(tell(port, "GET / HTTP/1.1\r\nHost : x\r\n\r\n")).contains(" 400 ");
            assertThat(tell(port, "GET / HTTP/1.1\r\nX: " + "y".repeat(20_000) + "\r\n" + end))
                    .startsWith("HTTP/1.1 431 ")
                    .contains("16384 bytes");
            assertThat(tell(port, "DELETE /hello.txt HTTP/1.1\r\n" + end))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("Allow: GET, HEAD\r\n");
            assertThat(tell(port, "GET / HTTP/1.1\r\nContent-Length: 5\r\n" + end))
                    .startsWith("HTTP/1.1 413 ");
            assertThat(tell(port, "\r\nGET /hello.txt HTTP/1.0\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Connection: close\r\n");
            var two = "GET /hello.txt HTTP/1.1\r\nHost: x\r\n\r\n";
            assertThat(tell(port, two + "GET /hello.txt HTTP/1.1\r\n" + end).split("world"))
                    .hasSize(3); // both of two requests sent at once
        }
    }

    @Test
    void slowClientsAreGivenUp() throws Exception {
        try (var server = serve("--wait", "5")) {
            int port = server.awaitPort(PORT);
            assertThat(tell(port, "GET /hello.t"))
                    .startsWith("HTTP/1.1 408 Request Timeout\r\n")
                    .contains("nothing came for 5 seconds");
            try (var deaf = new Socket()) {
                deaf.setReceiveBufferSize(4096);
                deaf.connect(
                        new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                var big = "GET /big HTTP/1.1\r\nHost: x\r\n\r\n";
                deaf.getOutputStream().write(big.repeat(20).getBytes());
                server.await("GET /big 200");
                assertThat(tell(port, "GET /hello.txt HTTP/1.0\r\n\r\n")).contains("hello");
                server.await("did not take");
            }
        }
    }

    @Test
    void ctrlCEndsIt() throws Exception {
        try (var server = serve()) {
            int port = server.awaitPort(PORT);
            try (var idle = new Socket(InetAddress.getLoopbackAddress(), port)) {
                server.interrupt();
                assertThat(server.status()).isEqualTo(130);
                assertThat(server.errors()).isEmpty();
                assertThat(idle.isConnected()).isTrue();
            }
        }
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        assertThat(Run.of("HttpServer", "--help").output()).startsWith("Usage: ./asyncio4j run");
        assertThat(Run.of("HttpServer", "nowhere").errors())
                .isEqualTo("HttpServer: there is no directory nowhere; see --help\n");
        assertThat(Run.of("HttpServer", "--port", "x").status()).isEqualTo(2);
        var file = site.resolve("hello.txt").toRealPath();
        assertThat(Run.of("HttpServer", file.toString()).errors())
                .isEqualTo(
                        "HttpServer: %s is no directory; name the one that it is in; see --help\n"
                                .formatted(file));
        var keyless = Run.of("HttpServer", "--cert", "none.pem", "--key", "none.key");
        assertThat(keyless.errors()).isEqualTo("HttpServer: none.key: there is no such file\n");
        assertThat(keyless.status()).isEqualTo(1);
        try (var server = serve()) {
            var port = String.valueOf(server.awaitPort(PORT));
            var second = Run.of("HttpServer", "--port", port);
            assertThat(second.errors()).startsWith("HttpServer: ").contains("in use");
            assertThat(second.status()).isEqualTo(1);
        }
    }
}
