package io.asyncio4j.netty;

import static io.asyncio4j.netty.FakeNameServer.A;
import static io.asyncio4j.netty.FakeNameServer.NAME_ERROR;
import static io.asyncio4j.netty.FakeNameServer.NO_ERROR;
import static io.asyncio4j.netty.FakeNameServer.SERVER_FAILURE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.NameResolution;
import io.asyncio4j.Task;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.spi.Resolver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

@ParameterizedClass
@EnumSource(Mechanism.class)
class NettyResolverTest {
    private static final Duration SHORT = Duration.ofMillis(60);

    private final Mechanism mechanism;

    @TempDir private Path directory;

    NettyResolverTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    /** Options that read no file of this machine. */
    private DnsOptions files() {
        return DnsOptions.DEFAULT
                .withHosts(directory.resolve("hosts"))
                .withResolvConf(directory.resolve("resolv.conf"));
    }

    private void run(DnsOptions dns, Action test) {
        Asyncio.run(Loops.on(mechanism, options -> options.withDns(dns)), test);
    }

    private void ask(FakeNameServer.Script script, Duration timeout, Asking test)
            throws IOException {
        try (var server = new FakeNameServer(script)) {
            run(
                    files().withServers(List.of(server.address())).withQueryTimeout(timeout),
                    () -> test.run(server));
        }
    }

    private void ask(FakeNameServer.Script script, Asking test) throws IOException {
        ask(script, Duration.ofSeconds(20), test);
    }

    private interface Asking {
        void run(FakeNameServer server) throws Exception;
    }

    private static List<String> addresses(String host) {
        return NameResolution.getAddrInfo(host, 80).stream()
                .map(each -> each.getAddress().getHostAddress())
                .toList();
    }

    private static List<byte[]> truth(FakeNameServer.Question question) {
        return List.of(
                question.type() == A
                        ? question.answer(NO_ERROR, 60, "192.0.2.1", "192.0.2.2")
                        : question.answer(NO_ERROR, 60, "2001:db8::1"));
    }

    @Test
    void bothFamiliesAreAskedForAndIpv6ComesFirst() throws IOException {
        ask(
                NettyResolverTest::truth,
                server -> {
                    assertThat(addresses("Host.Test"))
                            .containsExactly("2001:db8:0:0:0:0:0:1", "192.0.2.1", "192.0.2.2");
                    assertThat(server.asked())
                            .containsExactlyInAnyOrder("host.test A", "host.test AAAA");
                    assertThat(
                                    NameResolution.getAddrInfo(
                                            "host.test", 80, StandardProtocolFamily.INET))
                            .hasSize(2);
                });
    }

    @Test
    void aRefusedConnectionNamesTheHostThatWasAskedForAndItsAddress() throws IOException {
        try (Socket bound = new Socket()) { // and does not listen
            bound.bind(new InetSocketAddress("127.0.0.1", 0));
            int port = bound.getLocalPort();
            ask(
                    NettyResolverTest::here,
                    server -> {
                        assertThatThrownBy(() -> Stream.connect("Host.Test", port))
                                .isInstanceOf(ConnectException.class)
                                .hasMessageStartingWith(
                                        "cannot connect to Host.Test at 127.0.0.1:" + port + ": ");
                        assertThatThrownBy(() -> Stream.connect("127.0.0.1", port))
                                .isInstanceOf(ConnectException.class)
                                .hasMessageStartingWith(
                                        "cannot connect to 127.0.0.1:" + port + ": ");
                    });
        }
    }

    private static List<byte[]> here(FakeNameServer.Question question) {
        return List.of(
                question.type() == A
                        ? question.answer(NO_ERROR, 60, "127.0.0.1")
                        : question.answer(NO_ERROR, 60));
    }

    @Test
    void theQuestionsForTheFamiliesAreUnderWayTogether() throws IOException {
        List<FakeNameServer.Question> held = new CopyOnWriteArrayList<>();
        ask(
                question -> {
                    held.add(question);
                    return List.of(); // the first is answered with the second only
                },
                server -> {
                    var looking = Asyncio.createTask(() -> addresses("host.test"));
                    while (held.size() < 2) {
                        Asyncio.sleep(Duration.ofMillis(1));
                    }
                    assertThat(looking.isDone()).isFalse();
                    looking.cancel();
                    assertThatThrownBy(looking::await).isInstanceOf(CancelledError.class);
                });
    }

    @Test
    void aNumericAddressIsAskedOfNobody() throws IOException {
        ask(
                NettyResolverTest::truth,
                server -> {
                    assertThat(addresses("192.0.2.9")).containsExactly("192.0.2.9");
                    assertThat(addresses("2001:db8::9")).containsExactly("2001:db8:0:0:0:0:0:9");
                    assertThat(server.asked()).isEmpty();
                });
    }

    @Test
    void anAnswerIsRememberedAsLongAsTheServerSays() throws IOException {
        ask(
                question ->
                        List.of(
                                question.type() == A
                                        ? question.answer(
                                                NO_ERROR,
                                                question.name().equals("brief.test") ? 0 : 60,
                                                "192.0.2.1")
                                        : question.answer(NO_ERROR, 0)),
                server -> {
                    for (int i = 0; i < 3; i++) {
                        NameResolution.getAddrInfo("long.test", 1, StandardProtocolFamily.INET);
                    }
                    assertThat(server.asked()).containsExactly("long.test A");
                    for (int i = 0; i < 3; i++) {
                        NameResolution.getAddrInfo("brief.test", 1, StandardProtocolFamily.INET);
                    }
                    assertThat(server.asked()).hasSize(4);
                });
    }

    @Test
    void anAnswerIsNotRememberedIfNothingShallBe() throws IOException {
        try (var server = new FakeNameServer(NettyResolverTest::truth)) {
            run(
                    files().withServers(List.of(server.address()))
                            .withTtl(Duration.ZERO, Duration.ZERO),
                    () -> {
                        addresses("host.test");
                        addresses("host.test");
                        assertThat(server.asked()).hasSize(4);
                    });
        }
    }

    @Test
    void aNameThatDoesNotExistIsNamedWithTheServer() throws IOException {
        ask(
                question -> List.of(question.answer(NAME_ERROR, 0)),
                server ->
                        assertThatThrownBy(() -> addresses("no.test"))
                                .isInstanceOf(UnknownHostException.class)
                                .hasMessageContaining("'no.test' does not exist")
                                .hasMessageContaining("NXDomain")
                                .hasMessageContaining("127.0.0.1:" + server.address().getPort())
                                .satisfies(
                                        failure ->
                                                assertThat(failure.getSuppressed())
                                                        .singleElement()
                                                        .asString()
                                                        .contains("does not exist")));
    }

    @Test
    void aServerThatFailsIsNamed() throws IOException {
        ask(
                question -> List.of(question.answer(SERVER_FAILURE, 0)),
                server ->
                        assertThatThrownBy(() -> addresses("broken.test"))
                                .isInstanceOf(UnknownHostException.class)
                                .hasMessageContaining("'broken.test'")
                                .hasMessageContaining("ServFail"));
    }

    @Test
    void aSilentServerIsGivenUpAndAskedTwice() throws IOException {
        ask(
                question -> List.of(),
                SHORT,
                server -> {
                    assertThatThrownBy(() -> addresses("silent.test"))
                            .isInstanceOf(UnknownHostException.class)
                            .hasMessageContaining("no answer within 60 ms")
                            .hasMessageContaining("127.0.0.1:" + server.address().getPort());
                    awaitAsked(server, 4);
                    assertThat(server.asked()).hasSize(4);
                });
    }

    /** Waits for questions that no answer shows to have come: the server has its own thread. */
    private static void awaitAsked(FakeNameServer server, int count) {
        while (server.asked().size() < count) {
            Asyncio.sleep(Duration.ofMillis(1));
        }
    }

    @Test
    void aSilentServerIsNoHarmIfAnotherAnswers() throws IOException {
        try (var silent = new FakeNameServer(question -> List.of());
                var server = new FakeNameServer(NettyResolverTest::truth)) {
            run(
                    files().withServers(List.of(silent.address(), server.address()))
                            .withQueryTimeout(SHORT),
                    () -> {
                        List<String> found = List.of();
                        while (found.size() < 3) { // the other has no more time than the silent one
                            found = addressesInTime("host.test");
                        }
                        awaitAsked(silent, 1);
                    });
        }
    }

    /** What is found, or nothing if no server has answered in time. */
    private static List<String> addressesInTime(String host) {
        try {
            return addresses(host);
        } catch (Exception late) {
            assertThat(late)
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("no answer within");
            return List.of();
        }
    }

    @Test
    void oneFamilyIsEnough() throws IOException {
        ask(
                question ->
                        List.of(
                                question.type() == A
                                        ? question.answer(NO_ERROR, 9, "192.0.2.1")
                                        : question.answer(NO_ERROR, 9)),
                server -> assertThat(addresses("old.test")).containsExactly("192.0.2.1"));
    }

    @Test
    void liesAreNotBelieved() throws IOException {
        ask(
                question ->
                        List.of(
                                question.answer(
                                        question.id() ^ 1, question.name(), NO_ERROR, 9, "6.6.6.6"),
                                question.answer(
                                        question.id(), "other.test", NO_ERROR, 9, "6.6.6.6"),
                                truth(question).getFirst()),
                server -> {
                    assertThat(addresses("host.test")).doesNotContain("6.6.6.6").hasSize(3);
                });
    }

    @Test
    void garbageIsNoAnswerAndTheLoopGoesOn() throws IOException {
        ask(
                question ->
                        List.of(
                                new byte[0],
                                new byte[] {1},
                                new byte[600],
                                java.util.Arrays.copyOf(question.datagram(), 14),
                                truth(question).getFirst()),
                server -> {
                    assertThat(addresses("host.test")).hasSize(3);
                    assertThat(addresses("again.test")).hasSize(3);
                });
    }

    @Test
    void nothingButGarbageIsATimeout() throws IOException {
        ask(
                question -> List.of(new byte[100], new byte[] {7, 7, 7}),
                SHORT,
                server ->
                        assertThatThrownBy(() -> addresses("host.test"))
                                .isInstanceOf(UnknownHostException.class)
                                .hasMessageContaining("no answer within"));
    }

    @Test
    void aCancelledLookUpLeavesNoReport() throws IOException {
        List<ExceptionContext> reports = new ArrayList<>();
        ask(
                question -> List.of(),
                SHORT,
                server -> {
                    Asyncio.getRunningLoop().setExceptionHandler((_, each) -> reports.add(each));
                    for (int passes = 0; passes < 6; passes++) {
                        Task<?> task = Asyncio.createTask(() -> addresses("host.test"));
                        for (int i = 0; i < passes; i++) {
                            Asyncio.sleep(Duration.ZERO);
                        }
                        task.cancel();
                        assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
                    }
                    Asyncio.sleep(SHORT.multipliedBy(3));
                });
        assertThat(reports).isEmpty();
    }

    @Test
    void aLoopMayEndWhileNamesAreLookedUp() throws IOException {
        ask(
                question -> List.of(),
                server -> {
                    Resolver.of(Asyncio.getRunningLoop())
                            .lookUp("host.test", java.util.Optional.empty());
                    Asyncio.sleep(Duration.ZERO);
                });
    }

    // ---- files

    @Test
    void namesInTheHostsFileAreAskedOfNobody() throws IOException {
        Files.writeString(directory.resolve("hosts"), "192.0.2.7 printer.test printer\n");
        ask(
                NettyResolverTest::truth,
                server -> {
                    assertThat(addresses("PRINTER")).containsExactly("192.0.2.7");
                    assertThat(addresses("printer.test.")).containsExactly("192.0.2.7");
                    assertThat(server.asked()).isEmpty();
                    Files.writeString(directory.resolve("hosts"), "192.0.2.77 printer # moved\n");
                    assertThat(addresses("printer")).containsExactly("192.0.2.77");
                });
    }

    @Test
    void withoutAnyFileLocalhostIsKnown() {
        run(
                files().withQueryTimeout(SHORT),
                () -> {
                    assertThat(addresses("localhost"))
                            .containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
                    try (Server server =
                                    Stream.serve(stream -> stream.write("hi\n"), "localhost", 0);
                            Stream client = Stream.connect("localhost", server.port())) {
                        assertThat(client.readLine()).contains("hi");
                    }
                });
    }

    @Test
    void withoutNameServersTheOneOfThisMachineIsNamed() throws IOException {
        Files.writeString(directory.resolve("resolv.conf"), "# nobody\n");
        Files.writeString(directory.resolve("hosts"), "::1 me.test\n");
        run(
                files().withQueryTimeout(SHORT),
                () -> {
                    assertThat(addresses("me.test")).containsExactly("0:0:0:0:0:0:0:1");
                    assertThatThrownBy(() -> addresses("nobody.invalid"))
                            .isInstanceOf(UnknownHostException.class)
                            .hasMessageContaining("nobody.invalid")
                            .hasMessageContaining("127.0.0.1:53");
                });
    }

    @Test
    void shortNamesAreSearchedInTheDomains() throws IOException {
        Files.writeString(directory.resolve("resolv.conf"), "search one.test two.test\n");
        ask(
                question ->
                        question.name().equals("web.two.test")
                                ? truth(question)
                                : List.of(question.answer(NAME_ERROR, 0)),
                server -> {
                    assertThat(addresses("web")).hasSize(3);
                    assertThat(server.asked()).contains("web.one.test A", "web.two.test A");
                    assertThatThrownBy(() -> addresses("web."))
                            .isInstanceOf(UnknownHostException.class);
                });
    }

    @Test
    void anotherNameServerInTheFileIsAskedFromThenOn() throws IOException {
        Path file = directory.resolve("resolv.conf");
        Files.writeString(file, "search one.test\n");
        ask(
                NettyResolverTest::truth,
                server -> {
                    addresses("web");
                    Files.writeString(file, "search somewhere-else.test\n");
                    addresses("web");
                    assertThat(server.asked())
                            .contains("web.one.test A", "web.somewhere-else.test A");
                });
    }

    // ---- connecting

    @Test
    void aConnectionIsMadeToTheAddressThatAnswers() throws IOException {
        ask(
                question ->
                        List.of(
                                question.type() == A
                                        ? question.answer(NO_ERROR, 9, "127.0.0.1")
                                        : question.answer(NO_ERROR, 9, "::1")),
                server -> {
                    try (Server app = Stream.serve(each -> each.write("hi\n"), "127.0.0.1", 0);
                            Stream stream = Stream.connect("app.test", app.port())) {
                        assertThat(stream.readLine()).contains("hi");
                    }
                });
    }

    @Test
    void theJdkCanBeAskedInstead() {
        Asyncio.run(
                Loops.on(mechanism, NettyOptions::withJdkResolver),
                () -> {
                    assertThat(Asyncio.getRunningLoop().capability(Resolver.class)).isEmpty();
                    assertThat(addresses("localhost")).contains("127.0.0.1");
                });
        assertThat(new InetSocketAddress("127.0.0.1", 1)).isNotNull();
    }
}
