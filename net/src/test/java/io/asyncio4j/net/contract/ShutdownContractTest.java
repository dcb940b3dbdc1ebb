package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.ShutdownReport;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ExtraInfo;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What every server promises about ending in order. */
public abstract class ShutdownContractTest extends NetworkContract {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofHours(1);

    private final Trace trace = new Trace();

    /** Tests on this carrier. */
    protected ShutdownContractTest(Carrier carrier) {
        super(carrier);
    }

    private RecordingProtocol connectTo(Server server, String name) throws IOException {
        var protocol = new RecordingProtocol(name, trace);
        Net.createConnection(() -> protocol, HOST, server.port());
        trace.await("S made");
        return protocol;
    }

    private Server silentServer() throws IOException {
        return Net.createServer(() -> new RecordingProtocol("S", trace), HOST, 0);
    }

    @Test
    void shutdownEndsEarlyWhenEverybodyLeaves() {
        run(
                () -> {
                    Server server = silentServer();
                    RecordingProtocol a = connectTo(server, "A");
                    a.transport().close();
                    ShutdownReport report = server.shutdown(LONG);
                    assertThat(report.isClean()).isTrue();
                    assertThat(report.toString()).isEqualTo("nothing was cut");
                    assertThat(trace.has("S eof")).isTrue();
                });
    }

    @Test
    void shutdownAbortsThoseThatStayTooLongAndNamesThem() {
        run(
                () -> {
                    Server server = silentServer();
                    RecordingProtocol a = connectTo(server, "A");
                    ShutdownReport report = server.shutdown(SHORT);
                    assertThat(trace.has("S lost None")).isTrue();
                    a.awaitLost();
                    assertThat(report.cuts())
                            .containsExactly(
                                    new ShutdownReport.Cut(
                                            a.transport().extraInfo(ExtraInfo.SOCKNAME),
                                            0,
                                            Optional.empty()));
                });
    }

    @Test
    void whatWasNotSentIsCounted() {
        run(
                () -> {
                    int bytes = 16_000_000;
                    Server server = Stream.serve(stream -> stream.write(new byte[bytes]), HOST, 0);
                    var a = new RecordingProtocol("A", trace);
                    Net.createConnection(() -> a, HOST, server.port());
                    a.transport().pauseReading();
                    passes(20);
                    ShutdownReport report = server.shutdown(SHORT);
                    assertThat(report.unsentBytes()).isBetween(1L, (long) bytes);
                    assertThat(report.cuts().getFirst().handler()).isPresent();
                    assertThat(report.toString()).contains("1 cut", "bytes not sent");
                    a.transport().abort();
                    a.awaitLost();
                });
    }

    @Test
    void handlersMayFinishDuringTheGrace() {
        run(
                () -> {
                    Server server =
                            Stream.serve(
                                    stream -> {
                                        trace.log("begun");
                                        Asyncio.sleep(SHORT);
                                        stream.write("done\n");
                                        trace.log("finished");
                                    },
                                    HOST,
                                    0);
                    try (Stream client = Stream.connect(HOST, server.port())) {
                        trace.await("begun");
                        Task<ShutdownReport> ending =
                                Asyncio.createTask(() -> server.shutdown(LONG));
                        assertThat(client.readLine()).contains("done");
                        assertThat(client.readLine()).isEmpty();
                        assertThat(ending.await().isClean()).isTrue();
                    }
                    trace.assertWords("begun", "finished");
                });
    }

    @Test
    void aHandlerIsWaitedForWhenItsConnectionIsGone() {
        run(
                () -> {
                    Server server =
                            Stream.serve(
                                    stream -> {
                                        trace.log("begun");
                                        stream.close();
                                        Asyncio.sleep(SHORT);
                                        trace.log("finished");
                                    },
                                    HOST,
                                    0);
                    Stream.connect(HOST, server.port()).close();
                    trace.await("begun");
                    passes(10);
                    assertThat(server.shutdown(LONG).isClean()).isTrue();
                    trace.assertWords("begun", "finished");
                });
    }

    @Test
    void aHandlerThatStaysIsCancelledAndNamed() {
        run(
                () -> {
                    Server server =
                            Stream.serve(
                                    stream -> {
                                        Asyncio.currentTask().orElseThrow().setName("stubborn");
                                        trace.log("begun");
                                        stream.close();
                                        try {
                                            Asyncio.sleep(LONG);
                                        } finally {
                                            Asyncio.sleep(Duration.ofMillis(1));
                                            trace.log("cleaned up");
                                        }
                                    },
                                    HOST,
                                    0);
                    Stream.connect(HOST, server.port()).close();
                    trace.await("begun");
                    ShutdownReport report = server.shutdown(SHORT);
                    trace.assertWords("begun", "cleaned up");
                    assertThat(report.cuts())
                            .singleElement()
                            .satisfies(cut -> assertThat(cut.handler()).contains("stubborn"));
                    assertThat(Asyncio.allTasks()).hasSize(1);
                });
    }

    @Test
    void aCancelledShutdownLeavesTheClientsAlone() {
        run(
                () -> {
                    Server server = silentServer();
                    RecordingProtocol a = connectTo(server, "A");
                    Task<ShutdownReport> ending = Asyncio.createTask(() -> server.shutdown(LONG));
                    passes(3);
                    ending.cancel();
                    assertThatThrownBy(ending::await).isInstanceOf(CancelledError.class);
                    assertThat(server.isServing()).isFalse();
                    a.transport().write(bytes("still there"));
                    trace.await("S data still there");
                    assertThat(server.shutdown(Duration.ZERO).cuts()).hasSize(1);
                    a.awaitLost();
                });
    }

    @Test
    void serveUntilCancelledShutsDownWhenItIs() {
        run(
                () -> {
                    Server server = silentServer();
                    Task<@Nullable Void> forever =
                            Asyncio.createTask(() -> server.serveUntilCancelled(SHORT));
                    RecordingProtocol a = connectTo(server, "A");
                    forever.cancel();
                    assertThatThrownBy(forever::await).isInstanceOf(CancelledError.class);
                    assertThat(trace.has("S lost None")).isTrue();
                    a.awaitLost();
                });
    }
}
