package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Stream;
import io.asyncio4j.net.transport.WriteTransport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * When what a program writes goes to the system. Not on io_uring, which is given it and tells later
 * that it was sent.
 */
class WritesInAPassTest {
    private static final int SMALL = 100;
    private static final int LARGE = 16 * 1024;

    private interface Use {
        void of(WriteTransport transport) throws Exception;
    }

    /** A connection to a peer that does not read; the system takes what is written here. */
    private static void withConnection(Mechanism mechanism, Use use) {
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    InetAddress local = InetAddress.getByName("127.0.0.1");
                    try (var peer = new ServerSocket(0, 1, local);
                            var stream = Stream.connect("127.0.0.1", peer.getLocalPort())) {
                        use.of(stream.transport());
                    }
                });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IO_URING")
    void aLargeWriteIsSentAtOnceWithWhatWasWrittenBefore(Mechanism mechanism) {
        withConnection(
                mechanism,
                transport -> {
                    transport.write(new byte[SMALL]);
                    transport.write(new byte[LARGE]);
                    assertThat(transport.writeBufferSize()).isZero();
                });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IO_URING")
    void smallWritesWaitForTheEndOfThePass(Mechanism mechanism) {
        withConnection(
                mechanism,
                transport -> {
                    transport.write(new byte[SMALL]);
                    transport.write(new byte[SMALL]);
                    assertThat(transport.writeBufferSize()).isEqualTo(2 * SMALL);
                });
    }
}
