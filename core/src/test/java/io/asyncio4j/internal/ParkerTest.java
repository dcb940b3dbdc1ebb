package io.asyncio4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

final class ParkerTest {
    private final Parker parker = new Parker();

    @Test
    void aWakeUpBeforeTheWaitIsKept() {
        parker.wakeup();
        parker.await(Long.MAX_VALUE); // hangs if it was lost
        assertThat(parker.takeWakeup()).as("taken by the wait").isFalse();
    }

    @Test
    void aWaitOfZeroReturnsAndTakesTheWakeUp() {
        parker.await(0);
        parker.wakeup();
        parker.await(0);
        assertThat(parker.takeWakeup()).isFalse();
    }

    @Test
    void takeWakeupTellsAndTakes() {
        assertThat(parker.takeWakeup()).isFalse();
        parker.wakeup();
        assertThat(parker.takeWakeup()).isTrue();
        assertThat(parker.takeWakeup()).isFalse();
    }

    @Test
    void aWaitEndsWhenItsTimeIsOverAndNotBefore() {
        long start = System.nanoTime();
        parker.await(TimeUnit.MILLISECONDS.toNanos(2));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
    }

    @Test
    void anotherThreadEndsTheWait() throws InterruptedException {
        Thread other = Thread.ofPlatform().start(parker::wakeup);
        parker.await(Long.MAX_VALUE);
        other.join();
    }

    @Test
    void anInterruptEndsNothingAndIsKept() {
        Thread.currentThread().interrupt();
        long start = System.nanoTime();
        parker.await(TimeUnit.MILLISECONDS.toNanos(2));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void noneOfManyWakeUpsIsLost() throws InterruptedException {
        int rounds = 10_000;
        Parker answer = new Parker();
        Thread echo =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (int i = 0; i < rounds; i++) {
                                        parker.await(Long.MAX_VALUE);
                                        answer.wakeup();
                                    }
                                });
        for (int i = 0; i < rounds; i++) {
            parker.wakeup();
            answer.await(Long.MAX_VALUE);
        }
        echo.join();
    }
}
