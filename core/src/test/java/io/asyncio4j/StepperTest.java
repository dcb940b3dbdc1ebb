package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.spi.Poller;
import io.asyncio4j.spi.PollerProvider;
import io.asyncio4j.spi.VirtualTime;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who goes on when a task suspends: the task itself, the next one, or the loop thread. */
final class StepperTest {
    private static final InheritableThreadLocal<String> INHERITABLE =
            new InheritableThreadLocal<>();

    private final Sequence sequence = new Sequence();
    private final VirtualTime time = new VirtualTime();
    private int polls;

    /** A poller that counts, and has nothing to deliver if it says so. */
    private LoopOptions countingPolls(boolean isQuiet) {
        return LoopOptions.defaults()
                .withVirtualTime(time)
                .withPoller(
                        new PollerProvider() {
                            @Override
                            public String name() {
                                return "counting";
                            }

                            @Override
                            public int priority() {
                                return Integer.MIN_VALUE;
                            }

                            @Override
                            public boolean isAvailable() {
                                return true;
                            }

                            @Override
                            public Poller open(EventLoop loop) {
                                return new CountingPoller(time.open(loop), isQuiet);
                            }
                        });
    }

    private final class CountingPoller implements Poller {
        private final Poller inner;
        private final boolean isQuiet;

        CountingPoller(Poller inner, boolean isQuiet) {
            this.inner = inner;
            this.isQuiet = isQuiet;
        }

        @Override
        public void poll(long timeoutNanos) {
            polls++;
            inner.poll(timeoutNanos);
        }

        @Override
        public boolean isQuiet() {
            return isQuiet;
        }

        @Override
        public void wakeup() {
            inner.wakeup();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private int pollsDuring(boolean isQuiet, Action passes) {
        Asyncio.run(
                countingPolls(isQuiet),
                () -> {
                    polls = 0;
                    passes.run();
                });
        return polls;
    }

    private int pollsDuring100Passes(boolean isQuiet) {
        return pollsDuring(isQuiet, () -> Ticks.pass(100));
    }

    private int pollsDuring100Callbacks(boolean isQuiet) {
        return pollsDuring(
                isQuiet,
                () -> {
                    Promise<Integer> over = getRunningLoop().createFuture();
                    getRunningLoop().callSoon(() -> callAgain(100, over));
                    over.await();
                });
    }

    private static void callAgain(int times, Promise<Integer> over) {
        if (times == 0) {
            over.setResult(times);
        } else {
            getRunningLoop().callSoon(() -> callAgain(times - 1, over));
        }
    }

    @Test
    void aPollThatCanDeliverIsMadeInEveryPass() {
        assertThat(pollsDuring100Passes(false)).isGreaterThanOrEqualTo(100);
    }

    @Test
    void aLoneTaskGoesOnByItselfWhereThereIsNothingToPoll() {
        assertThat(pollsDuring100Passes(true)).isLessThan(10);
    }

    @Test
    void aPollBetweenCallbacksIsLeftOutWhereItCannotDeliver() {
        assertThat(pollsDuring100Callbacks(false)).isGreaterThanOrEqualTo(100);
        assertThat(pollsDuring100Callbacks(true)).isLessThan(10);
    }

    @Test
    void callbacksBetweenStepsRunInTheirTurnOnTheLoopThread() {
        Set<Thread> threads = new LinkedHashSet<>();
        Virtually.run(
                () -> {
                    createTask(() -> sequence.at(1));
                    getRunningLoop()
                            .callSoon(
                                    () -> {
                                        sequence.at(2);
                                        threads.add(Thread.currentThread());
                                    });
                    createTask(
                            () -> {
                                sequence.at(3);
                                sleep(Duration.ZERO);
                                sequence.at(6);
                            });
                    createTask(() -> sequence.at(4));
                    getRunningLoop()
                            .callSoon(
                                    () -> {
                                        sequence.at(5);
                                        threads.add(Thread.currentThread());
                                    });
                    Ticks.pass(3);
                });
        sequence.end(6);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void aTaskThatNeverWaitsLetsInWhatOtherThreadsQueue() {
        AtomicBoolean isTold = new AtomicBoolean();
        Asyncio.run(
                () -> {
                    EventLoop loop = getRunningLoop();
                    Thread.ofPlatform()
                            .start(() -> loop.callSoonThreadsafe(() -> isTold.set(true)));
                    while (!isTold.get()) {
                        sleep(Duration.ZERO);
                    }
                });
        assertThat(isTold).isTrue();
    }

    @Test
    void aTaskThatNeverWaitsLetsInTimersThatAreDue() {
        Virtually.run(
                countingPolls(true),
                new Reports(),
                () -> {
                    getRunningLoop().callLater(Duration.ofSeconds(1), sequence.callbackAt(2));
                    Ticks.pass(10);
                    sequence.at(1);
                    time.advance(Duration.ofSeconds(1));
                    Ticks.pass(2);
                    sequence.at(3);
                    return null;
                });
        sequence.end(3);
    }

    @Test
    void stopEndsThePassAlthoughATaskCouldGoOn() {
        EventLoop loop = Virtually.loop();
        Task<Void> task =
                loop.createTask(
                        () -> {
                            loop.stop();
                            sleep(Duration.ZERO);
                        });
        loop.runForever();
        assertThat(task.isDone()).isFalse();
        loop.runUntilComplete(task);
        loop.close();
    }

    @Test
    void anExitRequestInTheMiddleOfABatchKeepsTheRestInOrder() {
        EventLoop loop = Virtually.loop();
        SystemExit exit = new SystemExit(3);
        loop.createTask(
                () -> {
                    sequence.at(1);
                    loop.callSoon(sequence.callbackAt(4));
                });
        loop.createTask(
                () -> {
                    sequence.at(2);
                    throw exit;
                });
        loop.createTask(() -> sequence.at(3));
        assertThatThrownBy(loop::runForever).isSameAs(exit);
        sequence.end(2);
        loop.stop();
        loop.runForever();
        sequence.end(4);
        loop.close();
    }

    @Test
    void aTaskCancelledBeforeItBeganIsPassedOver() {
        Virtually.run(
                () -> {
                    createTask(() -> sequence.at(1));
                    Task<Void> never = createTask(() -> sequence.at(9));
                    createTask(() -> sequence.at(2));
                    never.cancel();
                    sleep(Duration.ZERO);
                    sequence.at(3);
                    assertThat(never.isCancelled()).isTrue();
                });
        sequence.end(3);
    }

    @Test
    void everyTaskIsCurrentInItsOwnContextWhoeverRanBefore() {
        ContextVar<String> name = ContextVar.of("name", "none");
        List<String> seen = new ArrayList<>();
        Virtually.run(
                () -> {
                    for (String each : List.of("a", "b", "c")) {
                        createTask(
                                TaskOptions.named(each),
                                () -> {
                                    name.set(each);
                                    sleep(Duration.ZERO);
                                    seen.add(name.get() + Asyncio.currentTask().get().name());
                                });
                    }
                    Ticks.pass(3);
                    assertThat(name.get()).isEqualTo("none");
                });
        assertThat(seen).containsExactly("aa", "bb", "cc");
    }

    @Test
    void anEagerTaskThatSuspendsReturnsToTheOneThatMadeIt() {
        Virtually.run(
                () -> {
                    createTask(() -> sequence.at(3));
                    createTask(
                            TaskOptions.DEFAULT.withStart(TaskOptions.Start.EAGER),
                            () -> {
                                sequence.at(1);
                                sleep(Duration.ZERO);
                                sequence.at(4);
                            });
                    sequence.at(2);
                    Ticks.pass(2);
                });
        sequence.end(4);
    }

    @Test
    void aTasksThreadTakesOverTheClassLoaderOfTheLoopThreadAndNoThreadLocal() {
        ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {};
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        INHERITABLE.set("of the test");
        try {
            Virtually.run(
                    () -> {
                        INHERITABLE.set("of another task");
                        Thread.currentThread().setContextClassLoader(before);
                        createTask(
                                        () -> {
                                            assertThat(INHERITABLE.get()).isNull();
                                            assertThat(
                                                            Thread.currentThread()
                                                                    .getContextClassLoader())
                                                    .isSameAs(loader);
                                        })
                                .await();
                    });
        } finally {
            INHERITABLE.remove();
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
