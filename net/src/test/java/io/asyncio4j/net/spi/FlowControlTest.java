package io.asyncio4j.net.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.SystemExit;
import io.asyncio4j.net.contract.RecordingProtocol;
import io.asyncio4j.net.contract.Trace;
import io.asyncio4j.net.transport.Protocol;
import io.asyncio4j.net.transport.SilentTransport;
import io.asyncio4j.net.transport.WriteBufferFullException;
import io.asyncio4j.net.transport.WriteBufferLimits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

class FlowControlTest {
    private final Trace trace = new Trace();
    private final EventLoop loop = Asyncio.newEventLoop();
    private final SilentTransport transport = new SilentTransport(trace);
    private final FlowControl flow =
            new FlowControl(loop, transport, new WriteBufferLimits(10, 100));

    FlowControlTest() {
        transport.setProtocol(new RecordingProtocol("P", trace));
    }

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void write(int bytes) {
        flow.add(bytes);
        flow.settle();
    }

    @Test
    void whatIsDroppedIsTakenAndNotCounted() {
        for (int write = 1; write <= 6; write++) {
            ByteBuffer data = ByteBuffer.allocate(1000);
            flow.drop(data);
            assertThat(data.hasRemaining()).isFalse();
        }
        assertThat(flow.size()).isZero();
        trace.assertWords();
    }

    @Test
    void pausesAboveTheHighMarkAndResumesAtTheLowOne() {
        write(100);
        assertThat(flow.isPaused()).isFalse();
        write(1);
        trace.assertWords("P pause");
        assertThat(flow.isPaused()).isTrue();
        write(1000);
        flow.remove(1090);
        trace.assertWords("P pause");
        flow.remove(1);
        trace.assertWords("P pause", "P resume");
        assertThat(flow.size()).isEqualTo(10);
        flow.remove(10);
        trace.assertWords("P pause", "P resume");
    }

    @Test
    void whatIsSentBeforeSettlingDoesNotPause() {
        flow.add(150);
        assertThat(flow.isOverflowing()).isTrue();
        flow.remove(50);
        assertThat(flow.isOverflowing()).isFalse();
        flow.settle();
        trace.assertWords();
    }

    @Test
    void newLimitsPauseAtOnce() {
        write(60);
        flow.setLimits(WriteBufferLimits.ofHigh(40));
        trace.assertWords("P pause");
        flow.setLimits(new WriteBufferLimits(50, 200));
        trace.assertWords("P pause");
        flow.remove(10);
        trace.assertWords("P pause", "P resume");
    }

    @Test
    void aProtocolMayWriteInsideResume() {
        transport.setProtocol(
                new RecordingProtocol("P", trace) {
                    @Override
                    public void resumeWriting() {
                        super.resumeWriting();
                        if (trace.count("P resume") < 3) {
                            write(101);
                        }
                    }

                    private void write(int bytes) {
                        FlowControlTest.this.write(bytes);
                    }
                });
        write(101);
        flow.remove(101);
        flow.remove(101);
        flow.remove(101);
        trace.assertWords("P pause", "P resume", "P pause", "P resume", "P pause", "P resume");
        assertThat(flow.size()).isZero();
    }

    @Test
    void beyondTheCapNothingIsCounted() {
        flow.setLimits(new WriteBufferLimits(10, 100, 120));
        write(20);
        assertThatThrownBy(() -> flow.add(101))
                .isInstanceOf(WriteBufferFullException.class)
                .hasMessageContaining("101 more bytes")
                .hasMessageContaining("holds 20")
                .hasMessageContaining("drain()");
        assertThat(flow.size()).isEqualTo(20);
        write(100);
        trace.assertWords("P pause");
    }

    @Test
    void aDroppedBufferCallsNobody() {
        write(101);
        flow.clear();
        trace.assertWords("P pause");
        assertThat(flow.size()).isZero();
        assertThat(flow).hasToString("FlowControl[0 bytes, paused, " + flow.limits() + "]");
    }

    @Test
    void aFailingProtocolIsReportedAndAnExitRequestIsNot() {
        List<ExceptionContext> reports = new ArrayList<>();
        loop.setExceptionHandler((_, report) -> reports.add(report));
        transport.setProtocol(
                new Protocol() {
                    @Override
                    public void pauseWriting() {
                        throw new IllegalStateException("in pause");
                    }

                    @Override
                    public void resumeWriting() {
                        throw new SystemExit(3);
                    }
                });
        write(101);
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().keys())
                .containsExactly("exception", "message", "protocol", "transport");
        assertThatThrownBy(() -> flow.remove(101)).isInstanceOf(SystemExit.class);
    }

    @Test
    void sendingMoreThanWasWrittenIsOurMistake() {
        write(1);
        assertThatThrownBy(() -> flow.remove(2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("report");
    }
}
