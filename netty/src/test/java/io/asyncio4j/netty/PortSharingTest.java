package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Fleet;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ServerOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Servers on several loops that share a port. */
@ParameterizedClass
@MethodSource("ways")
class PortSharingTest {
    private static final String HOST = "127.0.0.1";
    private static final int LOOPS = 3;
    private static final int CONNECTIONS = 60;
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final ServerOptions SHARED =
            ServerOptions.DEFAULT.withReusePort(true).withBacklog(1000);

    private final Mechanism mechanism;
    private final PortSharing way;
    private final int port = Programs.freePort();
    private final AtomicInteger listening = new AtomicInteger();

    PortSharingTest(Mechanism mechanism, PortSharing way) {
        this.mechanism = mechanism;
        this.way = way;
    }

    static List<Object[]> ways() {
        List<Object[]> all = new ArrayList<>();
        for (Mechanism mechanism : Mechanism.values()) {
            for (PortSharing way : PortSharing.values()) {
                all.add(new Object[] {mechanism, way});
            }
        }
        return all;
    }

    private LoopOptions options() {
        assumeTrue(
                way == PortSharing.IN_TURNS || PortSharing.best() == PortSharing.BY_SYSTEM,
                "this system does not divide connections evenly");
        return Loops.on(mechanism, options -> options.withPortSharing(way));
    }

    private static final class Done extends RuntimeException {
        Done() {
            super("the test is over");
        }
    }

    /** Serves on all loops but the first, where the client runs when all listen. */
    private void serve(Stream.Handler handler, Client client) {
        LoopOptions options = options();
        Done done = new Done();
        assertThatThrownBy(
                        () ->
                                Fleet.run(
                                        LOOPS + 1,
                                        options,
                                        member -> {
                                            if (member.index() == 0) {
                                                while (listening.get() < LOOPS) {
                                                    Asyncio.sleep(Duration.ofMillis(1));
                                                }
                                                client.run(member);
                                                throw done;
                                            }
                                            try (Server server = listen(handler)) {
                                                server.serveUntilCancelled(GRACE);
                                            }
                                        }))
                .isSameAs(done)
                .hasNoSuppressedExceptions();
    }

    private Server listen(Stream.Handler handler) throws IOException {
        Server server = Stream.serve(handler, List.of(HOST), port, SHARED);
        listening.incrementAndGet();
        return server;
    }

    private interface Client {
        void run(Fleet.Member member) throws Exception;
    }

    /** Connects many times; counts the answers, which name the loop. */
    private Map<String, Integer> answers() throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            try (Stream stream = Stream.connect(HOST, port)) {
                counts.merge(stream.readLine().orElse("nothing"), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static void tellLoop(Stream stream) throws IOException {
        stream.write(System.identityHashCode(Asyncio.getRunningLoop()) + "\n");
    }

    @Test
    void connectionsSpreadOverTheLoopsAndTheAddressIsFreeAfterwards() throws IOException {
        serve(
                PortSharingTest::tellLoop,
                member -> {
                    Map<String, Integer> counts = answers();
                    assertThat(counts).hasSize(LOOPS).doesNotContainKey("nothing");
                    if (way == PortSharing.IN_TURNS) {
                        assertThat(counts.values()).containsOnly(CONNECTIONS / LOOPS);
                    }
                });
        new ServerSocket(port, 1, InetAddress.getByName(HOST)).close();
    }

    @Test
    void allLoopsLetTheirHandlersFinish() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger finished = new AtomicInteger();
        List<Stream> clients = new ArrayList<>();
        serve(
                stream -> {
                    begun.incrementAndGet();
                    Asyncio.sleep(Duration.ofMillis(50));
                    finished.incrementAndGet();
                },
                member -> {
                    for (int i = 0; i < CONNECTIONS; i++) {
                        clients.add(Stream.connect(HOST, port));
                    }
                    while (begun.get() < CONNECTIONS) {
                        Asyncio.sleep(Duration.ofMillis(1));
                    }
                });
        assertThat(finished).hasValue(CONNECTIONS);
    }

    @Test
    void whenOneListenerLeavesTheOthersServe() {
        serve(
                PortSharingTest::tellLoop,
                member -> {
                    Server fourth = Stream.serve(each -> {}, List.of(HOST), port, SHARED);
                    fourth.close();
                    fourth.waitClosed();
                    Map<String, Integer> counts = answers();
                    assertThat(counts).hasSize(LOOPS).doesNotContainKey("nothing");
                });
    }

    @Test
    void aListenerThatDoesNotAcceptYetGetsNothing() {
        assumeTrue(way == PortSharing.IN_TURNS, "the system queues for it");
        serve(
                PortSharingTest::tellLoop,
                member -> {
                    Server idle =
                            Stream.serve(
                                    each -> {}, List.of(HOST), port, SHARED.withServing(false));
                    assertThat(answers()).hasSize(LOOPS).doesNotContainKey("nothing");
                    idle.close();
                });
    }

    @Test
    void aLoopThatIsClosedWithItsServerOpenLetsGoOfThePort() throws IOException {
        Asyncio.run(
                options(),
                () -> {
                    listen(PortSharingTest::tellLoop);
                    assertThat(answers()).hasSize(1).doesNotContainKey("nothing");
                });
        assertThat(
                        Thread.getAllStackTraces().keySet().stream()
                                .filter(each -> each.getName().equals("asyncio4j-dealer-" + port)))
                .allSatisfy(each -> assertThat(each.join(Duration.ofSeconds(20))).isTrue());
        try (SocketChannel refused = SocketChannel.open()) {
            assertThatThrownBy(() -> refused.connect(new InetSocketAddress(HOST, port)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void anAddressThatCannotBeBoundIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            Asyncio.run(
                    options(),
                    () ->
                            assertThatThrownBy(
                                            () ->
                                                    Stream.serve(
                                                            each -> {},
                                                            List.of(HOST),
                                                            taken.getLocalPort(),
                                                            SHARED))
                                    .isInstanceOf(IOException.class)
                                    .hasMessageContaining("ddress already in use")
                                    .hasMessageContaining(":" + taken.getLocalPort()));
        }
    }

    @Test
    void aPortThatTheSystemChoosesCanBeJoined() {
        Asyncio.run(
                options(),
                () -> {
                    Server first = Stream.serve(each -> {}, List.of(HOST), 0, SHARED);
                    Server second = Stream.serve(each -> {}, List.of(HOST), first.port(), SHARED);
                    assertThat(second.port()).isEqualTo(first.port()).isPositive();
                    first.close();
                    second.close();
                    first.waitClosed();
                    second.waitClosed();
                });
    }
}
