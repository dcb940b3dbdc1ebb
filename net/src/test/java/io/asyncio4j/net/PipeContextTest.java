package io.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.ContextVar;
import io.asyncio4j.Future;
import io.asyncio4j.net.contract.NetworkContract;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.Transport;
import io.asyncio4j.net.transport.WriteBufferLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who calls whom at the ends of a pipe, and what an end knows and refuses. */
class PipeContextTest extends NetworkContract {
    private final Trace trace = new Trace();

    PipeContextTest() {
        super(new PipeCarrier(BlockingPipe.Kind.SYSTEM));
    }

    @ParameterizedTest
    @EnumSource
    void whatOnlyTheOtherEndCanDoIsRefused(BlockingPipe.Kind kind) {
        run(
                () -> {
                    PipeEnds ends = new PipeEnds(trace, kind);
                    Transport reading = ends.b.transport();
                    Transport writing = ends.a.transport();
                    assertThat(reading.canWriteEof()).isFalse();
                    assertThat(writing.canWriteEof()).isTrue();
                    assertThat(writing.isReading()).isFalse();
                    assertThat(reading.writeBufferSize()).isZero();
                    assertThatThrownBy(() -> reading.write(bytes("x")))
                            .isInstanceOf(UnsupportedOperationException.class)
                            .hasMessageContaining("write()")
                            .hasMessageContaining("ReadPipe[open")
                            .hasMessageContaining("write to the other end");
                    assertThatThrownBy(reading::writeEof)
                            .isInstanceOf(UnsupportedOperationException.class)
                            .hasMessageContaining("close()");
                    assertThatThrownBy(
                                    () -> reading.setWriteBufferLimits(WriteBufferLimits.DEFAULT))
                            .isInstanceOf(UnsupportedOperationException.class);
                    assertThatThrownBy(writing::pauseReading)
                            .isInstanceOf(UnsupportedOperationException.class)
                            .hasMessageContaining("only writes");
                    assertThatThrownBy(writing::resumeReading)
                            .isInstanceOf(UnsupportedOperationException.class);
                });
    }

    @ParameterizedTest
    @EnumSource
    void anotherProtocolGetsTheNextEvent(BlockingPipe.Kind kind) {
        run(
                () -> {
                    PipeEnds ends = new PipeEnds(trace, kind);
                    var c = new RecordingProtocol("C", trace);
                    assertThat(ends.b.transport().protocol()).isSameAs(ends.b);
                    ends.b.transport().setProtocol(c);
                    ends.a.transport().write(bytes("x"));
                    trace.await("C data x");
                    ends.a.transport().close();
                    trace.await("C lost None");
                    assertThat(trace.has("B eof")).isFalse();
                    assertThat(trace.has("C made")).isFalse();
                });
    }

    @Test
    void theStreamIsKnownUnderTheNamePipe() {
        run(
                () -> {
                    BlockingPipe pipe = BlockingPipe.Kind.SYSTEM.open();
                    var link =
                            Pipes.connectReadPipe(
                                    () -> new RecordingProtocol("B", trace), pipe.in());
                    var key = new ExtraInfo<>("pipe", InputStream.class);
                    assertThat(link.transport().extraInfo(key)).containsSame(pipe.in());
                    assertThat(link.transport().extraInfo(ExtraInfo.PEERNAME)).isEmpty();
                });
    }

    @ParameterizedTest
    @EnumSource
    void noDataComesBeforeTheConnectorHasItsTransport(BlockingPipe.Kind kind) {
        run(
                () -> {
                    BlockingPipe pipe = kind.open();
                    pipe.out().write(bytes("early"));
                    Pipes.connectReadPipe(() -> new RecordingProtocol("B", trace), pipe.in());
                    trace.log("connected");
                    trace.await("B data early");
                    trace.assertWords("B made", "connected", "B data early");
                });
    }

    @ParameterizedTest
    @EnumSource
    void protocolsAreCalledInACopyOfTheContextThatAskedForThem(BlockingPipe.Kind kind) {
        ContextVar<String> variable = ContextVar.of("whom", "nobody");
        List<String> seen = new ArrayList<>();
        run(
                () -> {
                    var asking =
                            new RecordingProtocol("B", trace) {
                                @Override
                                public void dataReceived(ByteBuffer data) {
                                    seen.add(variable.get());
                                    super.dataReceived(data);
                                }

                                @Override
                                public void connectionLost(Optional<Throwable> cause) {
                                    seen.add(variable.get());
                                    super.connectionLost(cause);
                                }
                            };
                    variable.set("connector");
                    PipeEnds ends = new PipeEnds(trace, kind, asking);
                    variable.set("later");
                    ends.a.transport().write(bytes("x"));
                    ends.a.transport().close();
                    ends.b.awaitLost();
                    assertThat(seen).containsExactly("connector", "connector");
                });
    }

    @ParameterizedTest
    @EnumSource
    void anotherThreadIsRefused(BlockingPipe.Kind kind) {
        run(
                () -> {
                    PipeEnds ends = new PipeEnds(trace, kind);
                    Future<Boolean> foreign =
                            Asyncio.getRunningLoop()
                                    .runInExecutor(
                                            () -> {
                                                ends.a.transport().write(bytes("x"));
                                                return true;
                                            });
                    assertThatThrownBy(foreign::await)
                            .isInstanceOf(WrongThreadException.class)
                            .hasMessageContaining("callSoonThreadsafe");
                });
    }
}
