package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Server;
import io.asyncio4j.net.ShutdownReport;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.ServerOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

@ParameterizedClass
@EnumSource(Mechanism.class)
@Tag("slow")
class ManyConnectionsTest {
    private static final int CONNECTIONS = 10_000;

    private final Mechanism mechanism;

    /** Handlers that have begun and ended. */
    private int begun;

    private int ended;

    ManyConnectionsTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    private void read(Stream stream) throws IOException {
        begun++;
        try {
            while (!stream.read(100).isEmpty()) {
                assertThat(stream).isNotNull();
            }
        } finally {
            ended++;
        }
    }

    @Test
    void tenThousandConnectionsOpenedAndDroppedLeaveNothing() {
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    var loop = Asyncio.getRunningLoop();
                    loop.setExceptionHandler((_, report) -> {}); // resets, which are no news
                    NettyPoller poller = loop.capability(NettyNetwork.class).orElseThrow().poller();
                    Server server =
                            Stream.serve(
                                    this::read,
                                    List.of("127.0.0.1"),
                                    0,
                                    ServerOptions.DEFAULT.withBacklog(4096));
                    int before = poller.channelCount();
                    long descriptorsBefore = descriptors();
                    Asyncio.toThread(() -> drop(server.port()));
                    ShutdownReport report = server.shutdown(Duration.ofSeconds(20));
                    assertThat(report.cuts()).isEmpty();
                    Asyncio.sleep(Duration.ZERO);
                    assertThat(poller.channelCount()).isEqualTo(before - 1);
                    assertThat(descriptors()).isLessThanOrEqualTo(descriptorsBefore);
                    assertThat(ended).isEqualTo(begun).isPositive();
                    assertThat(Asyncio.allTasks()).hasSize(1);
                });
    }

    /** How many descriptors this process has open; 0 where the system does not tell. */
    private static long descriptors() throws IOException {
        Path own = Path.of("/proc/self/fd");
        if (!Files.isDirectory(own)) {
            return 0;
        }
        try (var all = Files.list(own)) {
            return all.count();
        }
    }

    /** One third is reset, one third says something first, one third ends in order. */
    private static void drop(int port) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < CONNECTIONS; i++) {
            try (SocketChannel client = SocketChannel.open(address)) {
                if (i % 3 == 1) {
                    client.write(ByteBuffer.wrap(new byte[100]));
                }
                if (i % 3 != 2) {
                    client.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
            }
        }
    }
}
