package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.net.IncompleteReadException;
import io.asyncio4j.net.LimitOverrunException;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.WriteBufferLimits;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;

/** What the one-object stream promises on a connection. */
public abstract class OneStreamContractTest extends NetworkContract {
    private final Trace trace = new Trace();

    /** Tests on this carrier. */
    protected OneStreamContractTest(Carrier carrier) {
        super(carrier);
    }

    private static void end(Server server) {
        server.close();
        server.abortClients();
        server.waitClosed();
    }

    @Test
    void aStreamReadsWritesAndEnds() {
        assumeHalvesCanBeClosed();
        run(
                () -> {
                    Server server =
                            venue().serve(
                                            stream -> {
                                                for (String line : stream) {
                                                    stream.write(
                                                            line.toUpperCase(
                                                                    java.util.Locale.ROOT));
                                                    stream.write("\r\n");
                                                }
                                            });
                    try (Stream stream = venue().connect(server)) {
                        stream.write("one\ntwo\r\nthr");
                        assertThat(stream.readLine()).contains("ONE");
                        assertThat(stream.readUntil("O".getBytes(UTF_8), "\n".getBytes(UTF_8)))
                                .isEqualTo("TWO".getBytes(UTF_8));
                        assertThat(stream.readExactly(2)).isEqualTo("\r\n".getBytes(UTF_8));
                        stream.writeEof();
                        ByteBuffer target = ByteBuffer.allocate(2);
                        assertThat(stream.read(target)).isEqualTo(2);
                        assertThat(stream.read(target)).isZero();
                        assertThat(stream.readLine()).contains("R");
                        assertThat(stream.read(10)).isEmpty();
                        assertThat(stream.read(target.clear())).isEqualTo(-1);
                        assertThat(stream.readLine()).isEmpty();
                        assertThat(stream.readAll()).isEmpty();
                        assertThatThrownBy(() -> stream.readExactly(1))
                                .isInstanceOf(IncompleteReadException.class);
                    }
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aStreamsWriteWaitsForASlowPeer() {
        run(
                () -> {
                    Server server =
                            venue().serve(
                                            stream -> {
                                                trace.await("go on");
                                                trace.log("read", stream.readAll().length);
                                            });
                    Stream stream =
                            venue().connect(
                                            server,
                                            ConnectOptions.DEFAULT.withWriteBufferLimits(
                                                    WriteBufferLimits.ofHigh(10_000)));
                    Task<@Nullable Void> writing =
                            Asyncio.createTask(() -> stream.write(new byte[16_000_000]));
                    passes(20);
                    assertThat(writing.isDone()).isFalse();
                    trace.log("go on");
                    writing.await();
                    assertThat(stream.transport().writeBufferSize()).isLessThanOrEqualTo(2_500);
                    stream.close();
                    trace.await("read 16000000");
                    assertThatThrownBy(() -> stream.write("x"))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("closed");
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aClosedStreamReadsWhatHadComeThenTheEndAndTakesNoMore() {
        run(
                () -> {
                    Server server =
                            venue().serve(
                                            stream -> {
                                                stream.write("had come\n");
                                                stream.readAll();
                                            });
                    Stream stream = venue().connect(server);
                    Task<byte[]> first = Asyncio.createTask(() -> stream.readExactly(4));
                    first.await();
                    Task<byte[]> waiting = Asyncio.createTask(() -> stream.readExactly(100));
                    passes(3);
                    stream.close();
                    assertThatThrownBy(waiting::await)
                            .isInstanceOf(IncompleteReadException.class)
                            .hasMessageContaining("5 bytes read");
                    assertThat(stream.read(1)).isEmpty();
                    assertThat(stream.readLine()).isEmpty();
                    assertThat(stream.readAll()).isEmpty();
                    assertThatThrownBy(() -> stream.write("x"))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("which was closed");
                    stream.close();
                    stream.abort();
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void closingAStreamWaitsUntilEverythingIsSent() {
        run(
                () -> {
                    Server server =
                            venue().serve(
                                            stream -> {
                                                trace.await("closing");
                                                trace.log("read", stream.readAll().length);
                                            });
                    Stream stream = venue().connect(server);
                    stream.transport().write(new byte[16_000_000]);
                    Task<@Nullable Void> closing =
                            Asyncio.createTask(
                                    () -> {
                                        stream.close();
                                        trace.log("closed");
                                    });
                    passes(20);
                    assertThat(closing.isDone()).isFalse();
                    trace.log("closing");
                    closing.await();
                    trace.await("read 16000000");
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aCancelledCloseAborts() {
        run(
                () -> {
                    Server server = venue().serve(stream -> trace.await("go on"));
                    Stream stream = venue().connect(server);
                    stream.transport().write(new byte[16_000_000]);
                    Task<@Nullable Void> closing = Asyncio.createTask(stream::close);
                    passes(5);
                    closing.cancel();
                    assertThatThrownBy(closing::await).isInstanceOf(CancelledError.class);
                    assertThat(stream.transport().writeBufferSize()).isZero();
                    trace.log("go on");
                    server.close();
                    server.waitClosed();
                });
    }

    @Test
    void aBrokenStreamFailsOnceInTry() {
        run(
                () -> {
                    Server server = venue().serve(Stream::abort);
                    assertThatThrownBy(
                                    () -> {
                                        try (Stream stream = venue().connect(server)) {
                                            while (true) {
                                                stream.write(new byte[100_000]);
                                                passes(1);
                                            }
                                        }
                                    })
                            .satisfies(this::assertLossOfThePeer)
                            .hasNoSuppressedExceptions();
                    end(server);
                });
    }

    @Test
    void aLineOverTheLimitIsDroppedAndTheNextOneRead() {
        run(
                () -> {
                    Server server =
                            venue().serve(
                                            stream -> {
                                                stream.write("x".repeat(100) + "\nshort\n");
                                                stream.readAll();
                                            });
                    try (Stream stream =
                            venue().connect(server, ConnectOptions.DEFAULT.withLimitBytes(50))) {
                        assertThatThrownBy(stream::readLine)
                                .isInstanceOf(LimitOverrunException.class)
                                .hasMessageContaining("limit of 50");
                        assertThat(stream.readLine()).contains("short");
                    }
                    server.close();
                    server.waitClosed();
                });
    }
}
