package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Asyncio.wait: it parts futures in done and pending, and leaves them alone. */
final class WaitTest {
    private static Task<String> after(int seconds, String result) {
        return createTask(
                () -> {
                    sleep(Duration.ofSeconds(seconds));
                    return result;
                });
    }

    private static Task<String> failAfter(int seconds, Exception failure) {
        return createTask(
                () -> {
                    sleep(Duration.ofSeconds(seconds));
                    throw failure;
                });
    }

    private static void assertTime(int seconds) {
        assertThat(getRunningLoop().time()).isEqualTo(Instant.EPOCH.plusSeconds(seconds));
    }

    @Test
    void waitsForAllByDefaultAndKeepsTheOrderGiven() {
        Virtually.run(
                () -> {
                    Task<String> slow = after(3, "slow");
                    Task<String> quick = after(1, "quick");
                    Waited<String> waited = Asyncio.wait(List.of(slow, quick));
                    assertThat(waited.done()).isEqualTo(List.of(slow, quick));
                    assertThat(waited.pending()).isEmpty();
                    assertTime(3);
                });
    }

    @Test
    void firstCompletedReturnsWithTheFirst() {
        Virtually.run(
                () -> {
                    Task<String> slow = after(3, "slow");
                    Task<String> quick = after(1, "quick");
                    Waited<String> waited =
                            Asyncio.wait(List.of(slow, quick), ReturnWhen.FIRST_COMPLETED);
                    assertThat(waited.done()).isEqualTo(List.of(quick));
                    assertThat(waited.pending()).isEqualTo(List.of(slow));
                    assertTime(1);
                    assertThat(slow.await()).as("it goes on").isEqualTo("slow");
                });
    }

    @Test
    void aCancelledOneIsCompleted() {
        Virtually.run(
                () -> {
                    Task<String> cancelled = after(1, "x");
                    cancelled.cancel();
                    Task<String> other = after(2, "y");
                    assertThat(
                                    Asyncio.wait(
                                                    List.of(other, cancelled),
                                                    ReturnWhen.FIRST_COMPLETED)
                                            .done())
                            .isEqualTo(List.of(cancelled));
                    other.await();
                });
    }

    @Test
    void firstExceptionReturnsWithAFailureButNotWithACancellation() {
        Virtually.run(
                () -> {
                    Task<String> slow = after(9, "slow");
                    Task<String> bad = failAfter(2, new IOException("down"));
                    Task<String> cancelled = after(1, "x");
                    cancelled.cancel();
                    Waited<String> waited =
                            Asyncio.wait(List.of(slow, bad, cancelled), ReturnWhen.FIRST_EXCEPTION);
                    assertTime(2);
                    assertThat(waited.done()).isEqualTo(List.of(bad, cancelled));
                    assertThat(bad.exception()).isPresent();
                    slow.await();
                });
    }

    @Test
    void firstExceptionWithoutFailureWaitsForAll() {
        Virtually.run(
                () -> {
                    Asyncio.wait(List.of(after(1, "a"), after(4, "b")), ReturnWhen.FIRST_EXCEPTION);
                    assertTime(4);
                });
    }

    @Test
    void aTimeoutIsNoErrorAndCancelsNothing() {
        Virtually.run(
                () -> {
                    Task<String> quick = after(1, "quick");
                    Task<String> slow = after(9, "slow");
                    Waited<String> waited =
                            Asyncio.wait(
                                    List.of(quick, slow),
                                    ReturnWhen.ALL_COMPLETED,
                                    Duration.ofSeconds(5));
                    assertTime(5);
                    assertThat(waited.done()).isEqualTo(List.of(quick));
                    assertThat(waited.pending()).isEqualTo(List.of(slow));
                    assertThat(slow.cancelling()).isZero();
                    slow.await();
                });
    }

    @Test
    void aTimeoutOfZeroLooksOnce() {
        Virtually.run(
                () -> {
                    Task<String> slow = after(9, "slow");
                    assertThat(
                                    Asyncio.wait(
                                                    List.of(slow),
                                                    ReturnWhen.ALL_COMPLETED,
                                                    Duration.ZERO)
                                            .pending())
                            .isEqualTo(List.of(slow));
                    assertTime(0);
                    slow.await();
                });
    }

    @Test
    void aFutureThatIsGivenTwiceIsAnsweredOnce() {
        Virtually.run(
                () -> {
                    Task<String> once = after(1, "x");
                    assertThat(Asyncio.wait(List.of(once, once)).done()).isEqualTo(List.of(once));
                });
    }

    @Test
    void waitingForNothingIsAMistake() {
        Virtually.run(
                () ->
                        assertThatThrownBy(() -> Asyncio.wait(List.<Future<String>>of()))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining("wait needs at least one future")
                                .satisfies(UsageErrors.thrownIn("waitingForNothing")));
    }

    @Test
    void waitingInACallbackIsAMistakeThatLeavesNoTrace() {
        try (EventLoop loop = Virtually.loop()) {
            Promise<String> promise = loop.createFuture();
            Sequence sequence = new Sequence();
            loop.callSoon(
                    () -> {
                        assertThatThrownBy(
                                        () ->
                                                Asyncio.wait(
                                                        List.of(promise),
                                                        ReturnWhen.ALL_COMPLETED,
                                                        Duration.ofSeconds(1)))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("in a callback");
                        sequence.at(1);
                        loop.stop();
                    });
            loop.runForever();
            sequence.end(1);
            Virtually.assertNothingLeft(loop);
        }
    }

    @Test
    void cancellingTheWaitLeavesTheFuturesAlone() {
        Virtually.run(
                () -> {
                    Task<String> part = after(5, "x");
                    Task<?> waiter = createTask(() -> Asyncio.wait(List.of(part)));
                    sleep(Duration.ofSeconds(1));
                    waiter.cancel("me");
                    assertThatThrownBy(() -> waiter.await()).hasMessage("me");
                    assertThat(part.cancelling()).isZero();
                    assertThat(part.await()).isEqualTo("x");
                });
    }

    @Test
    void aFailureAfterTheWaitWasCancelledIsReported() {
        IOException failure = new IOException("down");
        Reports reports =
                Virtually.runReporting(
                        () -> {
                            Task<String> part = failAfter(5, failure);
                            Task<?> waiter = createTask(() -> Asyncio.wait(List.of(part)));
                            sleep(Duration.ofSeconds(1));
                            waiter.cancel();
                            sleep(Duration.ofSeconds(9));
                        });
        assertThat(reports.failures()).containsExactly(failure);
    }
}
