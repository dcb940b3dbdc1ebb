package io.asyncio4j.examples;

import static io.asyncio4j.examples.FaultServer.respond;
import static io.asyncio4j.examples.FaultServer.send;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.joining;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The scraper as a process, against the JDK's web server and against one that misbehaves. */
@Execution(ExecutionMode.CONCURRENT)
class ScraperTest {
    /** A slow machine may need long for the first request. What a test says itself counts more. */
    private static final List<String> PATIENT = List.of("--timeout", "300");

    @TempDir Path site;

    /** So that the tests do not all compile it at once. */
    @BeforeAll
    static void compileOnce() {
        assertThat(Run.of("Scraper", "--help").status()).isZero();
    }

    @Test
    void siteIsCrawledToTheGivenDepth() throws Exception {
        write("index.html", "<a href='a.html'>a</a> <A class=x HREF=\"sub/b.html\">b</A>");
        write("a.html", "<a href='deep.html'>deep</a>");
        write("sub/b.html", "<a href='../a.html'>a</a> <a href='/missing.html'>gone</a>");
        write("deep.html", "<a href='deeper.html'>deeper</a>");
        try (var server = new JdkWebServer(site)) {
            var near = scrape("--depth", "1", server.url());
            assertThat(near.pages()).containsOnlyKeys("/", "/a.html", "/sub/b.html");
            assertThat(near.run().status()).isZero();

            var far = scrape("--depth", "2", server.url());
            assertThat(far.pages())
                    .containsOnlyKeys("/", "/a.html", "/sub/b.html", "/deep.html", "/missing.html")
                    .containsEntry("/", "200")
                    .containsEntry("/deep.html", "200")
                    .containsEntry("/missing.html", "404");
            assertThat(far.run().output()).contains("not found", "4 fetched, 1 failed, 0 left out");
            assertThat(far.run().status()).isEqualTo(1);
        }
    }

    @Test
    void pageHasOneRowHoweverManyLinksLeadThere() throws Exception {
        write(
                "index.html",
                """
                <a href="a.html#top"> <a href="./a.html#end"> <a href="x/../a.html"> <a href="/">
                <a href="https://elsewhere.invalid/"> <a href="mailto:ann@elsewhere.invalid">
                <a href="http://[broken"> <a href="sub">
                """);
        write("a.html", "");
        write("sub/index.html", "");
        try (var server = new JdkWebServer(site)) {
            var result = scrape("--depth", "2", server.url(), server.url() + "#again");
            assertThat(result.pages()).containsOnlyKeys("/", "/a.html", "/sub");
            assertThat(result.run().output()).contains("  4  /\n"); // links, those elsewhere too
        }
    }

    @Test
    void markdownIsReadForLinksToo() throws Exception {
        write("README.md", "See [the guide](docs/guide.md#start) and `[no](link` here.");
        write("docs/guide.md", "Back to [the start](../README.md).");
        try (var server = new JdkWebServer(site)) {
            assertThat(scrape("--depth", "9", server.url() + "README.md").pages())
                    .containsOnlyKeys("/README.md", "/docs/guide.md");
        }
    }

    @Test
    void withoutArgumentsTheCurrentDirectoryIsServedAndScraped() throws Exception {
        write("README.md", "[one](one.md)");
        write("one.md", "[two](two.md)");
        write("two.md", "[three](three.md)");
        write("three.md", "");
        var result = Scrape.of(Run.finish(Run.start("Scraper", site, Map.of())));
        assertThat(result.pages()).containsOnlyKeys("/README.md", "/one.md", "/two.md");
        assertThat(result.run().status()).isZero();
        for (var server : serversOf(site)) {
            server.onExit().orTimeout(20, TimeUnit.SECONDS).join(); // it was told to end
        }
    }

    @Test
    void everyFailureIsARow() throws Exception {
        try (var server = new FaultServer();
                var port = new Socket()) {
            port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // not listening
            var refused = "http://127.0.0.1:" + port.getLocalPort() + "/";
            server.page("/good", "")
                    .on("/cut", out -> send(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"))
                    .on("/silent", out -> {})
                    .on("/garbage", out -> send(out, "\033[31mhello\r\n\r\n"))
                    .on("/loop", out -> respond(out, "302 Found", "Location: /loop", ""))
                    .on("/broken", out -> respond(out, "500 Oh", "X: y", ""))
                    .on("/secret", out -> respond(out, "403 No", "X: y", ""));
            var result =
                    scrape(
                            "--timeout",
                            "60",
                            "--retries",
                            "0",
                            server.url("/good"),
                            server.url("/cut"),
                            server.url("/silent"),
                            server.url("/garbage"),
                            server.url("/loop"),
                            server.url("/broken"),
                            server.url("/secret"),
                            refused);
            assertThat(result.problems())
                    .containsEntry(server.url("/cut"), "answer cut short, attempt 1")
                    .containsEntry(server.url("/silent"), "answer cut short, attempt 1")
                    .containsKey(server.url("/garbage"))
                    .containsEntry(server.url("/loop"), "redirected too often, attempt 1")
                    .containsEntry(server.url("/broken"), "failed on the server, attempt 1")
                    .containsEntry(server.url("/secret"), "refused by the server, attempt 1")
                    .containsEntry(refused, "connection refused, attempt 1")
                    .hasSize(7);
            assertThat(result.run().output())
                    .contains("1 fetched, 7 failed, 0 left out")
                    .doesNotContain("\033", "Exception", "\tat ");
            assertThat(result.run().status()).isEqualTo(1);
        }
    }

    @Test
    void serverThatHangsIsGivenUp() throws Exception {
        try (var server = new FaultServer()) {
            server.on("/", FaultServer::hang);
            var result = scrape("--timeout", "1", "--retries", "1", server.url("/"));
            assertThat(result.pages()).containsEntry("/", "-");
            assertThat(result.problems()).containsEntry("/", "timed out after 1 s, attempt 2");
        }
    }

    @Test
    void failureThatMayPassIsTriedAgain() throws Exception {
        var calls = new AtomicInteger();
        try (var server = new FaultServer()) {
            server.on(
                            "/",
                            out ->
                                    respond(
                                            out,
                                            calls.incrementAndGet() < 3 ? "503 Wait" : "200 OK",
                                            "X: y",
                                            ""))
                    .on("/cut", out -> send(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"))
                    .on("/gone", out -> respond(out, "404 Gone", "X: y", ""));
            var result = scrape(server.url("/"), server.url("/cut"), server.url("/gone"));
            assertThat(result.pages()).containsEntry("/", "200");
            assertThat(result.problems())
                    .containsEntry("/cut", "answer cut short, attempt 3")
                    .containsEntry("/gone", "not found, attempt 1");
            assertThat(server.requests()).filteredOn("/"::equals).hasSize(3);
        }
    }

    @Test
    void bodyWithoutEndIsGivenUp() throws Exception {
        try (var server = new FaultServer()) {
            server.on("/", ScraperTest::sendWithoutEnd);
            var result = scrape("--retries", "0", server.url("/"));
            assertThat(result.problems().get("/")).contains("8388608");
            assertThat(result.run().status()).isEqualTo(1);
        }
    }

    @Test
    void asManyRequestsRunAtOnceAsThereAreWorkers() throws Exception {
        var together = new CyclicBarrier(3); // opens for the third request that waits
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        try (var server = new FaultServer()) {
            server.page(
                    "/",
                    "<a href=1> <a href='1'> <a href='2'> <a href='3'> <a href='4'> <a href='5'> <a"
                            + " href='6'>");
            for (int page = 1; page <= 6; page++) {
                server.on(
                        "/" + page,
                        out -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            together.await();
                            running.decrementAndGet();
                            respond(out, "200 OK", "X: y", "");
                        });
            }
            var result = scrape("--depth", "1", "--workers", "3", server.url("/"));
            assertThat(result.pages()).hasSize(7).containsValue("200").doesNotContainValue("-");
        }
        assertThat(most).hasValue(3);
    }

    @Test
    void interruptStopsAndStillPrintsTheTable() throws Exception {
        try (var server = new FaultServer()) {
            server.page("/", "<a href='hang'> <a href='later'>").on("/hang", FaultServer::hang);
            var process = start(Map.of(), "--depth", "1", "--workers", "1", server.url("/"));
            CtrlC.assumeNotIgnored(process);
            assertThat(server.requests().take()).isEqualTo("/");
            assertThat(server.requests().take()).isEqualTo("/hang");
            CtrlC.interrupt(process);
            var result = Scrape.of(Run.finish(process));
            assertThat(result.pages()).containsEntry("/", "200").containsEntry("/hang", "-");
            assertThat(result.problems()).containsEntry("/hang", "interrupted, attempt 1");
            assertThat(result.run().output()).contains("1 fetched, 1 failed, 1 left out");
            assertThat(result.run().errors()).doesNotContain("Exception", "Error");
            assertThat(result.run().status()).isEqualTo(130);
        }
    }

    @Test
    void rowsAreAsLongAsThereAreColumns() throws Exception {
        try (var server = new FaultServer()) {
            var path = "/" + "long".repeat(30);
            server.page(path, "");
            assertThat(scrape(server.url(path)).pages()).containsOnlyKeys(path);
            var narrow = Run.finish(start(Map.of("COLUMNS", "60"), server.url(path)));
            assertThat(narrow.output().lines()).allMatch(line -> line.length() < 60);
            assertThat(narrow.output()).contains("...\n");
        }
    }

    @Test
    void terminalShowsTheProgressInOneLine() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/script")), "no program script");
        try (var server = new FaultServer()) {
            server.page("/", "");
            var command = new ArrayList<>(Run.command("Scraper"));
            command.addAll(PATIENT);
            command.add(server.url("/"));
            var quoted = command.stream().map(word -> "'" + word + "'").collect(joining(" "));
            var run =
                    Run.finish(
                            Run.start(
                                    List.of("script", "-qec", quoted, "/dev/null"),
                                    site,
                                    Map.of("COLUMNS", "70")));
            assertThat(run.output()).contains("\r[", " of 1 pages, ", "\r\033[K\033[1mSTATUS");
            assertThat(run.output().lines()).anyMatch(line -> line.endsWith("  /"));
        }
    }

    private Scrape scrape(String... arguments) {
        return Scrape.of(Run.finish(start(Map.of(), arguments)));
    }

    private Process start(Map<String, String> environment, String... arguments) {
        var all = new ArrayList<>(PATIENT);
        all.addAll(List.of(arguments));
        return Run.start("Scraper", site, environment, all.toArray(String[]::new));
    }

    private void write(String file, String text) throws IOException {
        var path = site.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static void sendWithoutEnd(OutputStream out) throws IOException {
        send(out, "HTTP/1.1 200 OK\r\n\r\n");
        while (true) {
            out.write(new byte[1 << 16]);
        }
    }

    /** The web servers that were started for the directory and have not ended. */
    private static List<ProcessHandle> serversOf(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(
                        process ->
                                process.info()
                                        .commandLine()
                                        .orElse("")
                                        .contains(directory.toString()))
                .toList();
    }
}
