package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.net.Descriptors;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.spi.Readiness;
import io.netty.channel.unix.FileDescriptor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

@ParameterizedClass
@EnumSource(Mechanism.class)
class RawDescriptorsTest {
    private static final Duration HUNG = Duration.ofSeconds(60);

    private final Mechanism mechanism;
    private final Trace trace = new Trace();

    RawDescriptorsTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    /** The raw descriptors of a pipe. */
    private interface RawPiped {
        void test(FileDescriptor source, FileDescriptor sink) throws Exception;
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

    private void withRawPipe(RawPiped test) {
        assumeTrue(mechanism != Mechanism.NIO, "NIO knows no raw descriptors");
        run(
                () -> {
                    FileDescriptor[] pipe = FileDescriptor.pipe();
                    try {
                        test.test(pipe[0], pipe[1]);
                    } finally {
                        pipe[0].close();
                        pipe[1].close();
                    }
                });
    }

    private static Readiness readiness() {
        return Readiness.of(Asyncio.getRunningLoop());
    }

    private static void send(FileDescriptor sink, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(text.length()).put(text.getBytes()).flip();
        sink.write(bytes, 0, bytes.limit());
    }

    private static String readOne(FileDescriptor source) {
        try {
            ByteBuffer one = ByteBuffer.allocateDirect(1);
            int count = source.read(one, 0, 1);
            return count == 1 ? "" + (char) one.get(0) : "nothing " + count;
        } catch (IOException failure) {
            return failure.toString();
        }
    }

    @Test
    void aRawReaderIsCalledUntilEverythingIsRead() {
        withRawPipe(
                (source, sink) -> {
                    int number = source.intValue();
                    Descriptors.addReader(number, () -> trace.log(readOne(source)));
                    send(sink, "abc");
                    trace.await("c");
                    trace.assertWords("a", "b", "c");
                    send(sink, "d");
                    trace.await("d");
                    assertThat(Descriptors.removeReader(number)).isTrue();
                    assertThat(Descriptors.removeReader(number)).isFalse();
                });
    }

    @Test
    void whatIsNotReadFromARawDescriptorIsToldAgainAndAgain() {
        withRawPipe(
                (source, sink) -> {
                    send(sink, "x");
                    int[] calls = {0};
                    Descriptors.addReader(
                            source.intValue(),
                            () -> {
                                if (++calls[0] == 5) {
                                    trace.log("enough");
                                    Descriptors.removeReader(source.intValue());
                                }
                            });
                    trace.await("enough");
                    passes(5);
                    assertThat(calls[0]).isEqualTo(5);
                });
    }

    @Test
    void aRawWriterIsCalledWhenThereIsRoom() {
        withRawPipe(
                (source, sink) -> {
                    Descriptors.addWriter(
                            sink.intValue(),
                            () -> {
                                trace.log("room");
                                Descriptors.removeWriter(sink.intValue());
                            });
                    trace.await("room");
                    passes(3);
                    trace.assertWords("room");
                });
    }

    @Test
    void aDescriptorThatIsNotOpenIsRefusedWithTheSystemsError() {
        assumeTrue(mechanism != Mechanism.NIO, "NIO knows no raw descriptors");
        run(
                () -> {
                    for (int number : new int[] {-1, 1_000_000}) {
                        assertThatThrownBy(() -> Descriptors.addReader(number, () -> {}))
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("descriptor " + number)
                                .hasMessageContaining("EBADF");
                    }
                });
    }

    @Test
    void aRegularFileIsRefusedWithTheSystemsError(@TempDir Path directory) throws IOException {
        assumeTrue(
                mechanism == Mechanism.EPOLL || mechanism == Mechanism.IO_URING,
                "only Linux cannot wait for files");
        Loops.on(mechanism); // loads Netty's native parts
        Path path = Files.createFile(directory.resolve("regular"));
        FileDescriptor file = FileDescriptor.from(path.toFile());
        run(
                () ->
                        assertThatThrownBy(() -> Descriptors.addReader(file.intValue(), () -> {}))
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("EPERM"));
        file.close();
    }

    @Test
    void rawDescriptorsOnNioAreRefused() {
        assumeTrue(mechanism == Mechanism.NIO);
        run(
                () ->
                        assertThatThrownBy(() -> Descriptors.addReader(0, () -> {}))
                                .isInstanceOf(UnsupportedOperationException.class)
                                .hasMessageContaining("the mechanism nio")
                                .hasMessageContaining("choose epoll"));
    }

    @Test
    void aNumberThatIsUsedAgainAfterItsDescriptorWasClosedIsTakenUpAnew() throws IOException {
        assumeTrue(mechanism != Mechanism.NIO, "NIO knows no raw descriptors");
        run(
                () -> {
                    FileDescriptor[] first = FileDescriptor.pipe();
                    int number = first[0].intValue();
                    Descriptors.addReader(number, () -> trace.log("stale"));
                    FileDescriptor[] second = FileDescriptor.pipe();
                    // Closes what had the number, and gives it away before another thread takes it.
                    NativeSockets.duplicate(second[0].intValue(), number);
                    first[1].close();
                    second[0].close();
                    Descriptors.addReader(
                            number,
                            () -> {
                                trace.log(readOne(first[0]));
                                Descriptors.removeReader(number);
                            });
                    send(second[1], "n");
                    trace.await("n");
                    first[0].close();
                    second[1].close();
                });
    }

    private static void passes(int count) {
        for (int i = 0; i < count; i++) {
            Asyncio.sleep(Duration.ZERO);
        }
    }
}
