package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;
import static io.asyncio4j.Asyncio.toThread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Blocking functions in threads: runInExecutor, toThread, and the default executor. */
final class WorkersTest {
    private final Sequence sequence = new Sequence();

    /** An executor that keeps its jobs until the test runs them. */
    private static final class Shelf implements Executor {
        private final List<Runnable> jobs = new ArrayList<>();

        @Override
        public void execute(Runnable job) {
            jobs.add(job);
        }

        void runAll() {
            List.copyOf(jobs).forEach(Runnable::run);
            jobs.clear();
        }
    }

    @Test
    void aBlockingFunctionRunsOnAnotherThreadWhileTheLoopGoesOn() {
        Virtually.run(
                () -> {
                    CountDownLatch goOn = new CountDownLatch(1);
                    Future<Thread> job =
                            getRunningLoop()
                                    .runInExecutor(
                                            () -> {
                                                goOn.await();
                                                return Thread.currentThread();
                                            });
                    createTask(goOn::countDown); // runs only if the loop is free
                    Thread worker = job.await();
                    assertThat(worker).isNotSameAs(Thread.currentThread());
                    assertThat(worker.getName()).startsWith("asyncio4j-worker-");
                    assertThat(worker.isDaemon()).isTrue();
                });
    }

    @Test
    void toThreadAnswersTheResultOrThrowsTheFailureItself() {
        IOException failure = new IOException("down");
        Virtually.run(
                () -> {
                    assertThat(Asyncio.<Integer>toThread(() -> 42)).isEqualTo(42);
                    toThread(() -> sequence.at(1));
                    assertThatThrownBy(
                                    () ->
                                            toThread(
                                                    () -> {
                                                        throw failure;
                                                    }))
                            .isSameAs(failure);
                });
        sequence.end(1);
    }

    @Test
    void theContextIsCarriedToTheThreadButNotBack() {
        ContextVar<String> request = ContextVar.of("request");
        Virtually.run(
                () -> {
                    request.set("GET /");
                    String seen =
                            toThread(
                                    () -> {
                                        String before = request.get();
                                        request.set("changed there");
                                        return before;
                                    });
                    assertThat(seen).isEqualTo("GET /");
                    assertThat(request.get()).isEqualTo("GET /");
                });
    }

    @Test
    void aWorkerForgetsTheContextOfItsLastJob() {
        ContextVar<String> request = ContextVar.of("request");
        try (ExecutorService single = Executors.newSingleThreadExecutor()) {
            Virtually.run(
                    () -> {
                        request.set("first");
                        getRunningLoop().runInExecutor(single, () -> 1).await();
                    });
            assertThat(single.submit(() -> request.getOr("nothing")))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .isEqualTo("nothing");
        }
    }

    @Test
    void virtualTimeStandsStillWhileAJobIsUnderWay() {
        Virtually.run(
                () -> {
                    getRunningLoop().callLater(Duration.ofHours(1), () -> sequence.at(2));
                    toThread(() -> sequence.at(1));
                    assertThat(getRunningLoop().time()).isEqualTo(Instant.EPOCH);
                    sleep(Duration.ofHours(2));
                });
        sequence.end(2);
    }

    // ---- cancellation

    @Test
    void aCancelledJobThatStillQueuesDoesNotRun() {
        Virtually.run(
                () -> {
                    Shelf shelf = new Shelf();
                    Future<?> job =
                            getRunningLoop()
                                    .runInExecutor(
                                            shelf,
                                            () -> {
                                                sequence.at(9);
                                                return 1;
                                            });
                    assertThat(job.cancel("not needed")).isTrue();
                    shelf.runAll();
                    assertThatThrownBy(() -> job.await()).hasMessage("not needed");
                    sleep(Duration.ofSeconds(1)); // time jumps again
                });
        sequence.end(0);
    }

    @Test
    void aCancelledJobThatRunsGoesOnAndItsResultIsDropped() {
        Virtually.run(
                () -> {
                    Shelf shelf = new Shelf();
                    Future<Integer>[] job = newArray();
                    job[0] =
                            getRunningLoop()
                                    .runInExecutor(
                                            shelf,
                                            () -> {
                                                job[0].cancel();
                                                sequence.at(1);
                                                return 1;
                                            });
                    shelf.runAll();
                    sleep(Duration.ofSeconds(1));
                    assertThat(job[0].isCancelled()).isTrue();
                });
        sequence.end(1);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static <T> Future<T>[] newArray() {
        return new Future[1];
    }

    @Test
    void aFailureAfterTheCancellationIsReported() {
        IOException failure = new IOException("too late to be heard");
        Reports reports =
                Virtually.runReporting(
                        () -> {
                            Shelf shelf = new Shelf();
                            Future<Integer>[] job = newArray();
                            job[0] =
                                    getRunningLoop()
                                            .runInExecutor(
                                                    shelf,
                                                    () -> {
                                                        job[0].cancel();
                                                        throw failure;
                                                    });
                            shelf.runAll();
                            sleep(Duration.ofSeconds(1));
                        });
        assertThat(reports.only().message())
                .isEqualTo("a job failed after its future was cancelled");
        assertThat(reports.only().exception()).containsSame(failure);
        assertThat(reports.only().keys()).containsExactly("exception", "future", "message");
    }

    @Test
    void aFailureThatNobodyAwaitsIsReported() {
        IOException failure = new IOException("unheard");
        Reports reports =
                Virtually.runReporting(
                        () -> {
                            getRunningLoop()
                                    .runInExecutor(
                                            Runnable::run,
                                            () -> {
                                                throw failure;
                                            });
                            sleep(Duration.ofSeconds(1));
                        });
        assertThat(reports.only().exception()).containsSame(failure);
    }

    @Test
    void aFailureAfterTheLoopWasClosedIsLogged() {
        Shelf shelf = new Shelf();
        IOException failure = new IOException("after the end");
        EventLoop loop = Virtually.loop();
        loop.runInExecutor(
                shelf,
                () -> {
                    throw failure;
                });
        loop.close();
        try (CapturedLog log = new CapturedLog()) {
            shelf.runAll();
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getThrown()).isSameAs(failure));
        }
    }

    @Test
    void aResultAfterTheLoopWasClosedIsDropped() {
        Shelf shelf = new Shelf();
        EventLoop loop = Virtually.loop();
        loop.runInExecutor(shelf, () -> 1);
        loop.close();
        try (CapturedLog log = new CapturedLog()) {
            shelf.runAll();
            assertThat(log.records()).isEmpty();
        }
    }

    // ---- executors

    @Test
    void anExecutorThatRefusesFailsTheCall() {
        RejectedExecutionException refusal = new RejectedExecutionException("full");
        Virtually.run(
                () -> {
                    assertThatThrownBy(
                                    () ->
                                            getRunningLoop()
                                                    .runInExecutor(
                                                            job -> {
                                                                throw refusal;
                                                            },
                                                            () -> 1))
                            .isSameAs(refusal);
                    assertThat(getRunningLoop().hasExternalWork()).isFalse();
                });
    }

    @Test
    void theDefaultExecutorCanBeReplacedAndIsShutDownWithTheLoop() {
        ExecutorService mine =
                Executors.newSingleThreadExecutor(Thread.ofPlatform().name("mine").factory());
        Virtually.run(
                () -> {
                    getRunningLoop().setDefaultExecutor(mine);
                    assertThat(Asyncio.<String>toThread(() -> Thread.currentThread().getName()))
                            .isEqualTo("mine");
                });
        assertThat(mine.isTerminated()).isTrue();
    }

    @Test
    void closingALoopDoesNotWaitForItsExecutor() {
        CountDownLatch never = new CountDownLatch(1);
        EventLoop loop = Asyncio.newEventLoop();
        ExecutorService mine = Executors.newSingleThreadExecutor();
        loop.setDefaultExecutor(mine);
        loop.runInExecutor(
                () -> {
                    never.await();
                    return 1;
                });
        loop.close();
        assertThat(mine.isShutdown()).isTrue();
        assertThat(mine.isTerminated()).isFalse();
        never.countDown();
    }

    @Test
    void theDefaultPoolIsBounded() {
        int limit = Math.min(32, Runtime.getRuntime().availableProcessors() + 4);
        AtomicInteger running = new AtomicInteger();
        CountDownLatch isFull = new CountDownLatch(limit);
        CountDownLatch goOn = new CountDownLatch(1);
        Virtually.run(
                () -> {
                    List<Future<Integer>> jobs = new ArrayList<>();
                    for (int i = 0; i < limit + 3; i++) {
                        jobs.add(
                                getRunningLoop()
                                        .runInExecutor(
                                                () -> {
                                                    int now = running.incrementAndGet();
                                                    isFull.countDown();
                                                    goOn.await();
                                                    running.decrementAndGet();
                                                    return now;
                                                }));
                    }
                    getRunningLoop()
                            .runInExecutor(
                                    Thread::startVirtualThread,
                                    () -> {
                                        isFull.await();
                                        goOn.countDown();
                                        return 0;
                                    })
                            .await();
                    assertThat(Asyncio.gather(jobs).await())
                            .allSatisfy(now -> assertThat(now).isLessThanOrEqualTo(limit));
                });
    }

    // ---- shutting down

    @Test
    void shutdownWaitsForTheJobsWhileTheLoopGoesOn() {
        Virtually.run(
                () -> {
                    CountDownLatch goOn = new CountDownLatch(1);
                    getRunningLoop()
                            .runInExecutor(
                                    () -> {
                                        goOn.await();
                                        return 1;
                                    });
                    createTask(
                            () -> {
                                sequence.at(1);
                                goOn.countDown();
                            });
                    assertThat(getRunningLoop().shutdownDefaultExecutor(Duration.ofHours(1)))
                            .isTrue();
                    sequence.at(2);
                });
        sequence.end(2);
    }

    @Test
    void afterShutdownTheDefaultExecutorTakesNoMoreJobs() {
        Virtually.run(
                () -> {
                    EventLoop loop = getRunningLoop();
                    assertThat(loop.shutdownDefaultExecutor(Duration.ofSeconds(1))).isTrue();
                    assertThat(loop.shutdownDefaultExecutor(Duration.ofSeconds(1))).isTrue();
                    assertThatThrownBy(() -> toThread(() -> sequence.at(9)))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("was shut down; submit jobs before that")
                            .satisfies(UsageErrors.thrownIn("afterShutdown"));
                    loop.runInExecutor(Runnable::run, () -> 1).await();
                });
        sequence.end(0);
    }

    @Test
    void shutdownThatTakesTooLongInterruptsTheJobs() {
        try (CapturedLog log = new CapturedLog()) {
            Virtually.run(
                    () -> {
                        CountDownLatch never = new CountDownLatch(1);
                        Future<Integer> job =
                                getRunningLoop()
                                        .runInExecutor(
                                                () -> {
                                                    never.await();
                                                    return 1;
                                                });
                        assertThat(getRunningLoop().shutdownDefaultExecutor(Duration.ofNanos(1)))
                                .isFalse();
                        assertThatThrownBy(() -> job.await())
                                .isInstanceOf(InterruptedException.class);
                    });
            assertThat(log.messages(java.util.logging.Level.WARNING))
                    .singleElement()
                    .asString()
                    .contains("did not finish within 1 ns");
        }
    }

    @Test
    void aJobThatShutdownDroppedFromTheQueueEndsCancelled() {
        try (CapturedLog log = new CapturedLog()) {
            Virtually.run(
                    () -> {
                        EventLoop loop = getRunningLoop();
                        loop.setDefaultExecutor(Executors.newSingleThreadExecutor());
                        CountDownLatch never = new CountDownLatch(1);
                        Future<Integer> running =
                                loop.runInExecutor(
                                        () -> {
                                            never.await();
                                            return 1;
                                        });
                        Future<Integer> queued = loop.runInExecutor(() -> 2);
                        assertThat(loop.shutdownDefaultExecutor(Duration.ofNanos(1))).isFalse();
                        assertThatThrownBy(() -> running.await())
                                .isInstanceOf(InterruptedException.class);
                        assertThatThrownBy(() -> queued.await())
                                .isInstanceOf(CancelledError.class)
                                .hasMessageContaining("shut down");
                    });
            assertThat(log.records()).isNotEmpty();
        }
    }

    @Test
    void namesAreResolvedInThePoolAndNumbersAtOnce() {
        Virtually.run(
                () -> {
                    getRunningLoop().callSoon(sequence.callbackAt(2));
                    assertThat(NameResolution.getAddrInfo("127.0.0.1", 80))
                            .singleElement()
                            .hasToString("/127.0.0.1:80");
                    sequence.at(1);
                    assertThat(NameResolution.getAddrInfo("localhost", 80)).isNotEmpty();
                    sequence.at(3);
                    assertThatThrownBy(() -> NameResolution.getAddrInfo("127.0.0.1", 70_000))
                            .isInstanceOf(IllegalArgumentException.class);
                });
        sequence.end(3);
    }
}
