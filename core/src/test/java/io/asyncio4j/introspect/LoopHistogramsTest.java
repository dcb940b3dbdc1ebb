package io.asyncio4j.introspect;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.Coroutine;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Handle;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.spi.VirtualTime;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** What a loop tells its instrument; time passes only where a test says so. */
class LoopHistogramsTest {
    private static final long MILLI = 1_000_000;

    private final VirtualTime time = new VirtualTime();
    private final LoopHistograms histograms = new LoopHistograms();
    private final LoopOptions options =
            LoopOptions.defaults().withVirtualTime(time).withInstrument(histograms);

    private void run(Action main) {
        Asyncio.run(options, Coroutine.of(main));
    }

    private void work(long millis) {
        time.advance(Duration.ofMillis(millis));
    }

    private static void assertLongest(Histogram histogram, long nanos) {
        assertThat(histogram.counts().percentile(100)).isBetween(nanos, 2 * nanos);
    }

    @Test
    void theLongestCallbackAndTheLongestStepAreKeptApart() {
        run(
                () -> {
                    getRunningLoop().callSoon(() -> work(3));
                    work(70);
                    sleep(Duration.ZERO);
                });
        assertLongest(histograms.callbacks(), 3 * MILLI);
        assertLongest(histograms.steps(), 70 * MILLI);
    }

    @Test
    void eachStepIsMeasuredByItselfAlthoughTheNextTaskCouldGoOn() {
        run(
                () -> {
                    createTask(() -> work(1));
                    createTask(() -> work(1));
                    for (int step = 1; step < 10; step++) {
                        work(1);
                        sleep(Duration.ZERO);
                    }
                });
        assertLongest(histograms.steps(), MILLI);
        assertThat(histograms.steps().counts().total()).isBetween(12L, 20L);
    }

    @Test
    void aTimerThatHadToWaitForOthersIsLate() {
        run(
                () -> {
                    getRunningLoop().callLater(Duration.ofMillis(10), () -> work(0));
                    work(50);
                    sleep(Duration.ofMillis(1));
                });
        assertLongest(histograms.lateness(), 49 * MILLI);
    }

    @Test
    void theWaitIsPartOfThePoll() {
        run(() -> sleep(Duration.ofMillis(20)));
        assertLongest(histograms.polls(), 20 * MILLI);
        assertThat(histograms.steps().counts().percentile(100)).isZero();
    }

    @Test
    void aPassBeginsWithWhatIsReady() {
        run(
                () -> {
                    EventLoop loop = getRunningLoop();
                    for (int i = 0; i < 40; i++) {
                        loop.callSoon(() -> {});
                    }
                    sleep(Duration.ZERO);
                });
        assertThat(histograms.ready().counts().percentile(100)).isEqualTo(63);
    }

    @Test
    void aCancelledCallbackDoesNotCount() {
        run(
                () -> {
                    sleep(Duration.ofMillis(1));
                    long before = histograms.callbacks().counts().total();
                    Handle handle = getRunningLoop().callSoon(() -> work(1));
                    handle.cancel();
                    sleep(Duration.ZERO);
                    assertThat(histograms.callbacks().counts().total()).isEqualTo(before);
                });
    }

    @Test
    void aLoopInDebugModeTellsAsMuch() {
        Asyncio.run(
                options.withDebug(),
                Coroutine.of(
                        () -> {
                            getRunningLoop().callSoon(() -> work(3));
                            work(70);
                            sleep(Duration.ZERO);
                        }));
        assertLongest(histograms.callbacks(), 3 * MILLI);
        assertLongest(histograms.steps(), 70 * MILLI);
    }

    @Test
    void theTextNamesEachHistogram() {
        run(() -> sleep(Duration.ofMillis(20)));
        assertThat(histograms.toString())
                .containsSubsequence("ready ", "callbacks ", "steps ", "lateness ", "polls ")
                .contains("max <= " + ((1 << 25) - 1) + " (ns)");
    }

    @Test
    void anInstrumentThatIsNullIsRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> LoopOptions.defaults().withInstrument(null))
                .withMessage("newInstrument");
    }
}
