package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.spi.FileCarrier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

@ParameterizedClass
@EnumSource(Mechanism.class)
class RegionTransferTest {
    private final Mechanism mechanism;
    private final Trace trace = new Trace();

    RegionTransferTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Test
    void filesGoThroughTheSystemOverPlainTcpButForIoUring(@TempDir Path directory)
            throws IOException {
        Path path = Files.writeString(directory.resolve("file"), "through the system");
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    var a = new RecordingProtocol("A", trace);
                    var b = new RecordingProtocol("B", trace);
                    Server server = Net.createServer(() -> b, "127.0.0.1", 0);
                    Net.createConnection(() -> a, "127.0.0.1", server.port());
                    try (FileChannel file = FileChannel.open(path)) {
                        var carrier = (FileCarrier) a.transport();
                        var transfer = carrier.transfer(file, 8, 10);
                        assertThat(transfer.isPresent()).isEqualTo(mechanism.sendsFiles());
                        if (transfer.isPresent()) {
                            Asyncio.waitFor(transfer.get().ended(), Duration.ofSeconds(60));
                            assertThat(transfer.get().sent()).isEqualTo(10);
                            trace.await("B data the system");
                            assertThat(file.isOpen()).as("it belongs to its opener").isTrue();
                        }
                    }
                    a.transport().abort();
                    server.close();
                });
    }
}
