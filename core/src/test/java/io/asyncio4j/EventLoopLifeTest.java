package io.asyncio4j;

import static io.asyncio4j.UsageErrors.thrownIn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

final class EventLoopLifeTest {
    private final EventLoop loop = Virtually.loop();
    private final Sequence sequence = new Sequence();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void runForeverRunsUntilStop() {
        loop.callLater(Duration.ofHours(1), loop::stop);

        loop.runForever();

        assertThat(loop.time()).isEqualTo(java.time.Instant.EPOCH.plusSeconds(3600));
        assertThat(loop.isRunning()).isFalse();
    }

    @Test
    void stopLetsTheBatchFinishAndKeepsTheRest() {
        loop.callSoon(
                () -> {
                    sequence.at(1);
                    loop.stop();
                    loop.callSoon(sequence.callbackAt(4));
                });
        loop.callSoon(sequence.callbackAt(2));

        loop.runForever();
        sequence.at(3);
        loop.stop();
        loop.runForever();

        sequence.end(4);
    }

    @Test
    void stopBeforeRunForeverRunsOnePass() {
        loop.callSoon(() -> loop.callSoon(sequence.callbackAt(3)));
        loop.callSoon(sequence.callbackAt(1));
        loop.stop();

        loop.runForever();
        sequence.at(2);
        loop.stop();
        loop.runForever();

        sequence.end(3);
    }

    @Test
    void stopBeforeRunForeverDoesNotWait() {
        loop.callLater(Duration.ofDays(1), sequence.callbackAt(9));
        loop.stop();

        loop.runForever();

        assertThat(loop.time()).isEqualTo(java.time.Instant.EPOCH);
        sequence.end(0);
    }

    @Test
    void theLoopCanBeRunByAnotherThreadAfterwards() throws Exception {
        loop.stop();
        loop.runForever();

        CompletableFuture<Thread> second = new CompletableFuture<>();
        loop.callSoon(
                () -> {
                    second.complete(Thread.currentThread());
                    loop.stop();
                });
        Thread other = Thread.ofPlatform().start(loop::runForever);
        other.join();

        assertThat(second).isCompletedWithValue(other);
    }

    @Test
    void aTaskGoesOnWhereItStoodWhenAnotherThreadRunsTheLoop() throws Exception {
        Promise<String> promise = loop.createFuture();
        Task<String> task = loop.createTask(() -> promise.await());
        loop.callSoon(() -> loop.callSoon(loop::stop));
        loop.runForever();

        promise.setResult("moved");
        Thread other = Thread.ofPlatform().start(() -> loop.runUntilComplete(task));
        other.join();

        assertThat(task.result()).isEqualTo("moved");
    }

    @Test
    void runUntilCompleteAnswersTheResult() {
        assertThat(loop.<String>runUntilComplete(() -> "done")).isEqualTo("done");
    }

    @Test
    void runUntilCompleteThrowsTheFailureItself() {
        IllegalArgumentException failure = new IllegalArgumentException("mine");

        assertThatThrownBy(
                        () ->
                                loop.runUntilComplete(
                                        () -> {
                                            throw failure;
                                        }))
                .isSameAs(failure);
    }

    @Test
    void runUntilCompleteLetsOtherCallbacksOfTheBatchRun() {
        Promise<String> promise = loop.createFuture();
        loop.callSoon(() -> promise.setResult("x"));
        promise.addDoneCallback(done -> sequence.at(1));
        loop.callSoon(() -> loop.callSoon(() -> loop.callSoon(sequence.callbackAt(9))));
        loop.callSoon(() -> loop.callSoon(sequence.callbackAt(2)));

        loop.runUntilComplete(promise);

        sequence.end(2);
    }

    @Test
    void runUntilCompleteSaysThatTheLoopWasStoppedBefore() {
        Promise<String> promise = loop.createFuture();
        loop.callSoon(loop::stop);

        assertThatThrownBy(() -> loop.runUntilComplete(promise))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was stopped before " + promise)
                .hasMessageContaining("do not call stop()");
    }

    @Test
    void runUntilCompleteLeavesNoCallbackBehindWhenStopped() {
        Promise<String> promise = loop.createFuture();
        loop.callSoon(loop::stop);
        assertThatThrownBy(() -> loop.runUntilComplete(promise))
                .isInstanceOf(IllegalStateException.class);

        loop.callSoon(() -> promise.setResult("late"));
        loop.callSoon(() -> loop.callSoon(() -> loop.callSoon(() -> sequence.at(1))));
        loop.callLater(Duration.ofSeconds(1), loop::stop);
        loop.runForever();

        sequence.end(1); // a callback that was left would have stopped the loop before this
    }

    @Test
    void runUntilCompleteRefusesTheFutureOfAnotherLoop() {
        try (EventLoop other = Virtually.loop()) {
            Promise<String> foreign = other.createFuture();

            assertThatThrownBy(() -> loop.runUntilComplete(foreign))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("belongs to " + other + ", not to " + loop)
                    .satisfies(thrownIn("runUntilCompleteRefusesTheFutureOfAnotherLoop"));
        }
    }

    @Test
    void aRunningLoopCannotBeRunAgain() {
        loop.callSoon(
                () -> {
                    assertThatThrownBy(loop::runForever)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("already running");
                    assertThatThrownBy(() -> loop.runUntilComplete(() -> {}))
                            .hasMessageContaining("already running");
                    assertThat(loop.isRunning()).isTrue();
                    sequence.at(1);
                    loop.stop();
                });

        loop.runForever();

        sequence.end(1);
        assertThat(loop.allTasks()).as("a refused run makes no task").isEmpty();
    }

    @Test
    void aSecondLoopCannotRunOnTheSameThread() {
        try (EventLoop inner = Virtually.loop()) {
            loop.callSoon(
                    () -> {
                        assertThatThrownBy(inner::runForever)
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("while " + loop + " runs on this thread");
                        sequence.at(1);
                        loop.stop();
                    });
            loop.runForever();
        }
        sequence.end(1);
    }

    @Test
    void aSecondLoopCannotRunInsideATask() {
        try (EventLoop inner = Virtually.loop()) {
            loop.runUntilComplete(
                    () -> {
                        assertThatThrownBy(inner::runForever)
                                .hasMessageContaining("while " + loop + " runs on this thread");
                        sequence.at(1);
                    });
        }
        sequence.end(1);
    }

    @Test
    void aVirtualThreadCannotRunALoop() throws Exception {
        CompletableFuture<Throwable> refusal = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                loop.runForever();
                            } catch (IllegalStateException refused) {
                                refusal.complete(refused);
                            }
                        })
                .join();

        assertThat(refusal.join()).hasMessageContaining("use a platform thread");
        assertThat(loop.isRunning()).isFalse();
    }

    @Test
    void twoLoopsRunSideBySideOnTwoThreads() throws Exception {
        List<EventLoop> seen = new ArrayList<>();
        try (EventLoop other = Virtually.loop()) {
            Thread beside =
                    Thread.ofPlatform()
                            .start(
                                    () ->
                                            other.runUntilComplete(
                                                    () -> {
                                                        seen.add(Asyncio.getRunningLoop());
                                                    }));
            beside.join();
            loop.runUntilComplete(
                    () -> {
                        seen.add(Asyncio.getRunningLoop());
                    });
            assertThat(seen).containsExactly(other, loop);
        }
    }

    @Test
    void aRunningLoopCannotBeClosed() {
        loop.callSoon(
                () -> {
                    assertThatThrownBy(loop::close)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("cannot close " + loop + " while it runs");
                    sequence.at(1);
                    loop.stop();
                });
        loop.runForever();
        sequence.end(1);
        assertThat(loop.isClosed()).isFalse();
    }

    @Test
    void closeDropsWhatIsQueued() {
        loop.callSoon(sequence.callbackAt(1));
        loop.callLater(Duration.ZERO, sequence.callbackAt(2));
        loop.callSoonThreadsafe(sequence.callbackAt(3));

        loop.close();
        loop.close();

        assertThat(loop.isClosed()).isTrue();
        sequence.end(0);
    }

    @Test
    void aClosedLoopRefusesEverythingThatSchedules() {
        loop.close();

        List<Runnable> calls =
                List.of(
                        loop::runForever,
                        () -> loop.runUntilComplete(() -> {}),
                        () -> loop.callSoon(() -> {}),
                        () -> loop.callSoonThreadsafe(() -> {}),
                        () -> loop.callLater(Duration.ZERO, () -> {}),
                        () -> loop.callAt(loop.time(), () -> {}),
                        () -> loop.createTask(() -> {}),
                        () -> loop.runInExecutor(() -> 1),
                        () -> loop.runInExecutor(Runnable::run, () -> 1));

        assertThat(calls)
                .allSatisfy(
                        call ->
                                assertThatThrownBy(call::run)
                                        .isInstanceOf(IllegalStateException.class)
                                        .hasMessageContaining("is closed; make another loop"));
    }

    @Test
    void aClosedLoopStillAnswersQuestions() {
        Promise<String> promise = loop.createFuture();
        promise.setResult("kept");
        loop.close();

        assertThat(promise.result()).isEqualTo("kept");
        assertThat(loop.isRunning()).isFalse();
        assertThat(loop.allTasks()).isEmpty();
        assertThat(loop.toString()).contains("closed");
    }

    @Test
    void toStringTellsStateAndTasks() {
        assertThat(loop.toString()).matches("EventLoop@[0-9a-f]+\\[stopped, 0 tasks]");
        loop.runUntilComplete(() -> assertThat(loop.toString()).endsWith("[running, 1 tasks]"));
    }

    @Test
    void getRunningLoopNamesTheThreadWithoutOne() {
        assertThatThrownBy(Asyncio::getRunningLoop)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no running event loop on " + Thread.currentThread())
                .hasMessageContainingAll(
                        "inside Asyncio.run", "runCoroutineThreadsafe", "callSoonThreadsafe");
    }

    @Test
    void getRunningLoopIsKnownInCallbacksAndTasks() {
        loop.callSoon(
                () -> {
                    assertThat(Asyncio.getRunningLoop()).isSameAs(loop);
                    sequence.at(1);
                });
        loop.runUntilComplete(
                () -> {
                    assertThat(Asyncio.getRunningLoop()).isSameAs(loop);
                    Asyncio.sleep(Duration.ofSeconds(1));
                    assertThat(Asyncio.getRunningLoop()).isSameAs(loop);
                    sequence.at(2);
                });
        sequence.end(2);
    }

    @Test
    void getEventLoopPrefersTheRunningLoop() {
        assertThatThrownBy(Asyncio::getEventLoop)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is no current event loop");
        try (EventLoop given = Virtually.loop()) {
            Asyncio.setEventLoop(given);
            assertThat(Asyncio.getEventLoop()).isSameAs(given);
            loop.callSoon(
                    () -> {
                        assertThat(Asyncio.getEventLoop()).isSameAs(loop);
                        sequence.at(1);
                        loop.stop();
                    });
            loop.runForever();
            sequence.end(1);
        } finally {
            Asyncio.forgetEventLoop(Asyncio.getEventLoop());
        }
    }
}
