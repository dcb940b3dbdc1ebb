package io.asyncio4j.net;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.run;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncio4j.LoopOptions;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.transport.ConnectionResetException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Readers and writers on streams that block, standard input and output among them. */
class PipeStreamsTest {
    private final InputStream standardInput = System.in;
    private final PrintStream standardOutput = System.out;

    @ParameterizedTest
    @EnumSource
    void linesGoThrough(BlockingPipe.Kind kind) {
        run(
                () -> {
                    BlockingPipe pipe = kind.open();
                    StreamReader reader = Streams.connectReadPipe(pipe.in());
                    StreamWriter writer = Streams.connectWritePipe(pipe.out());
                    for (int i = 0; i < 3; i++) {
                        writer.write("line " + i + "\n");
                        writer.drain();
                        assertThat(reader.readLine())
                                .isEqualTo(("line " + i + "\n").getBytes(UTF_8));
                    }
                    writer.close();
                    writer.waitClosed();
                    assertThat(reader.readLine()).isEmpty();
                    assertThat(reader.atEof()).isTrue();
                });
    }

    @ParameterizedTest
    @EnumSource
    void aWriterWaitsForASlowReader(BlockingPipe.Kind kind) {
        byte[] chunk = new byte[100_000];
        run(
                () -> {
                    BlockingPipe pipe = kind.open();
                    StreamReader reader = Streams.connectReadPipe(pipe.in());
                    StreamWriter writer = Streams.connectWritePipe(pipe.out());
                    int[] written = new int[1];
                    var writing =
                            createTask(
                                    () -> {
                                        for (int i = 0; i < 50; i++) {
                                            writer.write(chunk);
                                            writer.drain();
                                            written[0]++;
                                        }
                                        writer.close();
                                    });
                    for (int i = 0; i < 500; i++) {
                        sleep(Duration.ZERO);
                    }
                    // The reader's two limits, what is under way, the pipe, and the marks.
                    assertThat(written[0] * chunk.length).isLessThan(600_000);
                    assertThat(reader.readAll()).hasSize(50 * chunk.length);
                    writing.await();
                });
    }

    @ParameterizedTest
    @EnumSource
    void aWriterIsToldThatItsReaderIsGone(BlockingPipe.Kind kind) {
        run(
                () -> {
                    BlockingPipe pipe = kind.open();
                    pipe.in().close();
                    StreamWriter writer = Streams.connectWritePipe(pipe.out());
                    assertThatThrownBy(
                                    () -> {
                                        while (true) {
                                            writer.write(new byte[100_000]);
                                            writer.drain();
                                        }
                                    })
                            .isInstanceOf(ConnectionResetException.class);
                    assertThatThrownBy(writer::waitClosed)
                            .isInstanceOf(ConnectionResetException.class)
                            .hasMessageContaining("Broken pipe");
                });
    }

    @Test
    void virtualTimeStandsStillWhileARemoteEndIsWaitedFor() {
        run(
                LoopOptions.defaults().withVirtualTime(),
                () -> {
                    BlockingPipe pipe = BlockingPipe.Kind.SYSTEM.open();
                    StreamReader reader = Streams.connectReadPipe(pipe.in());
                    List<String> order = new ArrayList<>();
                    getRunningLoop().callLater(Duration.ofHours(1), () -> order.add("timer"));
                    assertThat(getRunningLoop().hasExternalWork()).isTrue();
                    Thread.ofPlatform().start(() -> writeAndClose(pipe.out()));
                    assertThat(reader.readExactly(1)).isEqualTo(new byte[] {'x'});
                    assertThat(getRunningLoop().time()).isEqualTo(Instant.EPOCH);
                    assertThat(reader.read(1)).isEmpty();
                    assertThat(order).isEmpty();
                    sleep(Duration.ofHours(2));
                    assertThat(order).containsExactly("timer");
                });
    }

    private static void writeAndClose(OutputStream out) {
        try (out) {
            out.write('x');
        } catch (IOException failure) {
            throw new AssertionError("cannot write into a pipe", failure);
        }
    }

    // ---- standard streams

    @Test
    void standardInputAndOutputAreStreams() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setIn(new ByteArrayInputStream("one\ntwo\n".getBytes(UTF_8)));
        System.setOut(new PrintStream(printed, false, UTF_8));
        try {
            run(
                    () -> {
                        StreamWriter writer = Streams.stdout();
                        for (byte[] line : Streams.stdin()) {
                            writer.write("> ");
                            writer.write(line);
                            writer.drain();
                        }
                        writer.close();
                        writer.waitClosed();
                    });
            System.out.print("still open");
            System.out.flush();
        } finally {
            System.setIn(standardInput);
            System.setOut(standardOutput);
        }
        assertThat(printed.toString(UTF_8)).isEqualTo("> one\n> two\nstill open");
    }

    @Test
    void failuresOfStandardOutputAreTold() {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int single) throws IOException {
                        throw new IOException("No space left on device");
                    }
                };
        System.setOut(new PrintStream(full, false, UTF_8));
        try {
            run(
                    () -> {
                        StreamWriter writer = Streams.stdout();
                        writer.write("lost");
                        assertThatThrownBy(writer::waitClosed)
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("cannot write to standard output");
                    });
        } finally {
            System.setOut(standardOutput);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReaderThatIsClosedWhileItWaitsLeavesStandardInputOpen(BlockingPipe.Kind kind)
            throws IOException {
        BlockingPipe pipe = kind.open();
        System.setIn(pipe.in());
        try {
            run(
                    () -> {
                        StandardInput in = new StandardInput(getRunningLoop());
                        var first = new RecordingProtocol("A", new Trace());
                        Pipes.connectReadPipe(() -> first, in);
                        pipe.out().write('1');
                        while (first.receivedBytes() == 0) {
                            sleep(Duration.ZERO);
                        }
                        first.transport().close();
                        first.awaitLost();
                        pipe.out().write("second\n".getBytes(UTF_8));
                        assertThat(Streams.stdin().readLine())
                                .isEqualTo("second\n".getBytes(UTF_8));
                    });
            pipe.out().close();
        } finally {
            System.setIn(standardInput);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatComesAfterALoopIsThereForTheNext(BlockingPipe.Kind kind) throws IOException {
        BlockingPipe pipe = kind.open();
        System.setIn(pipe.in());
        try {
            pipe.out().write("first\n".getBytes(UTF_8));
            run(() -> assertThat(Streams.stdin().readLine()).isEqualTo("first\n".getBytes(UTF_8)));
            pipe.out().write("second\n".getBytes(UTF_8)); // the first loop's thread waits for it
            run(() -> assertThat(Streams.stdin().readLine()).isEqualTo("second\n".getBytes(UTF_8)));
            pipe.out().close();
        } finally {
            System.setIn(standardInput);
        }
    }
}
