package io.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Task;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.transport.SilentTransport;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

class StreamReaderProtocolTest {
    private final Trace trace = new Trace();

    private static void run(Action test) {
        Asyncio.run(LoopOptions.defaults().withVirtualTime(), test);
    }

    @Test
    void connectionMadeGivesTheReaderItsTransportAndTheCallerAWriter() {
        run(
                () -> {
                    var transport = new SilentTransport(trace);
                    var reader = new StreamReader(1);
                    var protocol =
                            new StreamReaderProtocol(
                                    reader, writer -> trace.log(writer.transport() == transport));
                    protocol.connectionMade(transport);
                    protocol.dataReceived(ByteBuffer.wrap("more than twice one".getBytes(UTF_8)));
                    assertThat(trace.words()).containsExactly("true", "pause");
                });
    }

    @Test
    void dataAndItsEndReachTheReaderAndTheSendingSideStaysOpen() {
        run(
                () -> {
                    var reader = new StreamReader();
                    var protocol = new StreamReaderProtocol(reader);
                    protocol.connectionMade(new SilentTransport(trace));
                    protocol.dataReceived(ByteBuffer.wrap("line\nrest".getBytes(UTF_8)));
                    assertThat(protocol.eofReceived()).isTrue();
                    assertThat(reader.readLine()).isEqualTo("line\n".getBytes(UTF_8));
                    assertThat(reader.readAll()).isEqualTo("rest".getBytes(UTF_8));
                    assertThat(reader.atEof()).isTrue();
                });
    }

    @Test
    void aConnectionLostInOrderEndsTheReaderAndThoseWhoWaitForTheEnd() {
        run(
                () -> {
                    var reader = new StreamReader();
                    var protocol = new StreamReaderProtocol(reader);
                    protocol.connectionMade(new SilentTransport(trace));
                    Task<?> waiting = Asyncio.createTask(() -> protocol.writer().waitClosed());
                    Asyncio.sleep(Duration.ZERO);
                    assertThat(waiting.isDone()).isFalse();
                    protocol.connectionLost(Optional.empty());
                    waiting.await();
                    assertThat(reader.readAll()).isEmpty();
                });
    }

    @Test
    void whatBrokeTheConnectionIsThrownAtTheReaderAndAtThoseWhoWaitForTheEnd() {
        run(
                () -> {
                    var failure = new IOException("cable cut");
                    var reader = new StreamReader();
                    var protocol = new StreamReaderProtocol(reader);
                    protocol.connectionMade(new SilentTransport(trace));
                    protocol.connectionLost(Optional.of(failure));
                    assertThatThrownBy(reader::readLine).isSameAs(failure);
                    assertThatThrownBy(() -> protocol.writer().waitClosed()).isSameAs(failure);
                });
    }
}
