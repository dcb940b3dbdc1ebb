package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.spi.FileCarrier;
import io.netty.channel.unix.FileDescriptor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** What is sent past the channel, between two sockets that know of no channel. */
class DirectSendTest {
    private static final int MUCH = 20_000_000;

    private final DirectSend sending = new DirectSend();

    /** 0 before it is made. */
    private int sender;

    private int receiver;
    private boolean isReceiverOpen;

    @BeforeEach
    void connect() {
        assumeTrue(
                Mechanism.EPOLL.isAvailable(),
                () -> "these are Linux's sockets: " + Mechanism.EPOLL.unavailability());
        int[] pair = NativeSockets.pair();
        sender = pair[0];
        receiver = pair[1];
        isReceiverOpen = true;
    }

    @AfterEach
    void close() {
        if (sender != 0) {
            NativeSockets.close(sender);
        }
        if (isReceiverOpen) {
            closeReceiver();
        }
    }

    private void closeReceiver() {
        isReceiverOpen = false;
        NativeSockets.close(receiver);
    }

    private byte[] receive(int count) throws IOException {
        ByteBuffer target = ByteBuffer.allocateDirect(count);
        FileDescriptor descriptor = new FileDescriptor(receiver);
        while (target.hasRemaining()) {
            int more = descriptor.read(target, target.position(), target.limit());
            target.position(target.position() + more);
        }
        byte[] all = new byte[count];
        target.flip().get(all);
        return all;
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    static Stream<Arguments> buffers() {
        byte[] content = randomBytes(40_000);
        ByteBuffer direct = ByteBuffer.allocateDirect(content.length).put(content).flip();
        ByteBuffer array = ByteBuffer.wrap(content);
        return Stream.of(
                Arguments.of("an array", array),
                Arguments.of("a part of an array", array.duplicate().position(7).limit(30_007)),
                Arguments.of("a slice of an array", array.slice(9, 30_000)),
                Arguments.of("an array that is read-only", array.asReadOnlyBuffer().position(5)),
                Arguments.of("direct memory", direct),
                Arguments.of("a slice of it", direct.slice(11, 30_000).position(3)),
                Arguments.of("direct memory that is read-only", direct.asReadOnlyBuffer()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("buffers")
    void whateverHoldsTheBytesTheyArriveAsTheyWere(String kind, ByteBuffer data)
            throws IOException {
        byte[] expected = new byte[data.remaining()];
        data.duplicate().get(expected);
        assertThat(sending.send(sender, data)).isEqualTo(expected.length);
        assertThat(data.hasRemaining()).isFalse();
        assertThat(receive(expected.length)).isEqualTo(expected);
    }

    @Test
    void whatThereIsNoRoomForRemains() throws IOException {
        byte[] all = randomBytes(MUCH);
        ByteBuffer data = ByteBuffer.wrap(all);
        int sent = sending.send(sender, data);
        assertThat(sent).isPositive().isLessThan(MUCH).isEqualTo(data.position());
        assertThat(sending.send(sender, data)).isZero();
        assertThat(data.position()).isEqualTo(sent);
        assertThat(receive(sent)).isEqualTo(Arrays.copyOf(all, sent));
        assertThat(sending.send(sender, data)).isPositive();
    }

    /** Netty closes a channel whose file cannot be sent; the transport is told passes later. */
    @Test
    void whatIsWrittenToAClosedChannelReachesNobodyElse(@TempDir Path directory)
            throws IOException {
        Path path = Files.writeString(directory.resolve("file"), "a file");
        Asyncio.run(
                Loops.on(Mechanism.EPOLL),
                () -> {
                    var protocol = new RecordingProtocol("A", new Trace());
                    try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                            FileChannel file = FileChannel.open(path)) {
                        Net.createConnection(() -> protocol, "127.0.0.1", server.getLocalPort());
                        Socket peer = server.accept();
                        peer.setSoLinger(true, 0);
                        peer.close(); // a reset
                        ((FileCarrier) protocol.transport()).transfer(file, 0, 6);
                        int[] others = NativeSockets.pair(); // one has the number that is free now
                        try {
                            protocol.transport().write(new byte[20_000]);
                            for (int each : others) {
                                assertThat(hasSomethingToRead(each)).isFalse();
                            }
                        } finally {
                            NativeSockets.close(others[0]);
                            NativeSockets.close(others[1]);
                        }
                    }
                    protocol.awaitLost();
                });
    }

    private static boolean hasSomethingToRead(int descriptor) throws IOException {
        SocketCalls.makeNonBlocking(descriptor);
        return new FileDescriptor(descriptor).read(ByteBuffer.allocateDirect(1), 0, 1) > 0;
    }

    @Test
    void aPeerThatIsGoneIsReportedAndNoSignalIsRaised() {
        closeReceiver();
        ByteBuffer data = ByteBuffer.allocate(10);
        assertThatThrownBy(() -> sending.send(sender, data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Broken pipe");
        assertThat(data.position()).isZero();
    }
}
