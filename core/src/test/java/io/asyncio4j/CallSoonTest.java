package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** The ready queue: order, snapshots, handles, and the door for other threads. */
final class CallSoonTest {
    private final EventLoop loop = Virtually.loop();
    private final Sequence sequence = new Sequence();

    @AfterEach
    void close() {
        loop.close();
    }

    private void runPasses(int passes) {
        for (int i = 0; i < passes; i++) {
            loop.stop();
            loop.runForever();
        }
    }

    @Test
    void callbacksRunInTheOrderOfTheCalls() {
        for (int i = 1; i <= 100; i++) {
            loop.callSoon(sequence.callbackAt(i));
        }
        runPasses(1);
        sequence.end(100);
    }

    @Test
    void aCallbackNeverRunsInsideTheCallThatQueuesIt() {
        loop.callSoon(
                () -> {
                    loop.callSoon(sequence.callbackAt(2));
                    sequence.at(1);
                });
        runPasses(2);
        sequence.end(2);
    }

    @Test
    void whatIsQueuedDuringAPassWaitsForTheNext() {
        loop.callSoon(() -> loop.callSoon(sequence.callbackAt(3)));
        loop.callSoon(sequence.callbackAt(1));
        runPasses(1);
        sequence.at(2);
        runPasses(1);
        sequence.end(3);
    }

    @Test
    void callSoonAndCallSoonThreadsafeShareOneQueue() {
        loop.callSoon(sequence.callbackAt(1));
        loop.callSoonThreadsafe(sequence.callbackAt(2));
        loop.callSoon(sequence.callbackAt(3));
        loop.callSoonThreadsafe(sequence.callbackAt(4));
        loop.callSoonThreadsafe(sequence.callbackAt(5));
        loop.callSoon(sequence.callbackAt(6));
        runPasses(1);
        sequence.end(6);
    }

    @Test
    void taskStepsTakeTheirPlaceAmongCallbacks() {
        loop.callSoon(sequence.callbackAt(1));
        loop.createTask(
                () -> {
                    sequence.at(2);
                    Asyncio.sleep(Duration.ZERO);
                    sequence.at(4);
                });
        loop.callSoon(
                () -> {
                    sequence.at(3);
                    loop.callSoon(sequence.callbackAt(5));
                });
        runPasses(2);
        sequence.end(5);
    }

    @Test
    void aCancelledHandleDoesNotRunEvenInTheBatchThatRunsNow() {
        Handle[] later = new Handle[1];
        loop.callSoon(
                () -> {
                    sequence.at(1);
                    later[0].cancel();
                });
        later[0] = loop.callSoon(sequence.callbackAt(9));
        runPasses(1);

        sequence.end(1);
        assertThat(later[0].isCancelled()).isTrue();
    }

    @Test
    void cancellingAHandleThatRanDoesNothing() {
        Handle handle = loop.callSoon(sequence.callbackAt(1));
        runPasses(1);
        assertThat(handle.isCancelled()).isFalse();
        handle.cancel();
        handle.cancel();
        runPasses(1);
        sequence.end(1);
    }

    @Test
    void aHandleShowsItsCallbackUntilItIsCancelled() {
        Runnable named =
                new Runnable() {
                    @Override
                    public void run() {}

                    @Override
                    public String toString() {
                        return "my callback";
                    }
                };
        Handle handle = loop.callSoon(named);
        assertThat(handle).hasToString("Handle[my callback]");
        handle.cancel();
        assertThat(handle).hasToString("Handle[cancelled]");
    }

    @Test
    void anotherThreadMayCancelAHandle() throws InterruptedException {
        Handle handle = loop.callSoon(sequence.callbackAt(9));
        Thread.ofPlatform().start(handle::cancel).join();
        runPasses(1);
        sequence.end(0);
    }

    @Test
    void aWaitingLoopIsWokenByAnotherThread() throws InterruptedException {
        try (EventLoop real = Asyncio.newEventLoop()) {
            CountDownLatch running = new CountDownLatch(1);
            CompletableFuture<Thread> ranOn = new CompletableFuture<>();
            real.callSoon(running::countDown);
            Thread thread = Thread.ofPlatform().start(real::runForever);
            running.await();

            real.callSoonThreadsafe(
                    () -> {
                        ranOn.complete(Thread.currentThread());
                        real.stop();
                    });
            thread.join();

            assertThat(ranOn).isCompletedWithValue(thread);
        }
    }

    @Test
    @Timeout(600) // a hand-over between threads is slow where processors are few
    void noWakeUpIsLostBetweenTheLastLookAndTheWait() throws InterruptedException {
        int rounds = 20_000;
        try (EventLoop real = Asyncio.newEventLoop()) {
            Thread thread = Thread.ofPlatform().start(real::runForever);
            for (int i = 0; i < rounds; i++) {
                CompletableFuture<Void> answered = new CompletableFuture<>();
                real.callSoonThreadsafe(() -> answered.complete(null));
                answered.join(); // hangs if the wake-up came to nothing
            }
            real.callSoonThreadsafe(real::stop);
            thread.join();
        }
    }

    @Test
    void callsFromManyThreadsKeepTheOrderOfEachThread() throws InterruptedException {
        int threads = 4;
        int calls = 5_000;
        int[] next = new int[threads];
        boolean[] isDisordered = new boolean[1];
        try (EventLoop real = Asyncio.newEventLoop()) {
            CountDownLatch done = new CountDownLatch(threads * calls);
            Thread runner = Thread.ofPlatform().start(real::runForever);
            for (int t = 0; t < threads; t++) {
                int thread = t;
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (int i = 0; i < calls; i++) {
                                        int call = i;
                                        real.callSoonThreadsafe(
                                                () -> {
                                                    isDisordered[0] |= next[thread]++ != call;
                                                    done.countDown();
                                                });
                                    }
                                });
            }
            done.await();
            real.callSoonThreadsafe(real::stop);
            runner.join();
        }
        assertThat(next).containsOnly(calls);
        assertThat(isDisordered[0]).isFalse();
    }

    @Test
    void aCallFromAnotherThreadBeforeTheRunIsKept() throws InterruptedException {
        Thread.ofPlatform().start(() -> loop.callSoonThreadsafe(sequence.callbackAt(1))).join();
        runPasses(1);
        sequence.end(1);
    }

    @Test
    void ioIsPolledInEveryPassHoweverMuchIsReady() {
        PassCounter passes = new PassCounter(pass -> false);
        try (EventLoop busy = Asyncio.newEventLoop(passes.options())) {
            int[] calls = new int[1];
            busy.callSoon(
                    new Runnable() {
                        @Override
                        public void run() {
                            if (++calls[0] == 50) {
                                busy.stop();
                            }
                            busy.callSoon(this);
                        }
                    });
            busy.runForever();
        }
        assertThat(passes.passes()).isEqualTo(50);
    }
}
