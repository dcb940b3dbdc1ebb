package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.currentTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;
import static io.asyncio4j.Asyncio.wrapFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/** The futures of java.util.concurrent, awaited on a loop, and the loop's futures given to them. */
final class CompletionStageTest {
    private final Sequence sequence = new Sequence();

    private static void pass() {
        sleep(Duration.ZERO);
    }

    // ---- awaiting a stage

    @Test
    void aStageThatAnotherThreadCompletesIsAwaited() {
        Virtually.run(
                () ->
                        assertThat(
                                        Asyncio.await(
                                                CompletableFuture.supplyAsync(
                                                        () -> "from the pool")))
                                .isEqualTo("from the pool"));
    }

    @Test
    void theLoopGoesOnWhileAStageIsAwaited() {
        Virtually.run(
                () -> {
                    CompletableFuture<String> stage = new CompletableFuture<>();
                    createTask(() -> stage.complete("by another task"));
                    assertThat(Asyncio.await(stage)).isEqualTo("by another task");
                });
    }

    @Test
    void aStageThatTheLoopCompletesIsDeliveredWithoutADetour() {
        Virtually.run(
                () -> {
                    CompletableFuture<String> stage = new CompletableFuture<>();
                    Future<String> wrapped = wrapFuture(stage);
                    getRunningLoop()
                            .callSoon(
                                    () -> {
                                        stage.complete("here");
                                        assertThat(wrapped.isDone()).isTrue();
                                        sequence.at(1);
                                    });
                    assertThat(wrapped.await()).isEqualTo("here");
                });
        sequence.end(1);
    }

    /** What clients of databases return. */
    private interface StageAndFuture<T>
            extends CompletionStage<T>, java.util.concurrent.Future<T> {}

    private static final class Answer<T> extends CompletableFuture<T>
            implements StageAndFuture<T> {}

    @Test
    void aStageThatIsAlsoAFutureNeedsNoThread() {
        Virtually.run(
                () -> {
                    StageAndFuture<String> stage = new Answer<>();
                    getRunningLoop().callSoon(() -> stage.toCompletableFuture().complete("answer"));
                    String answer = Asyncio.await(stage);
                    assertThat(answer).isEqualTo("answer");
                    CompletionStage<Integer> plain = CompletableFuture.completedStage(1);
                    int one = Asyncio.await(plain);
                    assertThat(one).isEqualTo(1);
                });
    }

    @Test
    void aDoneStageIsAnsweredWithoutASwitch() {
        Virtually.run(
                () -> {
                    getRunningLoop().callSoon(sequence.callbackAt(2));
                    assertThat(Asyncio.await(CompletableFuture.completedFuture("there")))
                            .isEqualTo("there");
                    assertThat(wrapFuture(CompletableFuture.completedFuture(1)).result())
                            .isEqualTo(1);
                    sequence.at(1);
                    pass();
                });
        sequence.end(2);
    }

    @Test
    void aFailureIsRethrownWithoutItsWrappers() {
        IOException failure = new IOException("down");
        Virtually.run(
                () -> {
                    assertThatThrownBy(() -> Asyncio.await(CompletableFuture.failedFuture(failure)))
                            .isSameAs(failure);
                    CompletableFuture<String> derived =
                            CompletableFuture.<String>failedFuture(failure).thenApply(x -> x);
                    assertThatThrownBy(() -> Asyncio.await(derived)).isSameAs(failure);
                    CompletableFuture<String> doubly =
                            CompletableFuture.failedFuture(
                                    new CompletionException(new ExecutionException(failure)));
                    assertThatThrownBy(() -> Asyncio.await(doubly)).isSameAs(failure);
                });
    }

    @Test
    void aWrapperWithoutCauseIsTheFailure() {
        CompletionException bare = new CompletionException("no cause", null);
        Virtually.run(
                () ->
                        assertThatThrownBy(
                                        () -> Asyncio.await(CompletableFuture.failedFuture(bare)))
                                .isSameAs(bare));
    }

    @Test
    void aCancelledStageCancelsTheAwaitButNotTheTask() {
        Virtually.run(
                () -> {
                    CompletableFuture<String> stage = new CompletableFuture<>();
                    getRunningLoop().callSoon(() -> stage.cancel(true));
                    assertThatThrownBy(() -> Asyncio.await(stage))
                            .isInstanceOf(CancelledError.class);
                    assertThat(currentTask().orElseThrow().cancelling()).isZero();
                });
    }

    @Test
    void cancellingTheTaskCancelsTheStage() {
        Virtually.run(
                () -> {
                    CompletableFuture<String> stage = new CompletableFuture<>();
                    Task<String> task = createTask(() -> Asyncio.await(stage));
                    pass();
                    task.cancel("not needed");
                    assertThatThrownBy(() -> task.await()).hasMessage("not needed");
                    assertThat(stage).isCancelled();
                    sleep(Duration.ofHours(1)); // nothing outside is under way any more
                });
    }

    @Test
    void aStageThatCannotBeCancelledIsLeftToItsEnd() {
        Virtually.run(
                () -> {
                    CompletableFuture<String> source = new CompletableFuture<>();
                    Task<String> task =
                            createTask(() -> Asyncio.await(source.minimalCompletionStage()));
                    pass();
                    task.cancel();
                    assertThatThrownBy(() -> task.await()).isInstanceOf(CancelledError.class);
                    assertThat(source).isNotDone();
                    source.complete("dropped");
                    sleep(Duration.ofHours(1));
                });
    }

    @Test
    void virtualTimeStandsStillWhileAStageIsUnderWay() {
        CountDownLatch goOn = new CountDownLatch(1);
        Virtually.run(
                () -> {
                    CompletableFuture<String> stage = new CompletableFuture<>();
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        awaitLatch(goOn);
                                        stage.complete("late");
                                    });
                    createTask(goOn::countDown);
                    getRunningLoop().callLater(Duration.ofDays(1), () -> sequence.at(9));
                    Asyncio.await(stage);
                    assertThat(getRunningLoop().time()).isEqualTo(Instant.EPOCH);
                });
        sequence.end(0);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    // ---- awaiting a java.util.concurrent.Future

    @Test
    void aFutureThatOnlyKnowsHowToBlockIsAwaitedInAThread() {
        Virtually.run(
                () -> {
                    FutureTask<String> blocking = new FutureTask<>(() -> "computed");
                    createTask(blocking::run);
                    assertThat(Asyncio.await(blocking)).isEqualTo("computed");
                });
    }

    @Test
    void aFutureThatIsDoneNeedsNoThread() {
        Virtually.run(
                () -> {
                    FutureTask<String> done = new FutureTask<>(() -> "computed");
                    done.run();
                    getRunningLoop().callSoon(sequence.callbackAt(2));
                    assertThat(Asyncio.await(done)).isEqualTo("computed");
                    sequence.at(1);
                    pass();
                });
        sequence.end(2);
    }

    @Test
    void aBlockingFutureFailsAsItDoes() {
        IOException failure = new IOException("down");
        Virtually.run(
                () -> {
                    FutureTask<String> failing =
                            new FutureTask<>(
                                    () -> {
                                        throw failure;
                                    });
                    createTask(failing::run);
                    assertThatThrownBy(() -> Asyncio.await(failing)).isSameAs(failure);
                    assertThatThrownBy(() -> Asyncio.await(failing)).isSameAs(failure);
                });
    }

    @Test
    void cancellingTheTaskCancelsTheBlockingFuture() {
        Virtually.run(
                () -> {
                    FutureTask<String> blocking = new FutureTask<>(() -> "never");
                    Task<String> task = createTask(() -> Asyncio.await(blocking));
                    pass();
                    task.cancel();
                    assertThatThrownBy(() -> task.await()).isInstanceOf(CancelledError.class);
                    assertThat(blocking.isCancelled()).isTrue();
                    sleep(Duration.ofHours(1));
                });
    }

    @Test
    void aRefusedThreadFailsTheCallAndLeavesNothing() {
        Virtually.run(
                () -> {
                    ExecutorService refusing = Executors.newSingleThreadExecutor();
                    refusing.shutdown();
                    getRunningLoop().setDefaultExecutor(refusing);
                    FutureTask<String> blocking = new FutureTask<>(() -> "never");
                    assertThatThrownBy(() -> Asyncio.await(blocking))
                            .isInstanceOf(java.util.concurrent.RejectedExecutionException.class);
                    assertThat(getRunningLoop().hasExternalWork()).isFalse();
                });
    }

    // ---- giving a future away

    @Test
    void theViewGetsTheSameOutcome() {
        IOException failure = new IOException("down");
        Virtually.run(
                () -> {
                    Promise<String> good = getRunningLoop().createFuture();
                    Promise<String> bad = getRunningLoop().createFuture();
                    CompletableFuture<String> goodView = good.toCompletableFuture();
                    CompletableFuture<String> badView = bad.toCompletableFuture();
                    good.setResult("r");
                    bad.setException(failure);
                    pass();
                    assertThat(goodView).isCompletedWithValue("r");
                    assertThatThrownBy(badView::join).hasCause(failure);
                });
    }

    @Test
    void theViewOfADoneFutureIsDoneAtOnceEvenAfterTheLoopWasClosed() {
        EventLoop loop = Virtually.loop();
        Promise<String> done = loop.createFuture();
        done.setResult("kept");
        loop.close();
        assertThat(done.toCompletableFuture()).isCompletedWithValue("kept");
    }

    @Test
    void whatDependsOnTheViewDoesNotRunInsideTheCallThatCompletesIt() {
        Virtually.run(
                () -> {
                    Promise<String> promise = getRunningLoop().createFuture();
                    promise.toCompletableFuture().thenRun(() -> sequence.at(2));
                    promise.setResult("r");
                    sequence.at(1);
                    pass();
                });
        sequence.end(2);
    }

    @Test
    void cancellingTheViewCancelsTheFuture() {
        Virtually.run(
                () -> {
                    Task<?> task = createTask(() -> sleep(Duration.ofHours(1)));
                    pass();
                    task.toCompletableFuture().cancel(true);
                    assertThatThrownBy(() -> task.await()).isInstanceOf(CancelledError.class);
                    assertThat(getRunningLoop().time()).isEqualTo(Instant.EPOCH);
                });
    }

    @Test
    void anotherThreadMayCancelTheView() {
        Virtually.run(
                () -> {
                    Task<?> task = createTask(() -> sleep(Duration.ofHours(1)));
                    pass();
                    CompletableFuture<?> view = task.toCompletableFuture();
                    Asyncio.toThread(() -> view.cancel(true));
                    assertThatThrownBy(() -> task.await()).isInstanceOf(CancelledError.class);
                });
    }

    @Test
    void cancellingTheFutureCancelsTheView() {
        Virtually.run(
                () -> {
                    Promise<String> promise = getRunningLoop().createFuture();
                    CompletableFuture<String> view = promise.toCompletableFuture();
                    promise.cancel();
                    pass();
                    assertThatThrownBy(view::join).isInstanceOf(CancellationException.class);
                });
    }

    @Test
    void completingTheViewByHandLeavesTheFutureAlone() {
        Virtually.run(
                () -> {
                    Promise<String> promise = getRunningLoop().createFuture();
                    promise.toCompletableFuture().complete("by hand");
                    pass();
                    assertThat(promise.isDone()).isFalse();
                    promise.setResult("own");
                    assertThat(promise.await()).isEqualTo("own");
                });
    }
}
