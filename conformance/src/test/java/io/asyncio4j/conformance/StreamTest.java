package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.conformance.Virtual.tick;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.asyncio4j.Task;
import io.asyncio4j.net.IncompleteReadException;
import io.asyncio4j.net.LimitOverrunException;
import io.asyncio4j.net.StreamReader;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;

/** The reader of a stream. */
class StreamTest {
    @RegisterExtension final Trace trace = new Trace();

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    @Scenario("s53_streamreader")
    void readerSplitsWhatItIsFed() {
        Virtual.run(
                () -> {
                    readWithALimit();
                    dropALineThatIsTooLong();
                    readFromTwoTasks();
                });
    }

    private void readWithALimit() throws IOException {
        StreamReader reader = new StreamReader(8);
        reader.feedData(bytes("ab\ncd\n0123456789X\nzz"));
        trace.log(reader.readLine(), reader.readUntil(bytes("\n")));
        try {
            reader.readUntil(bytes("\n"));
        } catch (LimitOverrunException tooLong) {
            trace.log("LOE", tooLong.consumed());
        }
        try {
            reader.readLine();
        } catch (LimitOverrunException tooLong) {
            trace.log("VE", Python.nameInReadLine(tooLong));
        }
        trace.log(reader.read(1));
        reader.feedEof();
        try {
            reader.readExactly(5);
        } catch (IncompleteReadException end) {
            trace.log("IRE", end.partial(), end.expected().getAsInt());
        }
        trace.log(reader.readAll(), reader.atEof(), reader.readLine());
    }

    private void dropALineThatIsTooLong() throws IOException {
        StreamReader reader = new StreamReader(8);
        reader.feedData(bytes("0123456789abcdef"));
        try {
            reader.readLine();
        } catch (LimitOverrunException tooLong) {
            reader.feedEof();
            trace.log("cleared", reader.readAll().length);
        }
    }

    private void readFromTwoTasks() throws IOException {
        StreamReader reader = new StreamReader();
        Task<byte[]> first = createTask(() -> reader.read(1));
        tick();
        try {
            reader.read(1);
        } catch (IllegalStateException refused) {
            trace.log(refused);
        }
        reader.feedData(bytes("q"));
        trace.log(first.await());
        reader.feedData(bytes("one;two\nx"));
        byte[] one = reader.readUntil(bytes("\n"), bytes(";"));
        byte[] two = reader.readUntil(bytes("\n"), bytes(";"));
        trace.log(one, two);
    }

    @Scenario("s54_streamreader_backpressure")
    void readerPausesAboveTwiceItsLimitAndResumesAtIt() {
        Virtual.run(
                () -> {
                    StreamReader reader = new StreamReader(4);
                    reader.setTransport(new RecordingTransport(trace));
                    reader.feedData(bytes("12345678"));
                    trace.log("8");
                    reader.feedData(bytes("9"));
                    trace.log("9");
                    trace.log(reader.read(4));
                    trace.log(reader.read(1));
                    reader.feedData(bytes("xxxxxxxxx"));
                    trace.log(reader.readExactly(12).length);
                });
    }
}
