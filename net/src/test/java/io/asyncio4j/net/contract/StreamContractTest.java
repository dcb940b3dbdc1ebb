package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.ContextVar;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Task;
import io.asyncio4j.net.Connection;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.StreamHandler;
import io.asyncio4j.net.StreamWriter;
import io.asyncio4j.net.transport.ConnectionResetException;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.queues.Queue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What readers and writers promise on a connection: order, back-pressure, ends and cancellation.
 */
public abstract class StreamContractTest extends NetworkContract {
    private final Trace trace = new Trace();

    private static final StreamHandler ECHO =
            (reader, writer) -> {
                for (byte[] line : reader) {
                    writer.write(line);

                    writer.drain();
                }
                writer.close();
            };

    /** Tests on this carrier. */
    protected StreamContractTest(Carrier carrier) {
        super(carrier);
    }

    private static void end(Server server) {
        server.close();
        server.abortClients();
        server.waitClosed();
    }

    @Test
    void linesComeBackInOrder() {
        run(
                () -> {
                    Server server = venue().startServer(ECHO);
                    Connection connection = venue().openConnection(server);
                    for (int i = 0; i < 100; i++) {
                        connection.writer().write("line " + i + "\n");
                        connection.writer().drain();
                    }
                    connection
                            .writer()
                            .writeLines(List.of("no ".getBytes(UTF_8), "end".getBytes(UTF_8)));
                    if (carrier().closesHalves()) {
                        connection.writer().writeEof();
                    }
                    for (int i = 0; i < 100; i++) {
                        assertThat(new String(connection.reader().readLine(), UTF_8))
                                .isEqualTo("line " + i + "\n");
                    }
                    if (carrier().closesHalves()) {
                        assertThat(connection.reader().readLine())
                                .isEqualTo("no end".getBytes(UTF_8));
                        assertThat(connection.reader().readLine()).isEmpty();
                        assertThat(connection.reader().atEof()).isTrue();
                    }
                    connection.writer().close();
                    connection.writer().waitClosed();
                    connection.writer().waitClosed();
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aWriterTellsWhatItsConnectionKnows() {
        run(
                () -> {
                    Server server = venue().startServer(ECHO);
                    assertThat(server.loop()).isSameAs(Asyncio.getRunningLoop());
                    StreamWriter writer = venue().openConnection(server).writer();
                    assertThat(writer.extraInfo(ExtraInfo.PEERNAME))
                            .contains(server.sockets().getFirst());
                    assertThat(writer.canWriteEof()).isEqualTo(carrier().closesHalves());
                    assertThat(writer.isClosing()).isFalse();
                    writer.close();
                    assertThat(writer.isClosing()).isTrue();
                    writer.waitClosed();
                    end(server);
                });
    }

    @Test
    void aSlowReaderBoundsTheMemoryOfBothSides() {
        byte[] piece = new byte[10_000];
        run(
                () -> {
                    Server server =
                            venue().startServer(
                                            (reader, writer) -> {
                                                trace.log("serving");
                                                trace.await("go on");
                                                trace.log("read", reader.readAll().length);
                                                writer.close();
                                            },
                                            ServerOptions.DEFAULT.withLimitBytes(1_000));
                    Connection connection = venue().openConnection(server);
                    var transport = connection.writer().transport();
                    Task<Integer> writing =
                            Asyncio.createTask(
                                    () -> {
                                        for (int i = 0; i < 2_000; i++) {
                                            connection.writer().write(piece);
                                            assertThat(transport.writeBufferSize())
                                                    .isLessThanOrEqualTo(64 * 1024 + piece.length);
                                            trace.log("wrote");
                                            connection.writer().drain();
                                        }
                                        endOutput(transport);
                                        return 2_000 * piece.length;
                                    });
                    long before = -1;
                    while (trace.count("wrote") > before) { // until the writer is stopped
                        before = trace.count("wrote");
                        passes(50);
                    }
                    assertThat(writing.isDone()).isFalse();
                    trace.log("go on");
                    assertThat(writing.await()).isEqualTo(20_000_000);
                    trace.await("read 20000000");
                    connection.writer().close();
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void drainReturnsWithoutSwitchingUnlessPaused() {
        run(
                () -> {
                    Server server = venue().startServer(ECHO);
                    Connection connection = venue().openConnection(server);
                    Asyncio.getRunningLoop().callSoon(() -> trace.log("others ran"));
                    connection.writer().write("x\n");
                    connection.writer().drain();
                    trace.log("drained");
                    passes(1);
                    trace.assertWords("drained", "others ran");
                    Asyncio.getRunningLoop().callSoon(() -> trace.log("others ran again"));
                    connection.reader().readLine();
                    connection.writer().close();
                    if (carrier().waitsForGoodbye()) { // the goodbye takes a while
                        connection.writer().waitClosed();
                    }
                    assertThatThrownBy(() -> connection.writer().drain())
                            .isInstanceOf(ConnectionResetException.class)
                            .hasMessage("Connection lost");
                    trace.assertWords("drained", "others ran", "others ran again");
                    end(server);
                });
    }

    @Test
    void severalTasksMayDrain() {
        run(
                () -> {
                    Server server =
                            venue().startServer(
                                            (reader, writer) -> {
                                                trace.await("go on");
                                                reader.readAll();
                                                writer.close();
                                            });
                    Connection connection = venue().openConnection(server);
                    connection.writer().write(new byte[16_000_000]);
                    List<Task<@Nullable Void>> tasks = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        int number = i;
                        tasks.add(
                                Asyncio.createTask(
                                        () -> {
                                            connection.writer().drain();
                                            trace.log("drained", number);
                                        }));
                    }
                    passes(5);
                    tasks.get(1).cancel();
                    trace.log("go on");
                    tasks.get(0).await();
                    tasks.get(2).await();
                    assertThatThrownBy(tasks.get(1)::await).isInstanceOf(CancelledError.class);
                    trace.assertWords("go on", "drained 0", "drained 2");
                    connection.writer().close();
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void drainThrowsWhatBrokeTheConnection() {
        run(
                () -> {
                    Server server =
                            venue().startServer((reader, writer) -> writer.transport().abort());
                    Connection connection = venue().openConnection(server);
                    assertThatThrownBy(
                                    () -> {
                                        while (true) {
                                            connection.writer().write(new byte[100_000]);
                                            connection.writer().drain();
                                            passes(1);
                                        }
                                    })
                            .satisfies(this::assertLossOfThePeer);
                    assertThatThrownBy(() -> connection.writer().waitClosed())
                            .satisfies(this::assertLossOfThePeer);
                    assertThatThrownBy(() -> connection.reader().read(1))
                            .satisfies(this::assertLossOfThePeer);
                    end(server);
                });
    }

    @Test
    void aFailingHandlerIsReportedAndItsConnectionClosed() {
        List<ExceptionContext> reports = new ArrayList<>();
        run(
                () -> {
                    Asyncio.getRunningLoop().setExceptionHandler((loop, each) -> reports.add(each));
                    Server server =
                            venue().startServer(
                                            (reader, writer) -> {
                                                throw new IOException("disk full");
                                            });
                    Connection connection = venue().openConnection(server);
                    assertThat(connection.reader().readAll()).isEmpty();
                    connection.writer().close();
                    server.close();
                    server.waitClosed();
                });
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().exception().orElseThrow()).hasMessage("disk full");
        assertThat(reports.getFirst().keys()).containsExactly("exception", "message", "transport");
    }

    @Test
    void aCancelledHandlerClosesItsConnection() {
        run(
                () -> {
                    List<Task<?>> handlers = new ArrayList<>();
                    Server server =
                            venue().startServer(
                                            (reader, writer) -> {
                                                handlers.add(Asyncio.currentTask().orElseThrow());
                                                trace.log("serving");
                                                reader.read(1);
                                            });
                    Connection connection = venue().openConnection(server);
                    trace.await("serving");
                    handlers.getFirst().cancel();
                    assertThat(connection.reader().readAll()).isEmpty();
                    connection.writer().close();
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void handlersRunInACopyOfTheServersContext() {
        ContextVar<String> variable = ContextVar.of("who", "nobody");
        run(
                () -> {
                    variable.set("server");
                    Server server =
                            venue().startServer(
                                            (reader, writer) -> {
                                                writer.write(variable.get());
                                                variable.set("handler");
                                                writer.close();
                                            });
                    variable.set("client");
                    for (int i = 0; i < 2; i++) {
                        Connection connection = venue().openConnection(server);
                        assertThat(new String(connection.reader().readAll(), UTF_8))
                                .isEqualTo("server");
                        connection.writer().close();
                    }
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void openConnectionCancelledAtAnyStepLeavesNothing() {
        run(
                () -> {
                    Queue<String> heard = new Queue<>();
                    Server server =
                            venue().startServer(
                                            (reader, writer) -> {
                                                String all = new String(reader.readAll(), UTF_8);
                                                writer.close();
                                                heard.putNowait(all);
                                            });
                    boolean hasSucceeded = false;
                    for (int step = 0; !hasSucceeded; step++) {
                        Task<Connection> opening =
                                Asyncio.createTask(() -> venue().openConnection(server));
                        passes(step);
                        opening.cancel();
                        try {
                            Connection connection = opening.await();
                            hasSucceeded = true;
                            connection.writer().close();
                        } catch (CancelledError expected) {
                            // The server serves on, and has accepted what was cancelled, too.
                            Connection next = venue().openConnection(server);
                            next.writer().write("step " + step);
                            next.writer().close();
                            String last = heard.get();
                            while (last.isEmpty()) {
                                last = heard.get();
                            }
                            assertThat(last).isEqualTo("step " + step);
                        }
                    }
                    server.close();
                    server.waitClosed(); // every handler has seen the end of its connection
                });
    }

    @Test
    void aReadCancelledAtAnyStepLosesNothing() {
        run(
                () -> {
                    Server server = venue().startServer(ECHO);
                    Connection connection = venue().openConnection(server);
                    StringBuilder all = new StringBuilder();
                    int answered = 0;
                    for (int step = 0; answered < 20; step++) {
                        connection.writer().write(step + "\n");
                        Task<byte[]> reading = Asyncio.createTask(connection.reader()::readLine);
                        passes(step % 7);
                        reading.cancel();
                        try {
                            all.append(new String(reading.await(), UTF_8));
                            answered++;
                        } catch (CancelledError expected) {
                            all.append(new String(connection.reader().readLine(), UTF_8));
                            answered++;
                        }
                    }
                    StringBuilder expected = new StringBuilder();
                    for (int i = 0; i < 20; i++) {
                        expected.append(i).append('\n');
                    }
                    assertThat(all.toString()).isEqualTo(expected.toString());
                    connection.writer().close();
                    server.close();
                    server.waitClosed();
                });
    }
}
