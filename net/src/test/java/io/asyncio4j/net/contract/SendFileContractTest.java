package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.net.Net;
import io.asyncio4j.net.transport.ConnectionResetException;
import io.asyncio4j.net.transport.WriteBufferLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What every transport promises when a file is sent over it. */
public abstract class SendFileContractTest extends NetworkContract {
    /** More than any system's socket buffers hold. */
    private static final int LARGE = 16_000_000;

    private final Trace trace = new Trace();
    private final RecordingProtocol a = new RecordingProtocol("A", trace);
    private final SlowProtocol b = new SlowProtocol(trace);

    /** Tests on this carrier. */
    protected SendFileContractTest(Carrier carrier) {
        super(carrier);
    }

    @TempDir private Path directory;

    /** Stops reading after the first data, if it is asked to. */
    private static final class SlowProtocol extends RecordingProtocol {
        private boolean isSlow;

        SlowProtocol(Trace trace) {
            super("B", trace);
        }

        void pauseAfterFirst() {
            isSlow = true;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            super.dataReceived(data);
            if (isSlow) {
                isSlow = false;
                transport().pauseReading();
            }
        }
    }

    /** A connection and a file. */
    private interface Sending {
        void test(FileChannel file) throws Exception;
    }

    private void withFile(byte[] content, Sending test) {
        run(
                () -> {
                    Path path = Files.write(directory.resolve("file"), content);
                    connect(a, b);
                    try (FileChannel file =
                            FileChannel.open(
                                    path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                        test.test(file);
                    }
                    a.transport().abort();
                    b.transport().abort();
                    a.awaitLost();
                    b.awaitLost();
                });
    }

    private void awaitReceived(long bytes) {
        while (b.receivedBytes() < bytes) {
            passes(1);
        }
    }

    @Test
    void aPartOfAFileArrivesBetweenTheBytesAroundIt() {
        byte[] content = randomBytes(3_000_000);
        withFile(
                content,
                file -> {
                    a.transport().write(bytes("head"));
                    assertThat(Net.sendFile(a.transport(), file, 1000, 2_000_000))
                            .isEqualTo(2_000_000);
                    a.transport().write(bytes("tail"));
                    assertThat(file.position()).isEqualTo(2_001_000);
                    awaitReceived(2_000_008);
                    ByteBuffer expected = ByteBuffer.allocate(2_000_008);
                    expected.put(bytes("head")).put(content, 1000, 2_000_000).put(bytes("tail"));
                    assertThat(b.received()).isEqualTo(expected.array());
                });
    }

    @Test
    void whatWasWrittenBeforeIsSentFirst() {
        byte[] before = randomBytes(5_000_000);
        withFile(
                bytes("the file"),
                file -> {
                    a.transport().write(before);
                    assertThat(Net.sendFile(a.transport(), file, 0, 8)).isEqualTo(8);
                    awaitReceived(5_000_008);
                    byte[] received = b.received();
                    assertThat(Arrays.copyOf(received, 5_000_000)).isEqualTo(before);
                    assertThat(Arrays.copyOfRange(received, 5_000_000, 5_000_008))
                            .isEqualTo(bytes("the file"));
                });
    }

    @Test
    void nothingIsSentOnceTheSendingSideIsClosed() {
        withFile(
                bytes("late"),
                file -> {
                    assumeTrue(a.transport().canWriteEof(), "TLS closes both sides at once");
                    a.transport().writeEof();
                    assertThatThrownBy(() -> Net.sendFile(a.transport(), file, 0, 4))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageMatching( // what only writes is closed by writeEof
                                    "(sendFile|write)\\(\\) after writeEof\\(\\) on .*"
                                            + "|no file can be sent over .* any more");
                    assertThat(file.position()).isZero();
                });
    }

    @Test
    void aFileThatIsShorterThanAnnouncedIsSentToItsEnd() {
        withFile(
                bytes("short"),
                file -> {
                    assertThat(Net.sendFile(a.transport(), file, 1, Long.MAX_VALUE)).isEqualTo(4);
                    assertThat(Net.sendFile(a.transport(), file, 5, 10)).isZero();
                    assertThat(Net.sendFile(a.transport(), file, 100, 10)).isZero();
                    assertThat(Net.sendFile(a.transport(), file, 0, 0)).isZero();
                    trace.await("B data hort");
                });
    }

    @Test
    void aFileThatIsCutShortWhileItIsSentEndsThere() {
        withFile(
                new byte[LARGE],
                file -> {
                    b.pauseAfterFirst();
                    Task<Long> sending =
                            Asyncio.createTask(() -> Net.sendFile(a.transport(), file, 0, LARGE));
                    awaitReceived(1);
                    assertThat(sending.isDone()).isFalse();
                    file.truncate(1000);
                    b.transport().resumeReading();
                    long sent = sending.await();
                    assertThat(sent).isPositive().isLessThan(LARGE);
                    assertThat(file.position()).isEqualTo(sent);
                    awaitReceived(sent);
                    a.transport().write(bytes("on and on"));
                    trace.await("B data on and on");
                    assertThat(b.receivedBytes()).isEqualTo((int) sent + 9);
                });
    }

    @Test
    void writingMeanwhileIsRefused() {
        withFile(
                new byte[LARGE],
                file -> {
                    b.pauseAfterFirst();
                    Task<Long> sending =
                            Asyncio.createTask(() -> Net.sendFile(a.transport(), file, 0, LARGE));
                    awaitReceived(1);
                    assertThatThrownBy(() -> a.transport().write(bytes("in between")))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("a file is being sent over it; await sendFile");
                    if (a.transport().canWriteEof()) {
                        assertThatThrownBy(() -> a.transport().writeEof())
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("a file is being sent over it");
                    }
                    assertThatThrownBy(() -> Net.sendFile(a.transport(), file, 0, 1))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("a file is being sent over it");
                    b.transport().resumeReading();
                    assertThat(sending.await()).isEqualTo(LARGE);
                    awaitReceived(LARGE);
                    a.transport().write(bytes("after it"));
                    awaitReceived(LARGE + 8);
                });
    }

    @Test
    void aPeerThatLeavesFailsTheSenderAndThePositionTellsHowFarItCame() {
        withFile(
                new byte[LARGE],
                file -> {
                    b.pauseAfterFirst();
                    Task<Long> sending =
                            Asyncio.createTask(() -> Net.sendFile(a.transport(), file, 0, LARGE));
                    awaitReceived(1);
                    b.transport().abort();
                    assertThatThrownBy(sending::await).isInstanceOf(ConnectionResetException.class);
                    assertThat(file.position()).isPositive().isLessThan(LARGE);
                    a.awaitLost();
                    assertThat(trace.words()).contains("A lost ConnectionResetException");
                });
    }

    @Test
    void aPeerThatSendsNoMoreGetsTheWholeFile() {
        assumeHalvesCanBeClosed();
        withFile(
                new byte[LARGE],
                file -> {
                    b.transport().writeEof();
                    assertThat(Net.sendFile(a.transport(), file, 0, LARGE)).isEqualTo(LARGE);
                    trace.await("A eof");
                    awaitReceived(LARGE);
                });
    }

    @Test
    void closingTheTransportFailsTheSender() {
        withFile(
                new byte[LARGE],
                file -> {
                    b.pauseAfterFirst();
                    Task<Long> sending =
                            Asyncio.createTask(() -> Net.sendFile(a.transport(), file, 0, LARGE));
                    awaitReceived(1);
                    a.transport().abort();
                    assertThatThrownBy(sending::await).isInstanceOf(ConnectionResetException.class);
                    assertThatThrownBy(() -> Net.sendFile(a.transport(), file, 0, LARGE))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("no file can be sent");
                });
    }

    @Test
    void aCancelledSenderStopsAndThePositionTellsHowFarItCame() {
        withFile(
                new byte[LARGE],
                file -> {
                    b.pauseAfterFirst();
                    Task<Long> sending =
                            Asyncio.createTask(() -> Net.sendFile(a.transport(), file, 0, LARGE));
                    awaitReceived(1);
                    sending.cancel();
                    assertThatThrownBy(sending::await).isInstanceOf(CancelledError.class);
                    long sent = file.position();
                    assertThat(sent).isPositive().isLessThan(LARGE);
                    a.transport().write(bytes("after it"));
                    b.transport().resumeReading();
                    awaitReceived(sent + 8);
                    passes(20);
                    assertThat(b.received()).hasSize((int) sent + 8).endsWith(bytes("after it"));
                });
    }

    @Test
    void cancellingAtAnyStepLeavesTheTransportUsable() {
        byte[] content = randomBytes(100);
        withFile(
                content,
                file -> {
                    long expected = 0;
                    for (int step = 0; step < 8; step++) {
                        file.position(0);
                        Task<Long> sending =
                                Asyncio.createTask(() -> Net.sendFile(a.transport(), file, 0, 100));
                        passes(step);
                        sending.cancel();
                        try {
                            sending.await();
                        } catch (CancelledError expectedError) {
                            trace.log("cancelled");
                        }
                        expected += file.position();
                        a.transport().write(bytes("!"));
                        expected++;
                    }
                    awaitReceived(expected);
                    passes(20);
                    assertThat(b.receivedBytes()).isEqualTo((int) expected);
                });
    }

    @Test
    void memoryIsBoundedByTheMarks() {
        withFile(
                new byte[LARGE],
                file -> {
                    b.pauseAfterFirst();
                    a.transport().setWriteBufferLimits(WriteBufferLimits.ofHigh(4096));
                    Task<Long> sending =
                            Asyncio.createTask(() -> Net.sendFile(a.transport(), file, 0, LARGE));
                    awaitReceived(1);
                    assertThat(a.transport().writeBufferSize()).isLessThanOrEqualTo(1024 + 65536);
                    b.transport().resumeReading();
                    assertThat(sending.await()).isEqualTo(LARGE);
                    awaitReceived(LARGE);
                });
    }

    @Test
    void aWholeFileIsSentByItsPathAndAnAbsentOneFails() {
        withFile(
                bytes("whole"),
                file -> {
                    assertThat(Net.sendFile(a.transport(), directory.resolve("file"))).isEqualTo(5);
                    trace.await("B data whole");
                    assertThatThrownBy(
                                    () -> Net.sendFile(a.transport(), directory.resolve("absent")))
                            .isInstanceOf(NoSuchFileException.class);
                    a.transport().write(bytes("usable"));
                    trace.await("B data usable");
                });
    }
}
