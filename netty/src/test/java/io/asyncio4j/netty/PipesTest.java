package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Task;
import io.asyncio4j.net.Link;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Pipes;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Sockets;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.spi.Readiness;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.ServerOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Random;

/** Transports on channels that the program brings: pipes and accepted sockets. */
@ParameterizedClass
@EnumSource(Mechanism.class)
class PipesTest {
    private static final Duration HUNG = Duration.ofSeconds(60);

    private final Mechanism mechanism;
    private final Trace trace = new Trace();
    private final RecordingProtocol reader = new RecordingProtocol("R", trace, true);
    private final RecordingProtocol writer = new RecordingProtocol("W", trace);

    PipesTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    private void run(Action test) {
        Asyncio.run(
                Loops.on(mechanism),
                () ->
                        Asyncio.timeout(
                                HUNG,
                                () -> {
                                    test.run();
                                    assertThat(readiness().size()).as("left over").isZero();
                                }));
    }

    private static Readiness readiness() {
        return Readiness.of(Asyncio.getRunningLoop());
    }

    private static void passes(int count) {
        for (int i = 0; i < count; i++) {
            Asyncio.sleep(Duration.ZERO);
        }
    }

    // ---- pipes

    @Test
    void whatIsWrittenToAPipeArrivesAndThenItsEnd() {
        byte[] much = new byte[1_000_000];
        new Random(1).nextBytes(much);
        run(
                () -> {
                    Pipe pipe = Pipe.open();
                    Pipes.connectReadPipe(() -> reader, pipe.source());
                    Pipes.connectWritePipe(() -> writer, pipe.sink());
                    trace.assertWords("R made", "W made");
                    writer.transport().write(much);
                    writer.transport().writeEof();
                    assertThat(writer.transport().isClosing()).as("the end is closing").isTrue();
                    reader.awaitLost();
                    assertThat(reader.received()).isEqualTo(much);
                    assertThat(trace.words()).contains("W lost None", "R eof", "R lost None");
                    assertThat(pipe.source().isOpen()).isFalse();
                    assertThat(pipe.sink().isOpen()).isFalse();
                });
    }

    @Test
    void eachEndOfAPipeGoesOneWay() {
        run(
                () -> {
                    Pipe pipe = Pipe.open();
                    Pipes.connectReadPipe(() -> reader, pipe.source());
                    Pipes.connectWritePipe(() -> writer, pipe.sink());
                    assertThat(reader.transport().canWriteEof()).isFalse();
                    assertThatThrownBy(() -> reader.transport().write(new byte[1]))
                            .isInstanceOf(UnsupportedOperationException.class)
                            .hasMessageContaining("only reads");
                    assertThatThrownBy(() -> reader.transport().writeEof())
                            .isInstanceOf(UnsupportedOperationException.class);
                    assertThat(writer.transport().isReading()).isFalse();
                    writer.transport().resumeReading();
                    assertThat(writer.transport().isReading()).isFalse();
                    assertThat(writer.transport().extraInfo(ExtraInfo.CHANNEL))
                            .containsSame(pipe.sink());
                    assertThat(writer.transport().extraInfo(ExtraInfo.PEERNAME)).isEmpty();
                    writer.transport().close();
                    reader.awaitLost();
                });
    }

    @Test
    void aReaderThatGoesAwayIsNoticedAtTheNextWrite() {
        run(
                () -> {
                    Pipe pipe = Pipe.open();
                    Pipes.connectWritePipe(() -> writer, pipe.sink());
                    pipe.source().close();
                    writer.transport().write(new byte[10]);
                    writer.awaitLost();
                    trace.assertWords("W made", "W lost ConnectionResetException");
                });
    }

    @Test
    void aReaderThatGoesAwayWhileTheWriterWaitsIsNoticed() {
        run(
                () -> {
                    Pipe pipe = Pipe.open();
                    Pipes.connectWritePipe(() -> writer, pipe.sink());
                    writer.transport().write(new byte[1_000_000]);
                    passes(3);
                    assertThat(writer.transport().writeBufferSize()).isPositive();
                    pipe.source().close();
                    writer.awaitLost();
                    assertThat(trace.has("W lost ConnectionResetException")).isTrue();
                });
    }

    // ---- accepted sockets

    @Test
    void anAcceptedSocketBecomesAStream() {
        run(
                () -> {
                    try (var pair = SocketPair.open()) {
                        pair.left().configureBlocking(true); // as a thread had accepted it
                        try (var stream = Stream.connectAcceptedSocket(pair.left())) {
                            Sockets.sockSendAll(pair.right(), "hello\n".getBytes());
                            assertThat(stream.readLine()).contains("hello");
                            stream.write("answer");
                            assertThat(Sockets.sockRecv(pair.right(), 100))
                                    .isEqualTo("answer".getBytes());
                            assertThat(stream.extraInfo(ExtraInfo.PEERNAME))
                                    .contains(pair.right().getLocalAddress());
                        }
                        assertThat(pair.left().isOpen()).isFalse();
                    }
                });
    }

    @Test
    void aTransportKeepsOthersAwayFromItsSocket() {
        run(
                () -> {
                    try (var pair = SocketPair.open()) {
                        Net.connectAcceptedSocket(() -> reader, pair.left(), ServerOptions.DEFAULT);
                        assertThatThrownBy(() -> Sockets.sockRecv(pair.left(), 1))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("is used by ChannelTransport[open");
                        assertThatThrownBy(
                                        () ->
                                                Net.connectAcceptedSocket(
                                                        () -> writer,
                                                        pair.left(),
                                                        ServerOptions.DEFAULT))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("is used by ChannelTransport[open");
                        reader.transport().abort();
                        reader.awaitLost();
                    }
                });
    }

    @Test
    void aSocketThatIsNotConnectedIsRefused() {
        run(
                () -> {
                    try (var channel = SocketChannel.open()) {
                        assertThatThrownBy(
                                        () ->
                                                Net.connectAcceptedSocket(
                                                        () -> reader,
                                                        channel,
                                                        ServerOptions.DEFAULT))
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("is not connected");
                    }
                });
    }

    @Test
    void aFailingProtocolFactoryClosesTheSocket() {
        run(
                () -> {
                    try (var pair = SocketPair.open()) {
                        assertThatThrownBy(
                                        () ->
                                                Net.connectAcceptedSocket(
                                                        () -> {
                                                            throw new IllegalStateException("no");
                                                        },
                                                        pair.left(),
                                                        ServerOptions.DEFAULT))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessage("no");
                        assertThat(pair.left().isOpen()).isFalse();
                    }
                });
    }

    @Test
    void cancellingAtAnyStepClosesTheSocket() {
        run(
                () -> {
                    for (int step = 0; step < 4; step++) {
                        try (var pair = SocketPair.open()) {
                            Task<Link<RecordingProtocol>> adopting =
                                    Asyncio.createTask(
                                            () ->
                                                    Net.connectAcceptedSocket(
                                                            () -> reader,
                                                            pair.left(),
                                                            ServerOptions.DEFAULT));
                            passes(step);
                            adopting.cancel();
                            try {
                                adopting.await().transport().abort();
                            } catch (CancelledError expected) {
                                trace.log("cancelled");
                            }
                            passes(5);
                            if (step > 0) { // else it has not begun
                                assertThat(pair.left().isOpen()).isFalse();
                            }
                        }
                    }
                    assertThat(trace.has("cancelled")).isTrue();
                });
    }

    @Test
    void aBoundChannelBecomesAServer() {
        run(
                () -> {
                    ServerSocketChannel channel =
                            ServerSocketChannel.open()
                                    .bind(
                                            new InetSocketAddress(
                                                    InetAddress.getLoopbackAddress(), 0));
                    Server server =
                            Net.createServer(
                                    () -> new RecordingProtocol("S", trace),
                                    channel,
                                    ServerOptions.DEFAULT);
                    try (var stream = Stream.connect("127.0.0.1", server.port())) {
                        stream.write("x");
                        trace.await("S data x");
                    }
                    trace.await("S lost None");
                    server.close();
                    server.waitClosed();
                    assertThat(channel.isOpen()).isFalse();
                });
    }

    @Test
    void anUnboundChannelIsNoServer() {
        run(
                () -> {
                    try (var channel = ServerSocketChannel.open()) {
                        assertThatThrownBy(
                                        () ->
                                                Net.createServer(
                                                        () -> reader,
                                                        channel,
                                                        ServerOptions.DEFAULT))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining("is not bound");
                    }
                });
    }

    @Test
    void closingTheLoopClosesTheSocketsOfItsTransports() throws Exception {
        EventLoop loop = Asyncio.newEventLoop(Loops.on(mechanism));
        try (var pair = SocketPair.open()) {
            loop.runUntilComplete(
                    () -> {
                        Net.connectAcceptedSocket(() -> reader, pair.left(), ServerOptions.DEFAULT);
                        reader.transport().write("bye".getBytes());
                    });
            loop.close();
            assertThat(pair.left().isOpen()).isFalse();
            ByteBuffer rest = ByteBuffer.allocate(10);
            pair.right().configureBlocking(true);
            while (pair.right().read(rest) >= 0) {
                assertThat(rest.hasRemaining()).isTrue();
            }
            assertThat(rest.position()).isEqualTo(3);
        }
    }
}
