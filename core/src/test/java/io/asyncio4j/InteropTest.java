package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.runCoroutineThreadsafe;
import static io.asyncio4j.Asyncio.sleep;
import static io.asyncio4j.Asyncio.toThread;
import static io.asyncio4j.Asyncio.wrapFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

class InteropTest {

    @Test
    void aStageAndItsFutureEndAlike() {
        Asyncio.run(
                () -> {
                    CompletableFuture<String> stage = new CompletableFuture<>();
                    Future<String> future = wrapFuture(stage);
                    stage.complete("answer");
                    assertThat(future.await()).isEqualTo("answer");
                });
    }

    @Test
    void cancellingTheFutureCancelsTheStage() {
        Asyncio.run(
                () -> {
                    CompletableFuture<String> stage = new CompletableFuture<>();
                    Task<String> task = createTask(() -> wrapFuture(stage).await());
                    sleep(Duration.ZERO);
                    task.cancel();
                    assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
                    assertThat(stage).isCancelled();
                });
    }

    @Test
    void anotherThreadStartsACoroutineAndGetsItsResult() {
        Asyncio.run(
                () -> {
                    EventLoop loop = getRunningLoop();
                    Coroutine<EventLoop> coroutine =
                            () -> {
                                sleep(Duration.ZERO);
                                return getRunningLoop();
                            };
                    assertThat(toThread(() -> runCoroutineThreadsafe(coroutine, loop).get()))
                            .isSameAs(loop);
                });
    }
}
