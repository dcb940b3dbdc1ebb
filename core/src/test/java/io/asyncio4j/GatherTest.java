package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.currentTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.gatherSettled;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

final class GatherTest {
    private final Sequence sequence = new Sequence();

    private static void pass() {
        sleep(Duration.ZERO);
    }

    private static Coroutine<String> after(int seconds, String result) {
        return () -> {
            sleep(Duration.ofSeconds(seconds));
            return result;
        };
    }

    private static Coroutine<String> failAfter(int seconds, Exception failure) {
        return () -> {
            sleep(Duration.ofSeconds(seconds));
            throw failure;
        };
    }

    @Test
    void resultsComeInTheOrderGivenNotInThatOfTheEnds() {
        Virtually.run(
                () -> {
                    assertThat(gather(after(3, "a"), after(1, "b"), after(2, "c")).await())
                            .containsExactly("a", "b", "c");
                    assertThat(getRunningLoop().time()).isEqualTo(Instant.EPOCH.plusSeconds(3));
                });
    }

    @Test
    void tasksAreGatheredOneByOneToo() {
        Virtually.run(
                () -> {
                    var late = getRunningLoop().createTask(after(2, "a"));
                    var soon = getRunningLoop().createTask(after(1, "b"));
                    assertThat(gather(late, soon).await()).containsExactly("a", "b");
                });
    }

    @Test
    void gatheringNothingIsDoneAtOnce() {
        Virtually.run(
                () -> {
                    assertThat(gather(List.<Future<String>>of()).result()).isEmpty();
                    assertThat(gatherSettled(List.<Future<String>>of()).result()).isEmpty();
                });
    }

    @Test
    void gatheringWhatIsDoneIsDoneAtOnce() {
        Virtually.run(
                () -> {
                    Promise<String> first = getRunningLoop().createFuture();
                    Promise<String> second = getRunningLoop().createFuture();
                    first.setResult("x");
                    second.setResult("y");
                    assertThat(gather(List.of(first, second)).result()).containsExactly("x", "y");
                });
    }

    @Test
    void resultsMayBeNull() {
        Virtually.run(
                () -> {
                    Promise<String> promise = getRunningLoop().createFuture();
                    Future<List<String>> whole = gather(List.of(promise));
                    promise.setResult(null);
                    assertThat(whole.await()).containsExactly((String) null);
                });
    }

    @Test
    void theFirstFailureFailsTheWholeAtOnceAndTheOthersGoOn() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("down");
                    Task<String> slow = createTask(after(9, "slow"));
                    Task<String> bad = createTask(failAfter(1, failure));
                    assertThatThrownBy(() -> gather(List.of(slow, bad)).await()).isSameAs(failure);
                    assertThat(getRunningLoop().time()).isEqualTo(Instant.EPOCH.plusSeconds(1));
                    assertThat(slow.isDone()).isFalse();
                    assertThat(slow.await()).isEqualTo("slow");
                });
    }

    @Test
    void aLaterFailureIsReportedBecauseNobodyReceivesIt() {
        IOException first = new IOException("first");
        IOException second = new IOException("second");
        Reports reports =
                Virtually.runReporting(
                        () -> {
                            var whole = gather(failAfter(1, first), failAfter(2, second));
                            assertThatThrownBy(() -> whole.await()).isSameAs(first);
                            sleep(Duration.ofSeconds(5));
                        });
        assertThat(reports.failures()).containsExactly(second);
    }

    @Test
    void aLaterFailureThatSomebodyElseAwaitsIsNotReported() {
        Virtually.run(
                () -> {
                    IOException second = new IOException("second");
                    Task<String> late = createTask(failAfter(2, second));
                    var whole =
                            gather(
                                    List.of(
                                            createTask(failAfter(1, new IOException("first"))),
                                            late));
                    assertThatThrownBy(() -> whole.await()).hasMessage("first");
                    assertThatThrownBy(() -> late.await()).isSameAs(second);
                    sleep(Duration.ofSeconds(5));
                });
    }

    @Test
    void aPartThatIsGivenTwiceRunsOnceAndCountsTwice() {
        Virtually.run(
                () -> {
                    Task<String> once = createTask(after(1, "x"));
                    Task<String> other = createTask(after(2, "y"));
                    assertThat(gather(List.of(once, other, once)).await())
                            .containsExactly("x", "y", "x");
                });
    }

    @Test
    void aPartThatIsGivenTwiceIsWaitedForOnce() {
        Virtually.run(
                () -> {
                    Task<String> twice = createTask(after(1, "x"));
                    Future<List<String>> whole = gather(List.of(twice, twice));
                    assertThat(whole.waitsFor()).isEqualTo(List.of(twice));
                    assertThat(whole.await()).containsExactly("x", "x");
                    assertThat(gather(List.of(twice, twice)).await()).containsExactly("x", "x");
                });
    }

    @Test
    void aPartThatIsGivenTwiceIsCancelledWithTheWhole() {
        Virtually.run(
                () -> {
                    Task<String> twice = createTask(after(1, "x"));
                    Future<List<Outcome<String>>> whole = gatherSettled(List.of(twice, twice));
                    pass();
                    whole.cancel();
                    assertThatThrownBy(() -> whole.await()).isInstanceOf(CancelledError.class);
                    assertThat(twice.isCancelled()).isTrue();
                });
    }

    @Test
    void aCancelledPartIsAFailureOfTheWholeAndNoCancellationOfTheCaller() {
        Virtually.run(
                () -> {
                    Task<String> part = createTask(after(1, "x"));
                    Task<String> other = createTask(after(2, "y"));
                    Future<List<String>> whole = gather(List.of(part, other));
                    pass();
                    part.cancel("this one");
                    assertThatThrownBy(() -> whole.await())
                            .isInstanceOf(CancelledError.class)
                            .hasMessage("this one");
                    assertThat(whole.isCancelled()).isFalse();
                    assertThat(whole.exception()).get().isInstanceOf(CancelledError.class);
                    assertThat(currentTask().orElseThrow().cancelling()).isZero();
                    assertThat(other.await()).isEqualTo("y");
                });
    }

    @Test
    void cancellingTheWholeCancelsEveryPart() {
        Virtually.run(
                () -> {
                    Task<String> first = createTask(after(1, "x"));
                    Task<String> second = createTask(after(2, "y"));
                    Future<List<String>> whole = gather(List.of(first, second));
                    pass();
                    assertThat(whole.cancel("all")).isTrue();
                    assertThat(whole.isDone()).as("right after cancel").isFalse();
                    assertThatThrownBy(() -> whole.await()).hasMessage("all");
                    assertThat(first.isCancelled()).isTrue();
                    assertThat(second.isCancelled()).isTrue();
                    assertThat(whole.cancel()).isFalse();
                });
    }

    @Test
    void cancellingTheAwaiterCancelsEveryPart() {
        Virtually.run(
                () -> {
                    Task<String> first = createTask(after(1, "x"));
                    Task<String> second = createTask(after(2, "y"));
                    Task<?> awaiter = createTask(() -> gather(List.of(first, second)).await());
                    pass();
                    pass();
                    awaiter.cancel("me");
                    assertThatThrownBy(() -> awaiter.await()).hasMessage("me");
                    assertThat(awaiter.isCancelled()).isTrue();
                    assertThat(first.isCancelled()).isTrue();
                    assertThat(second.isCancelled()).isTrue();
                });
    }

    @Test
    void aCancelledSettledGatherEndsOnlyWhenAllPartsHave() {
        Virtually.run(
                () -> {
                    Task<String> stubborn =
                            createTask(
                                    () -> {
                                        try {
                                            sleep(Duration.ofHours(1));
                                        } finally {
                                            sleep(Duration.ofSeconds(5));
                                            sequence.at(1);
                                        }
                                        return "never";
                                    });
                    Task<String> quick = createTask(after(1, "x"));
                    var whole = gatherSettled(List.of(stubborn, quick));
                    pass();
                    whole.cancel("all");
                    assertThatThrownBy(() -> whole.await())
                            .isInstanceOf(CancelledError.class)
                            .hasMessage("all");
                    sequence.at(2);
                });
        sequence.end(2);
    }

    @Test
    void aCancelledGatherThatNobodyAwaitsIsNotReported() {
        Virtually.run(
                () -> {
                    Future<?> whole = gather(after(1, "x"), after(2, "y"));
                    pass();
                    whole.cancel();
                    sleep(Duration.ofSeconds(5));
                    assertThat(whole.isDone()).isTrue();
                });
    }

    @Test
    void aFailedGatherThatNobodyAwaitsIsReportedOnce() {
        IOException failure = new IOException("down");
        Reports reports =
                Virtually.runReporting(
                        () -> {
                            Future<?> whole = gather(failAfter(1, failure), after(2, "y"));
                            sleep(Duration.ofSeconds(5));
                            assertThat(whole.isDone()).isTrue();
                        });
        assertThat(reports.failures()).containsExactly(failure);
    }

    @Test
    void settledTellsHowEachOneEnded() {
        Virtually.run(
                () -> {
                    IOException failure = new IOException("down");
                    Task<String> cancelled = createTask(after(1, "x"));
                    var whole =
                            gatherSettled(
                                    List.of(
                                            createTask(after(3, "good")),
                                            createTask(failAfter(1, failure)),
                                            cancelled));
                    pass();
                    cancelled.cancel("why");
                    List<Outcome<String>> outcomes = whole.await();
                    assertThat(outcomes.get(0)).isEqualTo(new Outcome.Success<>("good"));
                    assertThat(outcomes.get(1)).isEqualTo(new Outcome.Failure<>(failure));
                    assertThat(outcomes.get(2))
                            .isInstanceOfSatisfying(
                                    Outcome.Failure.class,
                                    ended ->
                                            assertThat(ended.exception())
                                                    .isInstanceOf(CancelledError.class)
                                                    .hasMessage("why"));
                });
    }

    @Test
    void gatherMayHoldGathers() {
        Virtually.run(
                () -> {
                    var left = gather(after(1, "a"), after(2, "b"));
                    var right = gather(after(1, "c"), after(3, "d"));
                    assertThat(gather(List.of(left, right)).await())
                            .containsExactly(List.of("a", "b"), List.of("c", "d"));
                });
    }

    @Test
    void cancellingTheOuterGatherReachesTheInnermostPart() {
        Virtually.run(
                () -> {
                    Task<String> deep = createTask(after(1, "x"));
                    Future<?> outer = gather(List.of(gather(List.of(gather(List.of(deep))))));
                    pass();
                    outer.cancel("all the way");
                    assertThatThrownBy(() -> outer.await()).hasMessage("all the way");
                    assertThat(deep.isCancelled()).isTrue();
                });
    }

    @Test
    void futuresOfAnotherLoopAreRefused() {
        try (EventLoop other = Virtually.loop()) {
            Promise<String> foreign = other.createFuture();
            Virtually.run(
                    () -> {
                        Promise<String> own = getRunningLoop().createFuture();
                        for (Action mistake :
                                List.<Action>of(
                                        () -> gather(List.of(own, foreign)),
                                        () -> gatherSettled(List.of(foreign)),
                                        () -> Asyncio.wait(List.of(own, foreign)),
                                        () -> Asyncio.asCompleted(List.of(foreign)))) {
                            assertThatThrownBy(mistake::run)
                                    .isInstanceOf(IllegalArgumentException.class)
                                    .hasMessageContaining("Promise[pending] belongs to " + other)
                                    .hasMessageContaining("not to " + getRunningLoop())
                                    .satisfies(UsageErrors.thrownIn("futuresOfAnotherLoop"));
                        }
                        own.setResult("nobody watched");
                    });
            foreign.setResult("nobody watched");
        }
    }
}
