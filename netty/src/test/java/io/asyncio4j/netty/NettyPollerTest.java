package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;
import io.asyncio4j.KeyboardInterrupt;
import io.asyncio4j.Promise;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Streams;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.spi.Network;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@ParameterizedClass
@EnumSource(Mechanism.class)
class NettyPollerTest {
    private static final String HOST = "127.0.0.1";

    private final Mechanism mechanism;
    private final Trace trace = new Trace();

    NettyPollerTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    // ---- waiting

    @Test
    void noWakeUpOfAnotherThreadIsLost() throws Exception {
        CompletableFuture<Integer> all = new CompletableFuture<>();
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    EventLoop loop = Asyncio.getRunningLoop();
                    Promise<@Nullable Void> over = loop.createFuture();
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 5_000; i++) {
                                            CompletableFuture<Integer> answer =
                                                    new CompletableFuture<>();
                                            int number = i;
                                            loop.callSoonThreadsafe(() -> answer.complete(number));
                                            assertThat(answer.join()).isEqualTo(number);
                                        }
                                        all.complete(5_000);
                                        loop.callSoonThreadsafe(() -> over.setResult(null));
                                    });
                    Asyncio.waitFor(over, Duration.ofMinutes(10));
                });
        assertThat(all.get(1, TimeUnit.SECONDS)).isEqualTo(5_000);
    }

    @Test
    void timersFireInOrderAndNeverEarly() {
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    EventLoop loop = Asyncio.getRunningLoop();
                    List<Integer> order = new ArrayList<>();
                    Instant start = loop.time();
                    for (int i = 20; i > 0; i--) {
                        int number = i;
                        Instant when = start.plusNanos(number * 700_000L);
                        loop.callAt(
                                when,
                                () -> {
                                    assertThat(loop.time()).isAfterOrEqualTo(when);
                                    order.add(number);
                                });
                    }
                    while (order.size() < 20) {
                        Asyncio.sleep(Duration.ofMillis(1));
                    }
                    assertThat(order).isSorted();
                });
    }

    @Test
    void anIdleLoopDoesNotSpin() {
        CountingPolls polls = new CountingPolls(mechanism);
        Asyncio.run(
                Loops.on(mechanism).withPoller(polls),
                () -> {
                    Server server = Streams.startServer((reader, writer) -> {}, HOST, 0);
                    polls.assertRest();
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aConnectionClosedOnBothHalvesDoesNotSpin() {
        assertQuietAfter(
                (a, b) -> {
                    a.transport().writeEof();
                    b.transport().writeEof();
                    trace.await("A eof");
                    trace.await("B eof");
                });
    }

    @Test
    void aPausedConnectionWhosePeerHasLeftDoesNotSpin() {
        assertQuietAfter(
                (a, b) -> {
                    b.transport().pauseReading();
                    a.transport().write(new byte[200_000]);
                    a.transport().close();
                    a.awaitLost();
                });
    }

    @Test
    void aPausedConnectionThatWasResetDoesNotSpin() {
        assertQuietAfter(
                (a, b) -> {
                    b.transport().pauseReading();
                    a.transport().pauseReading();
                    b.transport().write(new byte[1]);
                    Asyncio.sleep(Duration.ZERO);
                    a.transport().abort(); // with something unread, which makes it a reset
                    a.awaitLost();
                });
    }

    /** What brings two connected protocols into a state. */
    private interface Situation {
        void arise(RecordingProtocol a, RecordingProtocol b) throws Exception;
    }

    private void assertQuietAfter(Situation situation) {
        CountingPolls polls = new CountingPolls(mechanism);
        Asyncio.run(
                Loops.on(mechanism).withPoller(polls),
                () -> {
                    var a = new RecordingProtocol("A", trace, true);
                    var b = new RecordingProtocol("B", trace, true);
                    Server server = Net.createServer(() -> b, HOST, 0);
                    Net.createConnection(() -> a, HOST, server.port());
                    trace.await("B made");
                    situation.arise(a, b);
                    polls.assertRest();
                    server.close();
                });
    }

    // ---- the life of a loop

    @Test
    void aLoopRunsAgainOnAnotherThreadOrSaysThatItCannot() throws Exception {
        EventLoop loop = Asyncio.newEventLoop(Loops.on(mechanism));
        Server[] server = new Server[1];
        loop.runUntilComplete(
                () -> {
                    server[0] =
                            Streams.startServer(
                                    (reader, writer) -> {
                                        writer.write(reader.readLine());
                                        writer.close();
                                    },
                                    HOST,
                                    0);
                });
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                answer.complete(loop.runUntilComplete(() -> ask(server[0])));
                            } catch (Throwable failure) {
                                answer.completeExceptionally(failure);
                            }
                        })
                .join();
        if (mechanism == Mechanism.IO_URING) {
            assertThatThrownBy(answer::get)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("works only on the thread that ran the loop first");
        } else {
            assertThat(answer.get()).isEqualTo("again\n".getBytes(StandardCharsets.UTF_8));
        }
        loop.close();
    }

    private static byte[] ask(Server server) throws Exception {
        var connection = Streams.openConnection(HOST, server.port());
        connection.writer().write("again\n");
        byte[] answer = connection.reader().readAll();
        connection.writer().close();
        connection.writer().waitClosed();
        server.close();
        server.waitClosed();
        return answer;
    }

    @Test
    void closingTheLoopClosesWhatIsOpenAndSendsWhatWasWritten() throws Exception {
        EventLoop loop = Asyncio.newEventLoop(Loops.on(mechanism));
        Server server =
                loop.runUntilComplete(
                        () ->
                                Streams.startServer(
                                        (reader, writer) -> {
                                            trace.log("accepted");
                                            writer.write("bye");
                                            Asyncio.getRunningLoop().stop();
                                        },
                                        HOST,
                                        0));
        try (Socket client = new Socket(InetAddress.ofLiteral(HOST), server.port())) {
            loop.runForever();
            loop.close();
            assertThat(client.getInputStream().readAllBytes()).hasSize(3);
        }
        trace.assertWords("accepted");
        assertThatThrownBy(() -> new Socket(InetAddress.ofLiteral(HOST), server.port()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void everyChannelIsGivenBack() {
        NettyPoller[] poller = new NettyPoller[1];
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    poller[0] = pollerOfThisLoop();
                    Server server =
                            Streams.startServer((reader, writer) -> writer.close(), HOST, 0);
                    for (int i = 0; i < 10; i++) {
                        var connection = Streams.openConnection(HOST, server.port());
                        connection.reader().readAll();
                        connection.writer().close();
                        connection.writer().waitClosed();
                    }
                    assertThatThrownBy(
                                    () ->
                                            Asyncio.waitFor(
                                                    () -> Streams.openConnection(HOST, 1),
                                                    Duration.ofSeconds(60)))
                            .isInstanceOf(ConnectException.class);
                    server.close();
                    server.waitClosed();
                    Asyncio.sleep(Duration.ofMillis(1));
                    assertThat(poller[0].channelCount()).isZero();
                });
    }

    @Test
    void transportsSendPastTheirChannelsOnEpollAndKqueue() {
        Asyncio.run(
                Loops.on(mechanism),
                () ->
                        assertThat(pollerOfThisLoop().directSend().isPresent())
                                .isEqualTo(
                                        mechanism == Mechanism.EPOLL
                                                || mechanism == Mechanism.KQUEUE));
    }

    private static NettyPoller pollerOfThisLoop() {
        return Asyncio.getRunningLoop()
                .capability(Network.class)
                .map(NettyNetwork.class::cast)
                .orElseThrow()
                .poller();
    }

    @Test
    void anExitRequestInDataReceivedEndsTheRun() {
        var interrupt = new KeyboardInterrupt();
        EventLoop loop = Asyncio.newEventLoop(Loops.on(mechanism));
        assertThatThrownBy(
                        () ->
                                loop.runUntilComplete(
                                        () -> {
                                            Server server =
                                                    Net.createServer(
                                                            () -> interruptedBy(interrupt),
                                                            HOST,
                                                            0);
                                            var connection =
                                                    Streams.openConnection(HOST, server.port());
                                            connection.writer().write("x");
                                            connection.reader().readAll();
                                        }))
                .isSameAs(interrupt);
        loop.close();
    }

    private RecordingProtocol interruptedBy(KeyboardInterrupt interrupt) {
        return new RecordingProtocol("B", trace) {
            @Override
            public void dataReceived(ByteBuffer data) {
                throw interrupt;
            }
        };
    }

    @Test
    void whatNettyHasLeftToExecuteRunsWhenTheLoopIsClosed() {
        List<Integer> ran = new ArrayList<>();
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    var executor =
                            Asyncio.getRunningLoop().capability(LoopExecutor.class).orElseThrow();
                    executor.execute(
                            () -> {
                                ran.add(1);
                                executor.execute(
                                        () -> {
                                            ran.add(2);
                                            executor.execute(() -> ran.add(3));
                                        });
                            });
                });
        assertThat(ran).containsExactly(1, 2, 3);
    }
}
