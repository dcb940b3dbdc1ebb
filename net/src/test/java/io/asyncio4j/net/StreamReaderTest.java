package io.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Future;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Task;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.transport.SilentTransport;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

class StreamReaderTest {
    private final Trace trace = new Trace();

    private static void run(Action test) {
        Asyncio.run(LoopOptions.defaults().withVirtualTime(), test);
    }

    private static void pass() {
        Asyncio.sleep(Duration.ZERO);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    // ---- what CPython does, step by step

    @Test
    void linesAndLimitsAreThoseOfPython() {
        run(
                () -> {
                    var reader = new StreamReader(8);
                    reader.feedData(bytes("ab\ncd\n0123456789X\nzz"));
                    assertThat(text(reader.readLine())).isEqualTo("ab\n");
                    assertThat(text(reader.readUntil(bytes("\n")))).isEqualTo("cd\n");
                    assertThatThrownBy(() -> reader.readUntil(bytes("\n")))
                            .isInstanceOfSatisfying(
                                    LimitOverrunException.class,
                                    failure -> assertThat(failure.consumed()).isEqualTo(11));
                    assertThatThrownBy(reader::readLine)
                            .isInstanceOf(LimitOverrunException.class)
                            .hasMessageContaining("found, but chunk is longer than limit");
                    assertThat(text(reader.read(1))).isEqualTo("z");
                    reader.feedEof();
                    assertThatThrownBy(() -> reader.readExactly(5))
                            .isInstanceOfSatisfying(
                                    IncompleteReadException.class,
                                    failure -> {
                                        assertThat(text(failure.partial())).isEqualTo("z");
                                        assertThat(failure.expected()).hasValue(5);
                                        assertThat(failure)
                                                .hasMessage(
                                                        "1 bytes read on a total of 5 expected"
                                                                + " bytes");
                                    });
                    assertThat(reader.readAll()).isEmpty();
                    assertThat(reader.atEof()).isTrue();
                    assertThat(reader.readLine()).isEmpty();
                });
    }

    @Test
    void aTooLongLineWithoutItsEndClearsTheBuffer() {
        run(
                () -> {
                    var reader = new StreamReader(8);
                    reader.feedData(bytes("0123456789abcdef"));
                    assertThatThrownBy(reader::readLine)
                            .isInstanceOfSatisfying(
                                    LimitOverrunException.class,
                                    failure -> assertThat(failure.consumed()).isEqualTo(16))
                            .hasMessageContaining("Separator is not found");
                    reader.feedData(bytes("rest\n"));
                    assertThat(text(reader.readLine())).isEqualTo("rest\n");
                });
    }

    @Test
    void theTransportIsPausedAboveTwiceTheLimitAndResumedAtIt() {
        run(
                () -> {
                    var reader = new StreamReader(4);
                    reader.setTransport(new SilentTransport(trace));
                    reader.feedData(bytes("12345678"));
                    trace.log(8);
                    reader.feedData(bytes("9"));
                    trace.log(9);
                    trace.log(text(reader.read(4)));
                    trace.log(text(reader.read(1)));
                    reader.feedData(bytes("xxxxxxxxx"));
                    trace.log(reader.readExactly(12).length);
                    trace.assertWords(
                            "8", "pause", "9", "1234", "resume", "5", "pause", "resume", "12");
                });
    }

    @Test
    void aSecondReaderIsRefused() {
        run(
                () -> {
                    var reader = new StreamReader();
                    Task<byte[]> first = Asyncio.createTask(() -> reader.read(1));
                    pass();
                    Map.<String, Action>of(
                                    "read", () -> reader.read(1),
                                    "readAll", reader::readAll,
                                    "readExactly", () -> reader.readExactly(1),
                                    "readLine", reader::readLine,
                                    "readUntil", () -> reader.readUntil(bytes("\n")))
                            .forEach(
                                    (method, second) ->
                                            assertThatThrownBy(second::run)
                                                    .isInstanceOf(IllegalStateException.class)
                                                    .hasMessage( // CPython's
                                                            method
                                                                    + "() called while another"
                                                                    + " coroutine is already"
                                                                    + " waiting for incoming"
                                                                    + " data"));
                    reader.feedData(bytes("q"));
                    assertThat(text(first.await())).isEqualTo("q");
                });
    }

    // ---- separators

    @Test
    void theSeparatorThatEndsFirstWins() {
        run(
                () -> {
                    var reader = new StreamReader();
                    reader.feedData(bytes("one;two\nthree--->x"));
                    byte[][] separators = {bytes("\n"), bytes(";")};
                    assertThat(text(reader.readUntil(separators))).isEqualTo("one;");
                    assertThat(text(reader.readUntil(separators))).isEqualTo("two\n");
                    assertThat(text(reader.readUntil(bytes("--->"), bytes("--"))))
                            .isEqualTo("three--");
                    assertThat(text(reader.readUntil(bytes(">"), bytes("->")))).isEqualTo("->");
                });
    }

    @Test
    void aSeparatorMayArriveInPieces() {
        run(
                () -> {
                    var reader = new StreamReader();
                    Task<byte[]> reading =
                            Asyncio.createTask(() -> reader.readUntil(bytes("\r\n\r\n")));
                    for (char c : "head\r\nhead\r\r\n\r\nbody".toCharArray()) {
                        pass();
                        reader.feedData(bytes(String.valueOf(c)));
                    }
                    assertThat(text(reading.await())).isEqualTo("head\r\nhead\r\r\n\r\n");
                    assertThat(text(reader.read(9))).isEqualTo("body");
                });
    }

    @Test
    void theLimitCountsWhatPrecedesTheSeparator() {
        run(
                () -> {
                    var reader = new StreamReader(4);
                    reader.feedData(bytes("1234\n12345\n"));
                    assertThat(text(reader.readLine())).isEqualTo("1234\n");
                    assertThatThrownBy(() -> reader.readUntil(bytes("\n")))
                            .isInstanceOf(LimitOverrunException.class);
                    assertThat(text(reader.readExactly(6))).isEqualTo("12345\n");
                });
    }

    @Test
    void theLimitCountsWhatPrecedesTheShorterOfTwoSeparatorsThatEndTogether() {
        run(
                () -> {
                    var reader = new StreamReader(3);
                    reader.feedData(bytes("123\r\n"));
                    for (byte[][] separators :
                            List.of(
                                    new byte[][] {bytes("\n"), bytes("\r\n")},
                                    new byte[][] {bytes("\r\n"), bytes("\n")})) {
                        assertThatThrownBy(() -> reader.readUntil(separators))
                                .isInstanceOfSatisfying(
                                        LimitOverrunException.class,
                                        failure -> assertThat(failure.consumed()).isEqualTo(4));
                    }
                    assertThat(text(reader.readUntil(bytes("\r\n")))).isEqualTo("123\r\n");
                });
    }

    @Test
    void aStreamThatEndsWithoutSeparatorGivesWhatThereIs() {
        run(
                () -> {
                    var reader = new StreamReader();
                    reader.feedData(bytes("tail"));
                    reader.feedEof();
                    assertThatThrownBy(() -> reader.readUntil(bytes("\n")))
                            .isInstanceOfSatisfying(
                                    IncompleteReadException.class,
                                    failure -> {
                                        assertThat(text(failure.partial())).isEqualTo("tail");
                                        assertThat(failure.expected()).isEmpty();
                                    });
                    assertThat(reader.atEof()).isTrue();
                });
    }

    // ---- waiting and cancelling

    @Test
    void readingWhatIsThereDoesNotSuspend() {
        run(
                () -> {
                    var reader = new StreamReader();
                    reader.feedData(bytes("abc\ndef"));
                    Asyncio.getRunningLoop().callSoon(() -> trace.log("others ran"));
                    trace.log(text(reader.readLine()).strip());
                    trace.log(text(reader.readExactly(2)));
                    trace.log(text(reader.read(100)));
                    assertThat(reader.read(0)).isEmpty();
                    assertThat(reader.readExactly(0)).isEmpty();
                    trace.assertWords("abc", "de", "f");
                });
    }

    @Test
    void readAllGathersUntilTheEnd() {
        run(
                () -> {
                    var reader = new StreamReader(4);
                    Task<byte[]> reading = Asyncio.createTask(() -> reader.read(-1));
                    for (int i = 0; i < 5; i++) {
                        pass();
                        reader.feedData(bytes("0123456789"));
                    }
                    reader.feedEof();
                    assertThat(text(reading.await())).isEqualTo("0123456789".repeat(5));
                });
    }

    @Test
    void aCancelledReadLosesNothing() {
        run(
                () -> {
                    var reader = new StreamReader();
                    for (boolean dataFirst : List.of(true, false)) {
                        Task<byte[]> reading = Asyncio.createTask(() -> reader.readExactly(3));
                        pass();
                        if (dataFirst) {
                            reader.feedData(bytes("abc"));
                            reading.cancel();
                        } else {
                            reading.cancel();
                            reader.feedData(bytes("abc"));
                        }
                        assertThatThrownBy(reading::await).isInstanceOf(CancelledError.class);
                        assertThat(text(reader.readExactly(3))).isEqualTo("abc");
                    }
                });
    }

    @Test
    void anotherReaderMayTakeTheDataFirst() {
        run(
                () -> {
                    var reader = new StreamReader();
                    Task<byte[]> waiting = Asyncio.createTask(() -> reader.read(1));
                    pass();
                    reader.feedData(bytes("a"));
                    assertThat(text(reader.read(1))).isEqualTo("a");
                    pass();
                    assertThat(waiting.isDone()).as("an empty answer would mean the end").isFalse();
                    reader.feedData(bytes("b"));
                    assertThat(text(waiting.await())).isEqualTo("b");
                });
    }

    @Test
    void waitingForMoreThanTheLimitResumesTheTransport() {
        run(
                () -> {
                    var reader = new StreamReader(2);
                    reader.setTransport(new SilentTransport(trace));
                    reader.feedData(bytes("12345"));
                    Task<byte[]> reading = Asyncio.createTask(() -> reader.readExactly(12));
                    pass();
                    reader.feedData(bytes("67890"));
                    pass();
                    reader.feedData(bytes("12"));
                    assertThat(text(reading.await())).isEqualTo("123456789012");
                    trace.assertWords("pause", "resume", "pause", "resume", "pause", "resume");
                });
    }

    // ---- failures

    @Test
    void aFailureWakesTheReaderAndStays() {
        var failure = new IOException("cable cut");
        run(
                () -> {
                    var reader = new StreamReader();
                    Task<byte[]> reading = Asyncio.createTask(() -> reader.readLine());
                    pass();
                    assertThat(reader.exception()).isEmpty();
                    reader.feedData(bytes("some"));
                    reader.setException(failure);
                    assertThatThrownBy(reading::await).isSameAs(failure);
                    assertThat(reader.exception()).containsSame(failure);
                    assertThatThrownBy(() -> reader.read(1)).isSameAs(failure);
                    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(1))).isSameAs(failure);
                    assertThatThrownBy(() -> reader.readExactly(0)).isSameAs(failure);
                    assertThatThrownBy(() -> reader.readUntil(bytes("x"))).isSameAs(failure);
                });
    }

    @Test
    void badArgumentsAreRefused() {
        run(
                () -> {
                    var reader = new StreamReader();
                    assertThatThrownBy(() -> new StreamReader(0))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("not 0");
                    assertThatThrownBy(() -> reader.readExactly(-1))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("not -1");
                    assertThatThrownBy(reader::readUntil)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("at least one separator");
                    assertThatThrownBy(() -> reader.readUntil(bytes("x"), bytes("")))
                            .isInstanceOf(IllegalArgumentException.class);
                    reader.setTransport(new SilentTransport(trace));
                    assertThatThrownBy(() -> reader.setTransport(new SilentTransport(trace)))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("already");
                    reader.feedEof();
                    assertThatThrownBy(() -> reader.feedData(bytes("garbage")))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("feedData after feedEof");
                });
    }

    @Test
    void anotherThreadIsRefused() {
        run(
                () -> {
                    var reader = new StreamReader();
                    Future<Boolean> foreign =
                            Asyncio.getRunningLoop()
                                    .runInExecutor(
                                            () -> {
                                                reader.feedData(bytes("x"));
                                                return true;
                                            });
                    assertThatThrownBy(foreign::await)
                            .isInstanceOf(WrongThreadException.class)
                            .hasMessageContaining("callSoonThreadsafe");
                });
    }

    // ---- lines in a for loop

    @Test
    void linesAreTextWithoutTheirEnds() {
        run(
                () -> {
                    var reader = new StreamReader();
                    reader.feedData(bytes("one\r\ntwo\n\n\u00c3\u00bc"));
                    reader.feedEof();
                    List<String> lines = new ArrayList<>();
                    for (String line : reader.lines()) {
                        lines.add(line);
                    }
                    assertThat(lines).containsExactly("one", "two", "", "\u00fc");
                });
    }

    @Test
    void aForLoopReadsLinesToTheEnd() {
        run(
                () -> {
                    var reader = new StreamReader();
                    Asyncio.getRunningLoop()
                            .callLater(
                                    Duration.ofSeconds(1),
                                    () -> {
                                        reader.feedData(bytes("wo\nthree"));
                                        reader.feedEof();
                                    });
                    reader.feedData(bytes("one\n\nt"));
                    List<String> lines = new ArrayList<>();
                    for (byte[] line : reader) {
                        lines.add(text(line));
                    }
                    assertThat(lines).containsExactly("one\n", "\n", "two\n", "three");
                    Iterator<byte[]> end = reader.iterator();
                    assertThat(end.hasNext()).isFalse();
                    assertThatThrownBy(end::next)
                            .isInstanceOf(NoSuchElementException.class)
                            .hasMessageContaining("ended");
                });
    }

    @Test
    void aForLoopMeetsAFailureAsAnUncheckedOne() {
        run(
                () -> {
                    var reader = new StreamReader();
                    reader.setException(new IOException("cable cut"));
                    assertThatThrownBy(() -> reader.iterator().hasNext())
                            .isInstanceOf(UncheckedIOException.class)
                            .hasMessage("cable cut");
                });
    }

    @Test
    void aReaderTellsItsState() {
        run(
                () -> {
                    var reader = new StreamReader(2);
                    reader.setTransport(new SilentTransport(trace));
                    reader.feedData(bytes("12345"));
                    reader.feedEof();
                    assertThat(reader).hasToString("StreamReader[5 bytes, limit 2, eof, paused]");
                });
    }
}
