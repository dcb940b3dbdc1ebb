package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.net.IncompleteReadException;
import io.asyncio4j.net.LimitOverrunException;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a reader promises about the bytes that a writer sends, also where there is one way only. */
public abstract class ReaderContractTest extends NetworkContract {
    private static final int LIMIT = 64 * 1024;

    /** Tests on this carrier. */
    protected ReaderContractTest(Carrier carrier) {
        super(carrier);
    }

    private Way open() throws IOException {
        return carrier().open(venue());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    @Test
    void linesAreWholeHoweverTheyWereSent() {
        run(
                () -> {
                    Way way = open();
                    for (String piece : List.of("one\ntw", "o\n", "\n", "la", "st")) {
                        way.writer().write(piece);
                        way.writer().drain();
                    }
                    way.writer().close();
                    for (String line : List.of("one\n", "two\n", "\n", "last", "", "")) {
                        assertThat(text(way.reader().readLine())).isEqualTo(line);
                    }
                    assertThat(way.reader().atEof()).isTrue();
                });
    }

    @Test
    void anExactReadTakesWhatItNeedsAndTellsWhatThereWas() {
        run(
                () -> {
                    Way way = open();
                    way.writer().write("0123456789");
                    way.writer().close();
                    assertThat(text(way.reader().readExactly(4))).isEqualTo("0123");
                    assertThatThrownBy(() -> way.reader().readExactly(7))
                            .isInstanceOfSatisfying(
                                    IncompleteReadException.class,
                                    cut -> assertThat(text(cut.partial())).isEqualTo("456789"));
                });
    }

    @Test
    void aLineThatIsTooLongIsRefusedAndTheNextOneIsRead() {
        run(
                () -> {
                    Way way = open();
                    var writing =
                            Asyncio.createTask(
                                    () -> {
                                        way.writer().write("x".repeat(LIMIT + 1) + "\nshort\n");
                                        way.writer().drain();
                                    });
                    assertThatThrownBy(() -> way.reader().readUntil(bytes("\n")))
                            .isInstanceOf(LimitOverrunException.class);
                    assertThat(way.reader().readExactly(LIMIT + 2)).hasSize(LIMIT + 2);
                    assertThat(text(way.reader().readLine())).isEqualTo("short\n");
                    writing.await();
                    way.writer().close();
                    assertThat(way.reader().readAll()).isEmpty();
                });
    }

    @Test
    void aReadCancelledAtAnyStepLosesNothing() {
        run(
                () -> {
                    Way way = open();
                    List<String> received = new ArrayList<>();
                    List<String> sent = new ArrayList<>();
                    for (int step = 0; step < 40; step++) {
                        Task<byte[]> reading = Asyncio.createTask(() -> way.reader().readLine());
                        way.writer().write("line " + step + "\n");
                        sent.add("line " + step + "\n");
                        passes(step % 8);
                        reading.cancel();
                        try {
                            received.add(text(reading.await()));
                        } catch (CancelledError expected) {
                            received.add(text(way.reader().readLine()));
                        }
                    }
                    assertThat(received).isEqualTo(sent);
                    way.writer().close();
                });
    }

    @Test
    void manyBytesArriveInTheirOrder() {
        run(
                () -> {
                    Way way = open();
                    byte[] all = randomBytes(3_000_000);
                    Asyncio.createTask(
                            () -> {
                                for (int at = 0; at < all.length; at += 30_000) {
                                    way.writer().write(Arrays.copyOfRange(all, at, at + 30_000));
                                    way.writer().drain();
                                }
                                way.writer().close();
                            });
                    var received = new ByteArrayOutputStream();
                    for (byte[] some = way.reader().read(7_000);
                            some.length > 0;
                            some = way.reader().read(7_000)) {
                        assertThat(some.length).isLessThanOrEqualTo(7_000);
                        received.writeBytes(some);
                    }
                    assertThat(received.toByteArray()).isEqualTo(all);
                });
    }

    @Test
    void oneTaskReadsAtATime() {
        run(
                () -> {
                    Way way = open();
                    Task<byte[]> first = Asyncio.createTask(() -> way.reader().readLine());
                    passes(1);
                    assertThatThrownBy(() -> way.reader().readLine())
                            .isInstanceOf(IllegalStateException.class);
                    way.writer().write("for the first\n");
                    assertThat(text(first.await())).isEqualTo("for the first\n");
                    way.writer().close();
                });
    }
}
