package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.ContextVar;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Promise;
import io.asyncio4j.net.Descriptors;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.spi.Readiness;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@ParameterizedClass
@EnumSource(Mechanism.class)
class DescriptorsTest {
    private static final Duration HUNG = Duration.ofSeconds(60);

    private final Mechanism mechanism;
    private final Trace trace = new Trace();

    DescriptorsTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    /** A pipe of the JDK. */
    private interface Piped {
        void test(Pipe.SourceChannel source, Pipe.SinkChannel sink) throws Exception;
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

    private void withPipe(Piped test) {
        run(
                () -> {
                    Pipe pipe = Pipe.open();
                    try (var source = pipe.source();
                            var sink = pipe.sink()) {
                        source.configureBlocking(false);
                        sink.configureBlocking(false);
                        test.test(source, sink);
                    }
                });
    }

    private static Readiness readiness() {
        return Readiness.of(Asyncio.getRunningLoop());
    }

    private static void send(Pipe.SinkChannel sink, String text) throws IOException {
        sink.write(ByteBuffer.wrap(text.getBytes()));
    }

    private static String readOne(Pipe.SourceChannel source) {
        try {
            ByteBuffer one = ByteBuffer.allocate(1);
            return source.read(one) == 1 ? "" + (char) one.get(0) : "nothing";
        } catch (IOException failure) {
            return failure.toString();
        }
    }

    @Test
    void aReaderIsCalledUntilEverythingIsRead() {
        withPipe(
                (source, sink) -> {
                    Descriptors.addReader(source, () -> trace.log(readOne(source)));
                    send(sink, "abc");
                    trace.await("c");
                    trace.assertWords("a", "b", "c");
                    send(sink, "d");
                    trace.await("d");
                    assertThat(Descriptors.removeReader(source)).isTrue();
                    assertThat(Descriptors.removeReader(source)).isFalse();
                });
    }

    @Test
    void whatIsNotReadIsToldAgainAndAgain() {
        withPipe(
                (source, sink) -> {
                    send(sink, "x");
                    int[] calls = {0};
                    Descriptors.addReader(
                            source,
                            () -> {
                                if (++calls[0] == 5) {
                                    trace.log("enough");
                                    Descriptors.removeReader(source);
                                }
                            });
                    trace.await("enough");
                    passes(5);
                    assertThat(calls[0]).isEqualTo(5);
                });
    }

    @Test
    void aWriterIsCalledWhileThereIsRoom() {
        withPipe(
                (source, sink) -> {
                    int[] written = {0};
                    Descriptors.addWriter(
                            sink, () -> written[0] += writeSome(sink, new byte[4096]));
                    while (written[0] < 65536) {
                        passes(1);
                    }
                    assertThat(written[0]).isEqualTo(65536);
                    assertThat(Descriptors.removeWriter(sink)).isTrue();
                    assertThat(Descriptors.removeWriter(sink)).isFalse();
                });
    }

    private static int writeSome(Pipe.SinkChannel sink, byte[] some) {
        try {
            return sink.write(ByteBuffer.wrap(some));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void theEndOfAStreamIsToldToTheReader() {
        withPipe(
                (source, sink) -> {
                    Descriptors.addReader(
                            source,
                            () -> {
                                trace.log(readOne(source));
                                Descriptors.removeReader(source);
                            });
                    sink.close();
                    trace.await("nothing");
                });
    }

    @Test
    void aReaderThatTakesThePlaceOfAnotherCancelsItsQueuedCall() {
        withPipe(
                (source, sink) -> {
                    send(sink, "x");
                    Descriptors.addReader(source, () -> trace.log("first"));
                    trace.await("first");
                    Descriptors.addReader(source, () -> trace.log("second"));
                    trace.clear();
                    trace.await("second");
                    assertThat(trace.has("first")).isFalse();
                    Descriptors.removeReader(source);
                    trace.clear();
                    passes(5);
                    trace.assertWords();
                });
    }

    @Test
    void theReaderRunsInACopyOfTheContextInWhichItWasAdded() {
        ContextVar<String> variable = ContextVar.of("who", "nobody");
        withPipe(
                (source, sink) -> {
                    variable.set("adder");
                    Descriptors.addReader(
                            source,
                            () -> {
                                trace.log(variable.get(), readOne(source));
                                variable.set("reader");
                            });
                    variable.set("later");
                    send(sink, "ab");
                    trace.awaitPrefix("reader");
                    trace.assertWords("adder a", "reader b");
                    assertThat(variable.get()).isEqualTo("later");
                    Descriptors.removeReader(source);
                });
    }

    @Test
    void aReaderThatFailsIsReportedAndCalledAgain() {
        List<ExceptionContext> reports = new ArrayList<>();
        withPipe(
                (source, sink) -> {
                    Asyncio.getRunningLoop().setExceptionHandler((_, each) -> reports.add(each));
                    Descriptors.addReader(
                            source,
                            () -> {
                                trace.log(readOne(source));
                                throw new IllegalStateException("I fail");
                            });
                    send(sink, "ab");
                    trace.await("b");
                    passes(1);
                    assertThat(reports).hasSize(2);
                    assertThat(reports.getFirst().exception().orElseThrow()).hasMessage("I fail");
                    Descriptors.removeReader(source);
                });
    }

    @Test
    void readerAndWriterOfOneSocketAreIndependent() {
        run(
                () -> {
                    try (var pair = SocketPair.open()) {
                        Descriptors.addReader(pair.left(), () -> trace.log("readable"));
                        Descriptors.addWriter(
                                pair.left(),
                                () -> {
                                    trace.log("writable");
                                    Descriptors.removeWriter(pair.left());
                                });
                        trace.await("writable");
                        passes(3);
                        trace.assertWords("writable");
                        pair.right().write(ByteBuffer.wrap(new byte[1]));
                        trace.await("readable");
                        Descriptors.removeReader(pair.left());
                    }
                });
    }

    @Test
    void anIdleReaderDoesNotSpin() {
        CountingPolls polls = new CountingPolls(mechanism);
        Asyncio.run(
                Loops.on(mechanism).withPoller(polls),
                () -> {
                    Pipe pipe = Pipe.open();
                    try (var source = pipe.source();
                            var sink = pipe.sink()) {
                        source.configureBlocking(false);
                        Descriptors.addReader(source, () -> trace.log(readOne(source)));
                        send(sink, "x");
                        trace.await("x");
                        polls.assertRest();
                        Descriptors.removeReader(source);
                    }
                });
    }

    @Test
    void noNewsIsLostWhenAnotherThreadWrites() {
        int messages = 2_000;
        withPipe(
                (source, sink) -> {
                    Promise<@Nullable Void> all = Asyncio.getRunningLoop().createFuture();
                    int[] received = {0};
                    Descriptors.addReader(
                            source,
                            () -> {
                                if (!readOne(source).equals("nothing")) {
                                    received[0]++;
                                }
                                if (received[0] == messages) {
                                    all.setResult(null);
                                }
                            });
                    Thread writer =
                            Thread.ofPlatform()
                                    .start(
                                            () -> {
                                                for (int i = 0; i < messages; i++) {
                                                    writeSome(sink, new byte[1]);
                                                    Thread.yield();
                                                }
                                            });
                    all.await();
                    writer.join();
                    Descriptors.removeReader(source);
                });
    }

    // ---- what is refused

    @Test
    void aChannelInBlockingModeIsRefused() {
        withPipe(
                (source, sink) -> {
                    source.configureBlocking(true);
                    assertThatThrownBy(() -> Descriptors.addReader(source, () -> {}))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("is in blocking mode")
                            .hasMessageContaining("configureBlocking(false)");
                });
    }

    @Test
    void aChannelThatGoesTheOtherWayIsRefused() {
        withPipe(
                (source, sink) ->
                        assertThatThrownBy(() -> Descriptors.addWriter(source, () -> {}))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining("cannot be used for writing"));
    }

    @Test
    void aClosedChannelIsRefused() {
        withPipe(
                (source, sink) -> {
                    source.close();
                    assertThatThrownBy(() -> Descriptors.addReader(source, () -> {}))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("is closed");
                });
    }

    @Test
    void aChannelThatATransportOwnsIsRefused() {
        withPipe(
                (source, sink) -> {
                    Readiness.Claim claim = readiness().claim(source, "the owner");
                    for (Action attempt :
                            List.<Action>of(
                                    () -> Descriptors.addReader(source, () -> {}),
                                    () -> Descriptors.removeReader((SelectableChannel) source),
                                    () -> readiness().claim(source, "another"))) {
                        assertThatThrownBy(attempt::run)
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("is used by the owner");
                    }
                    claim.release();
                    Descriptors.addReader(source, () -> {});
                    assertThat(Descriptors.removeReader(source)).isTrue();
                });
    }

    @Test
    void closingTheLoopLetsGoOfTheChannelsAndEndsTheThread() throws Exception {
        Pipe pipe = Pipe.open();
        EventLoop loop = Asyncio.newEventLoop(Loops.on(mechanism));
        pipe.source().configureBlocking(false);
        loop.runUntilComplete(
                () -> {
                    Descriptors.addReader(pipe.source(), () -> trace.log("told"));
                    passes(2);
                });
        List<Thread> before = selectors();
        assertThat(before).hasSize(mechanism == Mechanism.NIO ? 0 : 1);
        loop.close();
        assertThat(before).noneMatch(Thread::isAlive);
        assertThat(pipe.source().isOpen()).isTrue();
        pipe.source().configureBlocking(true); // it is in no selector any more
        send(pipe.sink(), "x");
        assertThat(readOne(pipe.source())).isEqualTo("x");
        pipe.source().close();
        pipe.sink().close();
        trace.assertWords();
    }

    private static List<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("asyncio4j-selector-"))
                .toList();
    }

    private static void passes(int count) {
        for (int i = 0; i < count; i++) {
            Asyncio.sleep(Duration.ZERO);
        }
    }
}
