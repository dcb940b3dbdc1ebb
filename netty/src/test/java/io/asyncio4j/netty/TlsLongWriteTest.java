package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ConnectOptions;
import io.asyncio4j.net.transport.ServerOptions;
import io.asyncio4j.sync.Event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** How a transport with TLS counts what it has sent, with each engine on each mechanism. */
@ParameterizedClass
@MethodSource("io.asyncio4j.netty.TlsLoops#all")
class TlsLongWriteTest {
    private static final String HOST = "127.0.0.1";
    private static final int BYTES = 16_000_000;

    private final Mechanism mechanism;
    private final TlsEngine engine;

    TlsLongWriteTest(Mechanism mechanism, TlsEngine engine) {
        this.mechanism = mechanism;
        this.engine = engine;
    }

    @Test
    void aLongWriteIsReportedPieceByPiece() {
        Asyncio.run(
                TlsLoops.on(mechanism, engine),
                () -> Asyncio.timeout(Duration.ofSeconds(60), TlsLongWriteTest::assertPieces));
    }

    private static void assertPieces() throws IOException {
        var serving = ServerOptions.DEFAULT.withTls(TlsLoops.SERVER);
        Event isReported = new Event();
        Server server =
                Stream.serve(
                        stream -> {
                            isReported.await();
                            stream.readAll();
                        },
                        List.of(HOST),
                        0,
                        serving);
        var connecting = ConnectOptions.DEFAULT.withTls(TlsLoops.CLIENT);
        Stream stream = Stream.connect(HOST, server.port(), connecting);
        stream.transport().write(new byte[BYTES]);
        while (stream.transport().writeBufferSize() == BYTES) {
            Asyncio.sleep(Duration.ZERO); // what the system has taken without a reader counts
        }
        isReported.set();
        assertThat(stream.transport().writeBufferSize()).isPositive();
        stream.close();
        server.close();
        server.waitClosed();
    }
}
