package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.net.Descriptors;
import io.asyncio4j.net.Sockets;
import io.asyncio4j.net.spi.Readiness;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

@ParameterizedClass
@EnumSource(Mechanism.class)
class SocketsTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration HUNG = Duration.ofSeconds(60);

    private final Mechanism mechanism;

    @TempDir private Path directory;

    SocketsTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    private interface Paired {
        void test(SocketChannel left, SocketChannel right) throws Exception;
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

    private void withPair(Paired test) {
        run(
                () -> {
                    try (var pair = SocketPair.open()) {
                        test.test(pair.left(), pair.right());
                    }
                });
    }

    private static Readiness readiness() {
        return Readiness.of(Asyncio.getRunningLoop());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static void passes(int count) {
        for (int i = 0; i < count; i++) {
            Asyncio.sleep(Duration.ZERO);
        }
    }

    private static byte[] receiveAll(SocketChannel channel) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(8_000_000);
        while (Sockets.sockRecvInto(channel, all) >= 0) {
            passes(0);
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    // ---- streams

    @Test
    void recvReturnsAtOnceWhatIsThereAndWaitsForWhatIsNot() {
        withPair(
                (left, right) -> {
                    Sockets.sockSendAll(left, bytes("now"));
                    assertThat(Sockets.sockRecv(right, 2)).isEqualTo(bytes("no"));
                    assertThat(Sockets.sockRecv(right, 100)).isEqualTo(bytes("w"));
                    Task<byte[]> waiting = Asyncio.createTask(() -> Sockets.sockRecv(right, 100));
                    passes(3);
                    assertThat(waiting.isDone()).isFalse();
                    Sockets.sockSendAll(left, bytes("later"));
                    assertThat(waiting.await()).isEqualTo(bytes("later"));
                    left.close();
                    assertThat(Sockets.sockRecv(right, 100)).isEmpty();
                    assertThat(Sockets.sockRecvInto(right, ByteBuffer.allocate(1))).isEqualTo(-1);
                    assertThat(Sockets.sockRecvInto(right, ByteBuffer.allocate(0))).isZero();
                });
    }

    @Test
    void sendAllWaitsForASlowReaderAndLosesNothing() {
        byte[] much = randomBytes(5_000_000);
        withPair(
                (left, right) -> {
                    Task<@Nullable Void> sending =
                            Asyncio.createTask(
                                    () -> {
                                        Sockets.sockSendAll(left, much);
                                        left.shutdownOutput();
                                    });
                    passes(3);
                    assertThat(sending.isDone()).isFalse();
                    assertThat(receiveAll(right)).isEqualTo(much);
                    sending.await();
                });
    }

    @Test
    void pipesAreReadAndWrittenTheSameWay() {
        run(
                () -> {
                    Pipe pipe = Pipe.open();
                    try (var source = pipe.source();
                            var sink = pipe.sink()) {
                        source.configureBlocking(false);
                        sink.configureBlocking(false);
                        Task<byte[]> waiting =
                                Asyncio.createTask(() -> Sockets.sockRecv(source, 10));
                        passes(2);
                        Sockets.sockSendAll(sink, bytes("piped"));
                        assertThat(waiting.await()).isEqualTo(bytes("piped"));
                    }
                });
    }

    @Test
    void aCancelledReceiverIsNotLookedAtAnyMoreAndLosesNothing() {
        withPair(
                (left, right) -> {
                    for (int step = 0; step < 6; step++) {
                        Task<byte[]> waiting =
                                Asyncio.createTask(() -> Sockets.sockRecv(right, 100));
                        passes(step);
                        waiting.cancel();
                        assertThatThrownBy(waiting::await).isInstanceOf(CancelledError.class);
                        assertThat(readiness().size()).isZero();
                        Sockets.sockSendAll(left, bytes("step " + step));
                        assertThat(Sockets.sockRecv(right, 100)).isEqualTo(bytes("step " + step));
                    }
                });
    }

    @Test
    void aCancelledSenderIsNotLookedAtAnyMore() {
        withPair(
                (left, right) -> {
                    ByteBuffer much = ByteBuffer.wrap(new byte[8_000_000]);
                    Task<@Nullable Void> sending =
                            Asyncio.createTask(() -> Sockets.sockSendAll(left, much));
                    passes(3);
                    sending.cancel();
                    assertThatThrownBy(sending::await).isInstanceOf(CancelledError.class);
                    assertThat(readiness().size()).isZero();
                    assertThat(much.position()).isPositive().isLessThan(8_000_000);
                    left.shutdownOutput();
                    assertThat(receiveAll(right)).hasSize(much.position());
                });
    }

    @Test
    void aResetIsThrownAtTheReceiver() {
        withPair(
                (left, right) -> {
                    Task<byte[]> waiting = Asyncio.createTask(() -> Sockets.sockRecv(right, 100));
                    passes(2);
                    left.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
                    left.configureBlocking(true);
                    left.close();
                    assertThatThrownBy(waiting::await)
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("reset");
                });
    }

    // ---- connecting and accepting

    @Test
    void connectAndAcceptMeet() {
        run(
                () -> {
                    try (var server = ServerSocketChannel.open();
                            var client = SocketChannel.open()) {
                        server.bind(ANY_PORT).configureBlocking(false);
                        client.configureBlocking(false);
                        Task<SocketChannel> accepting =
                                Asyncio.createTask(() -> Sockets.sockAccept(server));
                        passes(2);
                        Sockets.sockConnect(client, server.getLocalAddress());
                        try (var accepted = accepting.await()) {
                            assertThat(accepted.isBlocking()).isFalse();
                            Sockets.sockSendAll(accepted, bytes("hi"));
                            assertThat(Sockets.sockRecv(client, 10)).isEqualTo(bytes("hi"));
                        }
                    }
                });
    }

    @Test
    void connectingToNobodyFails() {
        run(
                () -> {
                    InetSocketAddress nobody;
                    try (var server = ServerSocketChannel.open()) {
                        nobody = (InetSocketAddress) server.bind(ANY_PORT).getLocalAddress();
                    }
                    try (var client = SocketChannel.open()) {
                        client.configureBlocking(false);
                        assertThatThrownBy(() -> Sockets.sockConnect(client, nobody))
                                .isInstanceOf(ConnectException.class);
                    }
                });
    }

    @Test
    void aNameIsLookedUp() {
        run(
                () -> {
                    try (var server = ServerSocketChannel.open();
                            var client = SocketChannel.open()) {
                        int port =
                                ((InetSocketAddress) server.bind(ANY_PORT).getLocalAddress())
                                        .getPort();
                        client.configureBlocking(false);
                        Sockets.sockConnect(
                                client, InetSocketAddress.createUnresolved("localhost", port));
                        assertThat(client.isConnected()).isTrue();
                    }
                });
    }

    @Test
    void anAcceptorThatIsCancelledLeavesTheConnectionToTheNext() {
        run(
                () -> {
                    try (var server = ServerSocketChannel.open();
                            var client = SocketChannel.open()) {
                        server.bind(ANY_PORT).configureBlocking(false);
                        Task<SocketChannel> first =
                                Asyncio.createTask(() -> Sockets.sockAccept(server));
                        passes(2);
                        first.cancel();
                        assertThatThrownBy(first::await).isInstanceOf(CancelledError.class);
                        client.connect(server.getLocalAddress());
                        Sockets.sockAccept(server).close();
                    }
                });
    }

    // ---- datagrams

    @Test
    void datagramsKeepTheirBoundsAndTheirSender() {
        run(
                () -> {
                    try (var one = DatagramChannel.open().bind(ANY_PORT);
                            var two = DatagramChannel.open().bind(ANY_PORT)) {
                        one.configureBlocking(false);
                        two.configureBlocking(false);
                        var waiting = Asyncio.createTask(() -> Sockets.sockRecvFrom(two, 100));
                        passes(2);
                        assertThat(Sockets.sockSendTo(one, bytes("first"), two.getLocalAddress()))
                                .isEqualTo(5);
                        assertThat(waiting.await().data()).isEqualTo(bytes("first"));
                        assertThat(Sockets.sockSendTo(one, new byte[0], two.getLocalAddress()))
                                .isZero();
                        Sockets.sockSendTo(one, bytes("second"), two.getLocalAddress());
                        var empty = Sockets.sockRecvFrom(two, 100);
                        assertThat(empty.data()).isEmpty();
                        assertThat(empty.sender()).isEqualTo(one.getLocalAddress());
                        ByteBuffer target = ByteBuffer.allocate(100);
                        assertThat(Sockets.sockRecvFromInto(two, target))
                                .isEqualTo(one.getLocalAddress());
                        assertThat(target.position()).isEqualTo(6);
                    }
                });
    }

    // ---- files

    private Path fileOf(byte[] content) throws IOException {
        return Files.write(directory.resolve("file"), content);
    }

    @Test
    void aPartOfAFileIsSentAndThePositionIsBehindIt() throws IOException {
        byte[] content = randomBytes(5_000_000);
        Path path = fileOf(content);
        withPair(
                (left, right) -> {
                    try (var file = FileChannel.open(path)) {
                        Task<byte[]> receiving = Asyncio.createTask(() -> receiveAll(right));
                        assertThat(Sockets.sockSendFile(left, file, 1000, 4_000_000))
                                .isEqualTo(4_000_000);
                        assertThat(file.position()).isEqualTo(4_001_000);
                        left.shutdownOutput();
                        assertThat(receiving.await())
                                .isEqualTo(Arrays.copyOfRange(content, 1000, 4_001_000));
                    }
                });
    }

    @Test
    void aFileThatIsShorterThanAnnouncedIsSentToItsEnd() throws IOException {
        Path path = fileOf(bytes("short"));
        withPair(
                (left, right) -> {
                    try (var file = FileChannel.open(path)) {
                        assertThat(Sockets.sockSendFile(left, file, 1, Long.MAX_VALUE))
                                .isEqualTo(4);
                        assertThat(Sockets.sockRecv(right, 10)).isEqualTo(bytes("hort"));
                        assertThat(Sockets.sockSendFile(left, file, 100, 10)).isZero();
                    }
                });
    }

    @Test
    void aFileThatIsCutShortWhileItIsSentEndsThere() throws IOException {
        Path path = fileOf(new byte[16_000_000]);
        withPair(
                (left, right) -> {
                    try (var file =
                            FileChannel.open(
                                    path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                        Task<Long> sending =
                                Asyncio.createTask(
                                        () -> Sockets.sockSendFile(left, file, 0, 16_000_000));
                        passes(10);
                        assertThat(sending.isDone()).isFalse();
                        file.truncate(0);
                        Task<byte[]> receiving = Asyncio.createTask(() -> receiveAll(right));
                        long sent = sending.await();
                        assertThat(sent).isPositive().isLessThan(16_000_000);
                        assertThat(file.position()).isEqualTo(sent);
                        left.shutdownOutput();
                        assertThat(receiving.await()).hasSize((int) sent);
                    }
                });
    }

    @Test
    void aPeerThatLeavesWhileAFileIsSentFailsTheSenderAndThePositionTellsHowFarItCame()
            throws IOException {
        Path path = fileOf(new byte[16_000_000]);
        withPair(
                (left, right) -> {
                    try (var file = FileChannel.open(path)) {
                        Task<Long> sending =
                                Asyncio.createTask(
                                        () -> Sockets.sockSendFile(left, file, 0, 16_000_000));
                        passes(10);
                        right.close(); // with something unread, which makes it a reset
                        assertThatThrownBy(sending::await).isInstanceOf(IOException.class);
                        assertThat(file.position()).isPositive().isLessThan(16_000_000);
                    }
                });
    }

    // ---- what is refused

    @Test
    void aChannelInBlockingModeIsRefused() {
        withPair(
                (left, right) -> {
                    left.configureBlocking(true);
                    assertThatThrownBy(() -> Sockets.sockRecv(left, 1))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("configureBlocking(false)");
                    assertThatThrownBy(() -> Sockets.sockSendAll(left, bytes("x")))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("configureBlocking(false)");
                });
    }

    @Test
    void aSecondReceiverIsRefused() {
        withPair(
                (left, right) -> {
                    Task<byte[]> first = Asyncio.createTask(() -> Sockets.sockRecv(right, 100));
                    passes(2);
                    assertThatThrownBy(() -> Sockets.sockRecv(right, 100))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("by a task that waits for it");
                    assertThatThrownBy(() -> Descriptors.addReader(right, () -> {}))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("by a task that waits for it");
                    Sockets.sockSendAll(left, bytes("x"));
                    assertThat(first.await()).isEqualTo(bytes("x"));
                });
    }

    @Test
    void aChannelWithAReaderIsRefused() {
        withPair(
                (left, right) -> {
                    Descriptors.addReader(right, () -> {});
                    assertThatThrownBy(() -> Sockets.sockRecv(right, 100))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("by a callback");
                    Sockets.sockSendAll(right, bytes("the other way is free"));
                    Descriptors.removeReader(right);
                });
    }

    @Test
    void anUnusableNumberOfBytesIsRefused() throws IOException {
        Path path = fileOf(bytes("x"));
        withPair(
                (left, right) -> {
                    assertThatThrownBy(() -> Sockets.sockRecv(right, 0))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("not 0");
                    try (var file = FileChannel.open(path)) {
                        assertThatThrownBy(() -> Sockets.sockSendFile(left, file, -1, 1))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining("not -1 and 1");
                    }
                });
    }
}
