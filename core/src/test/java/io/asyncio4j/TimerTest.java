package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.spi.Clock;
import io.asyncio4j.spi.VirtualTime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** callLater and callAt: when timers run, and what is refused. */
final class TimerTest {
    private final VirtualTime time = new VirtualTime();
    private final EventLoop loop =
            Asyncio.newEventLoop(LoopOptions.defaults().withVirtualTime(time));
    private final Sequence sequence = new Sequence();

    @AfterEach
    void close() {
        loop.close();
    }

    private void runPass() {
        loop.stop();
        loop.runForever();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void timersRunInTheOrderOfTheirDeadlines() {
        loop.callLater(seconds(3), sequence.callbackAt(3));
        loop.callLater(seconds(1), sequence.callbackAt(1));
        loop.callAt(Instant.EPOCH.plusSeconds(2), sequence.callbackAt(2));
        loop.callLater(seconds(4), loop::stop);
        loop.runForever();
        sequence.end(3);
    }

    @Test
    void equalDeadlinesRunInTheOrderOfTheCalls() {
        for (int i = 1; i <= 50; i++) {
            loop.callAt(Instant.EPOCH.plusSeconds(1), sequence.callbackAt(i));
        }
        loop.callLater(seconds(1), loop::stop);
        loop.runForever();
        sequence.end(50);
    }

    @Test
    void aTimerRunsExactlyAtItsDeadlineInVirtualTime() {
        List<Instant> ranAt = new ArrayList<>();
        loop.callLater(Duration.ofNanos(1), () -> ranAt.add(loop.time()));
        loop.callLater(Duration.ofDays(365), () -> ranAt.add(loop.time()));
        loop.callLater(Duration.ofDays(365), loop::stop);
        loop.runForever();
        assertThat(ranAt)
                .containsExactly(
                        Instant.EPOCH.plusNanos(1), Instant.EPOCH.plus(Duration.ofDays(365)));
    }

    @Test
    void aTimerIsNeverEarlyNotByANanosecond() {
        loop.callLater(Duration.ofNanos(1000), sequence.callbackAt(1));
        time.advance(Duration.ofNanos(999));
        runPass();
        sequence.end(0);
        time.advance(Duration.ofNanos(1));
        runPass();
        sequence.end(1);
    }

    @Test
    void aTimerIsNeverEarlyInRealTime() {
        List<Duration> early = new ArrayList<>();
        try (EventLoop real = Asyncio.newEventLoop()) {
            for (int micros = 1; micros <= 200; micros++) {
                TimerHandle[] timer = new TimerHandle[1];
                timer[0] =
                        real.callLater(
                                Duration.ofNanos(micros * 7_001L),
                                () -> {
                                    if (real.time().isBefore(timer[0].when())) {
                                        early.add(Duration.between(real.time(), timer[0].when()));
                                    }
                                });
            }
            real.callLater(Duration.ofMillis(3), real::stop);
            real.runForever();
        }
        assertThat(early).isEmpty();
    }

    @Test
    void aZeroDelayRunsBehindWhatIsReady() {
        loop.callLater(Duration.ZERO, sequence.callbackAt(2));
        loop.callSoon(() -> loop.callSoon(sequence.callbackAt(3)));
        loop.callSoon(sequence.callbackAt(1));
        runPass();
        runPass();
        sequence.end(3);
    }

    @Test
    void aNegativeDelayAndThePastMeanTheNextPass() {
        time.advance(seconds(100));
        TimerHandle negative = loop.callLater(seconds(-5), sequence.callbackAt(2));
        TimerHandle past = loop.callAt(Instant.EPOCH, sequence.callbackAt(1));
        TimerHandle distantPast = loop.callAt(Instant.MIN, sequence.callbackAt(0));
        distantPast.cancel();
        runPass();
        sequence.end(2);
        assertThat(negative.when()).isEqualTo(Instant.EPOCH.plusSeconds(95));
        assertThat(past.when()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void theDistantPastRunsAtOnce() {
        loop.callAt(Instant.MIN, sequence.callbackAt(1));
        runPass();
        sequence.end(1);
    }

    @Test
    void whatIsTooFarAwayToCountNeverRuns() {
        List<TimerHandle> never =
                List.of(
                        loop.callAt(Instant.MAX, sequence.callbackAt(9)),
                        loop.callLater(seconds(Long.MAX_VALUE), sequence.callbackAt(9)),
                        loop.callLater(Duration.ofNanos(Long.MAX_VALUE), sequence.callbackAt(9)));

        assertThat(never).allSatisfy(timer -> assertThat(timer.when()).isEqualTo(Instant.MAX));
        assertThatThrownBy(loop::runForever)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("deadlock");
        sequence.end(0);
    }

    @Test
    void theLastNanosecondThatCanBeCountedStillRuns() {
        loop.callLater(Duration.ofNanos(Long.MAX_VALUE - 1), sequence.callbackAt(1));
        loop.callLater(Duration.ofNanos(Long.MAX_VALUE - 1), loop::stop);
        loop.runForever();
        sequence.end(1);
    }

    @Test
    void aDelayThatOverflowsTheClockNeverRuns() {
        time.advance(Duration.ofNanos(Long.MAX_VALUE / 2));
        TimerHandle timer =
                loop.callLater(Duration.ofNanos(Long.MAX_VALUE / 2 + 10), () -> sequence.at(9));
        assertThat(timer.when()).isEqualTo(Instant.MAX);
    }

    @Test
    void aCancelledTimerLeavesNothingBehind() {
        TimerHandle timer = loop.callLater(seconds(10), sequence.callbackAt(9));
        loop.callLater(seconds(5), sequence.callbackAt(1)).cancel();
        timer.cancel();
        timer.cancel();

        assertThat(timer.isCancelled()).isTrue();
        Virtually.assertNothingLeft(loop);
        sequence.end(0);
    }

    @Test
    void aTimerOfTheSameBatchCanBeCancelledAtTheLastMoment() {
        TimerHandle[] second = new TimerHandle[1];
        loop.callLater(
                seconds(1),
                () -> {
                    sequence.at(1);
                    second[0].cancel();
                });
        second[0] = loop.callLater(seconds(1), sequence.callbackAt(9));
        loop.callLater(seconds(1), loop::stop);
        loop.runForever();
        sequence.end(1);
    }

    @Test
    void aTimerMaySetTheNextOneForTheSameMoment() {
        loop.callLater(
                seconds(1),
                () -> {
                    sequence.at(1);
                    loop.callAt(loop.time(), sequence.callbackAt(3));
                    loop.callSoon(sequence.callbackAt(2));
                    loop.callLater(seconds(1), loop::stop);
                });
        loop.runForever();
        sequence.end(3);
    }

    @Test
    void timersThatWereDueRunBeforeWhatThePassQueues() {
        loop.callLater(seconds(1), sequence.callbackAt(2));
        loop.callSoon(
                () -> {
                    sequence.at(1);
                    loop.callSoon(sequence.callbackAt(3));
                });
        time.advance(seconds(1));
        runPass();
        runPass();
        sequence.end(3);
    }

    @Test
    void aTimerThatBecomesDueDuringABusyPassWaitsForTheNext() {
        loop.callLater(seconds(1), sequence.callbackAt(3));
        loop.callSoon(
                () -> {
                    time.advance(seconds(1));
                    loop.callSoon(sequence.callbackAt(2));
                    sequence.at(1);
                });
        runPass();
        sequence.end(1);
        runPass();
        sequence.end(3);
    }

    @Test
    void aTimerSurvivesAStopOfTheLoop() {
        loop.callLater(seconds(2), sequence.callbackAt(2));
        loop.callLater(seconds(1), loop::stop);
        loop.runForever();
        sequence.at(1);
        loop.callLater(seconds(1), loop::stop);
        loop.runForever();
        sequence.end(2);
    }

    @Test
    void aTimerShowsItsDeadlineAndContext() {
        TimerHandle timer = loop.callLater(seconds(7), () -> {});
        assertThat(timer.when()).isEqualTo(Instant.EPOCH.plusSeconds(7));
        assertThat(timer.toString()).startsWith("TimerHandle[");
        timer.cancel();
        assertThat(timer).hasToString("TimerHandle[cancelled]");
    }

    @Test
    void theClockOfALoopStartsWhereItsOptionsSay() {
        Instant origin = Instant.parse("2030-01-01T00:00:00Z");
        Clock fixed =
                new Clock() {
                    @Override
                    public Instant origin() {
                        return origin;
                    }

                    @Override
                    public long nanoTime() {
                        return 5;
                    }
                };
        try (EventLoop other = Asyncio.newEventLoop(LoopOptions.defaults().withClock(fixed))) {
            assertThat(other.time()).isEqualTo(origin.plusNanos(5));
            assertThat(other.callLater(seconds(1), () -> {}).when())
                    .isEqualTo(origin.plusNanos(1_000_000_005));
        }
    }

    @Test
    void theSystemClockNeverGoesBack() {
        Clock clock = Clock.system();
        long last = clock.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            long now = clock.nanoTime();
            assertThat(now).isGreaterThanOrEqualTo(last);
            last = now;
        }
    }
}
