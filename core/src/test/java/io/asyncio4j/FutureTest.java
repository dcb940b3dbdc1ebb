package io.asyncio4j;

import static io.asyncio4j.UsageErrors.thrownIn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** What promises and tasks have in common: states, results, callbacks, awaiting. */
final class FutureTest {
    private final EventLoop loop = Virtually.loop();
    private final Promise<String> promise = loop.createFuture();
    private final Sequence sequence = new Sequence();
    private final Reports reports = new Reports();

    @BeforeEach
    void keepReports() {
        loop.setExceptionHandler(reports);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private void runPass() {
        loop.stop();
        loop.runForever();
    }

    // ---- states

    @Test
    void aNewPromiseIsPending() {
        assertThat(promise.isDone()).isFalse();
        assertThat(promise.isCancelled()).isFalse();
        assertThat(promise.loop()).isSameAs(loop);
        assertThat(promise).hasToString("Promise[pending]");
    }

    @Test
    void setResultFinishesIt() {
        promise.setResult("r");
        assertThat(promise.isDone()).isTrue();
        assertThat(promise.isCancelled()).isFalse();
        assertThat(promise.result()).isEqualTo("r");
        assertThat(promise.exception()).isEmpty();
        assertThat(promise).hasToString("Promise[finished]");
    }

    @Test
    void aResultMayBeNull() {
        Promise<@Nullable Void> empty = loop.createFuture();
        empty.setResult(null);
        assertThat(empty.isDone()).isTrue();
        assertThat(empty.result()).isNull();
    }

    @Test
    void setExceptionFinishesIt() {
        IOException failure = new IOException("down");
        promise.setException(failure);
        assertThat(promise.isDone()).isTrue();
        assertThat(promise.isCancelled()).isFalse();
        assertThat(promise.exception()).containsSame(failure);
        assertThatThrownBy(promise::result).isSameAs(failure);
        assertThat(promise).hasToString("Promise[failed with java.io.IOException: down]");
    }

    @Test
    void cancelEndsItAtOnce() {
        assertThat(promise.cancel("why")).isTrue();
        assertThat(promise.isDone()).isTrue();
        assertThat(promise.isCancelled()).isTrue();
        assertThat(promise.cancel()).isFalse();
        assertThatThrownBy(promise::result)
                .isInstanceOfSatisfying(
                        CancelledError.class, error -> assertThat(error.reason()).contains("why"));
        assertThatThrownBy(promise::exception).isInstanceOf(CancelledError.class);
        assertThat(promise).hasToString("Promise[cancelled]");
    }

    @Test
    void cancelWithoutReasonHasNone() {
        promise.cancel();
        assertThatThrownBy(promise::result)
                .isInstanceOfSatisfying(
                        CancelledError.class, error -> assertThat(error.reason()).isEmpty());
    }

    @Test
    void cancelOfADoneFutureAnswersFalse() {
        promise.setResult("r");
        assertThat(promise.cancel("late")).isFalse();
        assertThat(promise.isCancelled()).isFalse();
        assertThat(promise.result()).isEqualTo("r");
    }

    @Test
    void everyAskerOfACancelledFutureGetsAnErrorOfItsOwn() {
        promise.cancel();
        assertThat(catchThrowable(promise::result)).isNotSameAs(catchThrowable(promise::result));
    }

    // ---- misuse

    @Test
    void theResultOfAPendingFutureIsNotThere() {
        assertThatThrownBy(promise::result)
                .isInstanceOf(InvalidStateException.class)
                .hasMessage(
                        "result of Promise[pending] is not there yet; await it, or ask isDone()"
                                + " first");
        assertThatThrownBy(() -> promise.exception())
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("exception of Promise[pending] is not there yet")
                .satisfies(thrownIn("theResultOfAPendingFutureIsNotThere"));
    }

    @Test
    void aPromiseIsCompletedOnce() {
        promise.setResult("first");
        assertThatThrownBy(() -> promise.setResult("second"))
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("setResult on Promise[finished], which is done already")
                .hasMessageContaining("complete a promise once")
                .satisfies(thrownIn("aPromiseIsCompletedOnce"));
        assertThatThrownBy(() -> promise.setException(new IOException("x")))
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("setException on Promise[finished]");
        assertThat(promise.result()).isEqualTo("first");
    }

    @Test
    void aCancelledPromiseTakesNoResult() {
        promise.cancel();
        assertThatThrownBy(() -> promise.setResult("late"))
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("Promise[cancelled]");
    }

    @Test
    void awaitOutsideATaskIsRefusedInACallback() {
        loop.callSoon(
                () -> {
                    assertThatThrownBy(() -> promise.await())
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("cannot await Promise[pending] in a callback")
                            .hasMessageContaining("addDoneCallback, or createTask")
                            .satisfies(thrownIn("awaitOutsideATaskIsRefusedInACallback"));
                    sequence.at(1);
                });
        runPass();
        sequence.end(1);
        reports.assertNone();
    }

    @Test
    void awaitOnALoopThatDoesNotRunIsRefused() {
        assertThatThrownBy(() -> promise.await())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not run; use loop.runUntilComplete(future)");
    }

    @Test
    void awaitOfAnotherLoopsFutureIsRefusedAtTheUsersLine() {
        try (EventLoop other = Virtually.loop()) {
            other.runUntilComplete(
                    () ->
                            assertThatThrownBy(() -> promise.await())
                                    .isInstanceOf(IllegalStateException.class)
                                    .hasMessageContaining("cannot await Promise[pending] on")
                                    .hasMessageContaining("it belongs to " + loop)
                                    .hasMessageContaining("runCoroutineThreadsafe")
                                    .satisfies(thrownIn("awaitOfAnotherLoopsFuture")));
        }
    }

    @Test
    void aTaskCannotAwaitItself() {
        Task<?>[] self = new Task<?>[1];
        self[0] =
                loop.createTask(
                        () -> {
                            assertThatThrownBy(() -> self[0].await())
                                    .isInstanceOf(IllegalStateException.class)
                                    .hasMessageContaining("cannot await on itself: Task[")
                                    .satisfies(thrownIn("aTaskCannotAwaitItself"));
                            sequence.at(1);
                        });
        runPass();
        sequence.end(1);
    }

    // ---- awaiting

    @Test
    void awaitOfADoneFutureDoesNotSwitch() {
        promise.setResult("there");
        loop.runUntilComplete(
                () -> {
                    loop.callSoon(sequence.callbackAt(2));
                    assertThat(promise.await()).isEqualTo("there");
                    sequence.at(1);
                    Asyncio.sleep(Duration.ZERO);
                });
        sequence.end(2);
    }

    @Test
    void awaitOfADoneFutureIsLegalInACallback() {
        promise.setResult("there");
        loop.callSoon(
                () -> {
                    assertThat(promise.await()).isEqualTo("there");
                    sequence.at(1);
                });
        runPass();
        sequence.end(1);
    }

    @Test
    void awaitRethrowsTheVeryException() {
        IOException failure = new IOException("down");
        loop.runUntilComplete(
                () -> {
                    loop.callSoon(() -> promise.setException(failure));
                    assertThatThrownBy(() -> promise.await()).isSameAs(failure);
                    assertThatThrownBy(() -> promise.await()).isSameAs(failure);
                });
    }

    @Test
    void awaitDeclaresWhatItIsToldSoThatItCanBeCaughtByName() {
        loop.runUntilComplete(
                () -> {
                    loop.callSoon(() -> promise.setException(new IOException("down")));
                    try {
                        promise.await(IOException.class);
                    } catch (IOException expected) {
                        sequence.at(1);
                    }
                });
        sequence.end(1);
    }

    @Test
    void severalTasksAwaitOneFutureInTheOrderOfTheirComing() {
        for (int i = 1; i <= 5; i++) {
            int place = i;
            loop.createTask(
                    () -> {
                        promise.await();
                        sequence.at(place);
                    });
        }
        runPass();
        promise.setResult("go");
        runPass();
        sequence.end(5);
    }

    @Test
    void awaitersAreResumedInTheNextPassNotInsideSetResult() {
        loop.createTask(
                () -> {
                    promise.await();
                    sequence.at(2);
                });
        runPass();
        loop.callSoon(
                () -> {
                    promise.setResult("go");
                    sequence.at(1);
                });
        runPass();
        sequence.end(1);
        runPass();
        sequence.end(2);
    }

    // ---- callbacks

    @Test
    void callbacksRunInTheOrderOfRegistrationAmongAwaitingTasks() {
        promise.addDoneCallback(done -> sequence.at(1));
        loop.createTask(
                () -> {
                    promise.await();
                    sequence.at(2);
                });
        runPass();
        promise.addDoneCallback(done -> sequence.at(3));
        promise.setResult("go");
        runPass();
        sequence.end(3);
    }

    @Test
    void aCallbackGetsTheFuture() {
        promise.addDoneCallback(
                done -> {
                    assertThat(done).isSameAs(promise);
                    assertThat(done.result()).isEqualTo("r");
                    sequence.at(1);
                });
        promise.setResult("r");
        runPass();
        sequence.end(1);
    }

    @Test
    void aLateCallbackStillGoesThroughTheQueue() {
        promise.setResult("r");
        loop.callSoon(
                () -> {
                    promise.addDoneCallback(done -> sequence.at(2));
                    sequence.at(1);
                });
        runPass();
        sequence.end(1);
        runPass();
        sequence.end(2);
    }

    @Test
    void removeTakesBackEveryRegistrationOfTheCallback() {
        Consumer<Future<String>> twice = done -> sequence.at(9);
        promise.addDoneCallback(twice);
        promise.addDoneCallback(done -> sequence.at(1));
        promise.addDoneCallback(twice);

        assertThat(promise.removeDoneCallback(twice)).isEqualTo(2);
        assertThat(promise.removeDoneCallback(twice)).isZero();

        promise.setResult("r");
        runPass();
        sequence.end(1);
    }

    @Test
    void removeOfTheOnlyCallbackLeavesNone() {
        Consumer<Future<String>> only = done -> sequence.at(9);
        promise.addDoneCallback(only);
        assertThat(promise.removeDoneCallback(done -> {})).isZero();
        assertThat(promise.removeDoneCallback(only)).isEqualTo(1);
        promise.setResult("r");
        runPass();
        sequence.end(0);
    }

    @Test
    void aCallbackThatIsQueuedAlreadyCannotBeRemoved() {
        Consumer<Future<String>> callback = done -> sequence.at(1);
        promise.addDoneCallback(callback);
        promise.setResult("r");
        assertThat(promise.removeDoneCallback(callback)).isZero();
        runPass();
        sequence.end(1);
    }

    @Test
    void aFailingCallbackIsReportedAndStopsNoOther() {
        ArithmeticException failure = new ArithmeticException("1/0");
        promise.addDoneCallback(
                done -> {
                    throw failure;
                });
        promise.addDoneCallback(done -> sequence.at(1));
        promise.setResult("r");
        runPass();
        sequence.end(1);
        assertThat(reports.only().exception()).containsSame(failure);
        assertThat(reports.only().keys()).containsExactly("exception", "handle", "message");
    }

    @Test
    void cancelAlsoCallsBack() {
        promise.addDoneCallback(
                done -> {
                    assertThat(done.isCancelled()).isTrue();
                    sequence.at(1);
                });
        promise.cancel();
        runPass();
        sequence.end(1);
    }

    @Test
    void aLabelIsShownInDumps() {
        Promise<String> labelled = loop.createFuture("the door");
        assertThat(labelled.describe()).isEqualTo("the door");
        assertThat(labelled).hasToString("Promise[the door, pending]");
        assertThat(promise.describe()).isEqualTo("future");
        assertThat(labelled.waitsFor()).isEmpty();
    }
}
