package io.asyncio4j;

import static io.asyncio4j.Asyncio.runCoroutineThreadsafe;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Asking a loop from another thread: the test itself is that thread. */
final class RunCoroutineThreadsafeTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final EventLoop loop = Asyncio.newEventLoop();
    private final Reports reports = new Reports();
    private final Thread thread = Thread.ofPlatform().unstarted(loop::runForever);

    @BeforeEach
    void start() {
        loop.setExceptionHandler(reports);
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.callSoonThreadsafe(loop::stop);
        thread.join();
        loop.close();
    }

    @Test
    void theCoroutineRunsOnTheLoopAndAnswersItsResult() {
        assertThat(runCoroutineThreadsafe(Asyncio::getRunningLoop, loop).join()).isSameAs(loop);
        reports.assertNone();
    }

    @Test
    void theCoroutineMayWait() {
        assertThat(
                        runCoroutineThreadsafe(
                                        () -> {
                                            sleep(Duration.ofNanos(1));
                                            return "waited";
                                        },
                                        loop)
                                .join())
                .isEqualTo("waited");
    }

    @Test
    void itsFailureIsThrownInTheOtherThread() {
        IOException failure = new IOException("down");
        CompletableFuture<?> answer =
                runCoroutineThreadsafe(
                        () -> {
                            throw failure;
                        },
                        loop);
        assertThatThrownBy(answer::join).hasCause(failure);
        reports.assertNone();
    }

    @Test
    void theCallersContextIsCarried() {
        ContextVar<String> request = ContextVar.of("request");
        request.set("of the caller");
        assertThat(runCoroutineThreadsafe(request::get, loop).join()).isEqualTo("of the caller");
    }

    @Test
    void cancellingTheAnswerCancelsTheTask() throws InterruptedException {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        CompletableFuture<?> answer =
                runCoroutineThreadsafe(
                        () -> {
                            try {
                                waits.countDown();
                                sleep(LONG);
                            } finally {
                                ended.countDown();
                            }
                            return 1;
                        },
                        loop);
        waits.await();
        answer.cancel(true);
        ended.await(); // hangs if the task was not cancelled
        assertThat(answer).isCancelled();
    }

    @Test
    void anAnswerThatIsCancelledBeforeTheLoopSeesItStartsNoTask() {
        CountDownLatch goOn = new CountDownLatch(1);
        Sequence sequence = new Sequence();
        loop.callSoonThreadsafe(() -> awaitLatch(goOn));
        runCoroutineThreadsafe(
                        () -> {
                            sequence.at(9);
                            return 1;
                        },
                        loop)
                .cancel(true);
        goOn.countDown();
        runCoroutineThreadsafe(() -> 1, loop).join();
        sequence.end(0);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void aTaskThatIsCancelledOnTheLoopCancelsTheAnswer() {
        CompletableFuture<?> answer =
                runCoroutineThreadsafe(
                        () -> {
                            Asyncio.currentTask().orElseThrow().cancel();
                            sleep(LONG);
                            return 1;
                        },
                        loop);
        assertThatThrownBy(answer::join)
                .isInstanceOf(java.util.concurrent.CancellationException.class);
    }

    @Test
    void aTaskThatCannotBeMadeFailsTheAnswer() {
        UnsupportedOperationException failure = new UnsupportedOperationException("no tasks");
        runCoroutineThreadsafe(
                        () -> {
                            loop.setTaskFactory(new Refusing(failure));
                            return 1;
                        },
                        loop)
                .join();
        CompletableFuture<?> answer = runCoroutineThreadsafe(() -> 1, loop);
        assertThatThrownBy(answer::join).hasCause(failure);
    }

    private record Refusing(RuntimeException failure) implements TaskFactory {
        @Override
        public <T extends @Nullable Object> Task<T> createTask(
                EventLoop loop, Coroutine<T> body, TaskOptions options) {
            throw failure;
        }
    }

    @Test
    void aClosedLoopRefuses() {
        EventLoop closed = Asyncio.newEventLoop();
        closed.close();
        assertThatThrownBy(() -> runCoroutineThreadsafe(() -> 1, closed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
    }
}
