package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import sun.misc.Signal;
import sun.misc.SignalHandler;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

class InterruptsTest {
    private static final Signal INT = new Signal("INT");

    @BeforeEach
    void ctrlCIsNotIgnored() throws Exception {
        SystemKill.assumeNotIgnored("INT");
    }

    @Test
    void ctrlCCancelsTheMainTaskWhichCleansUp() {
        Sequence sequence = new Sequence();
        assertThatThrownBy(
                        () ->
                                Asyncio.run(
                                        () -> {
                                            Signal.raise(INT);
                                            try {
                                                Asyncio.sleep(Duration.ofDays(1));
                                            } finally {
                                                sequence.at(1);
                                            }
                                        }))
                .isInstanceOf(KeyboardInterrupt.class);
        sequence.end(1);
    }

    @Test
    void aTaskThatEndsNormallyAfterCtrlCKeepsItsResult() {
        String result =
                Asyncio.run(
                        () -> {
                            Signal.raise(INT);
                            try {
                                Asyncio.sleep(Duration.ofDays(1));
                                return "slept";
                            } catch (CancelledError interrupted) {
                                return "ended by " + interrupted.reason().orElse("nobody");
                            }
                        });
        assertThat(result).isEqualTo("ended by interrupted by the user");
    }

    @Test
    void aHandlerOfSomebodyElseIsLeftAlone() throws InterruptedException {
        CountDownLatch heard = new CountDownLatch(1);
        SignalHandler before = Signal.handle(INT, signal -> heard.countDown());
        try {
            Asyncio.run(
                    () -> {
                        Signal.raise(INT);
                        Asyncio.toThread(() -> heard.await());
                        assertThat(Asyncio.currentTask().orElseThrow().cancelling()).isZero();
                    });
            heard.await();
        } finally {
            Signal.handle(INT, before);
        }
    }
}
