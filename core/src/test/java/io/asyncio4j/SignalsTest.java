package io.asyncio4j;

import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.run;
import static io.asyncio4j.Signals.addSignalHandler;
import static io.asyncio4j.Signals.removeSignalHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sun.misc.Signal;
import sun.misc.SignalHandler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The signals are real: the system's kill sends them to this process. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no kill and no SIGUSR1")
class SignalsTest {
    private static final Signal USR1 = new Signal("USR1");

    @Test
    void theCallbackRunsOnTheWaitingLoopInTheContextInWhichItWasAdded() {
        ContextVar<String> user = ContextVar.of("user");
        run(
                () -> {
                    Promise<String> heard = getRunningLoop().createFuture();
                    EventLoop loop = getRunningLoop();
                    user.set("Mary");
                    addSignalHandler(
                            "SIGUSR1",
                            () -> {
                                assertThat(loop.isHeldBy(Thread.currentThread())).isTrue();
                                assertThat(Asyncio.currentTask()).isEmpty();
                                heard.setResult(user.get());
                            });
                    user.set("John");
                    kill("USR1");
                    assertThat(heard.await()).isEqualTo("Mary");
                });
    }

    @Test
    void theCallbackWaitsForItsTurnAndRunsForEachSignal() {
        run(
                () -> {
                    List<String> story = new ArrayList<>();
                    Promise<Void> second = getRunningLoop().createFuture();
                    addSignalHandler(
                            "USR1",
                            () -> {
                                story.add("signal");
                                if (story.size() == 3) {
                                    second.setResult(null);
                                }
                            });
                    killAndAwaitDelivery("USR1");
                    story.add("the task goes on");
                    Asyncio.sleep(Duration.ZERO);
                    kill("USR1");
                    second.await();
                    assertThat(story).containsExactly("the task goes on", "signal", "signal");
                });
    }

    @Test
    void aSecondHandlerOfALoopReplacesTheFirst() {
        run(
                () -> {
                    Promise<String> heard = getRunningLoop().createFuture();
                    addSignalHandler("USR1", () -> heard.setResult("first"));
                    addSignalHandler("USR1", () -> heard.setResult("second"));
                    kill("USR1");
                    assertThat(heard.await()).isEqualTo("second");
                });
    }

    @Test
    void aRemovedOrReplacedHandlerDoesNotRunThoughTheSignalCameBefore() {
        Sequence sequence = new Sequence();
        run(
                () -> {
                    addSignalHandler("USR1", () -> sequence.at(-1));
                    killAndAwaitDelivery("USR1");
                    assertThat(removeSignalHandler("usr1")).isTrue();
                    assertThat(removeSignalHandler("USR1")).isFalse();
                    addSignalHandler("USR1", () -> sequence.at(-2));
                    killAndAwaitDelivery("USR1");
                    addSignalHandler("USR1", () -> sequence.at(-3));
                    Asyncio.sleep(Duration.ZERO);
                    sequence.at(1);
                });
        sequence.end(1);
    }

    @Test
    void everyLoopWithAHandlerIsTold() throws Exception {
        try (EventLoop first = Asyncio.newEventLoop();
                EventLoop second = Asyncio.newEventLoop()) {
            addSignalHandler(first, "USR1", first::stop);
            addSignalHandler(second, "USR1", second::stop);
            Thread beside = Thread.ofPlatform().start(first::runForever);
            kill("USR1");
            second.runForever();
            beside.join();
        }
    }

    @Test
    void whoHandledTheSignalBeforeGetsItBackFromTheLastLoop() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        SignalHandler mine = signal -> heard.countDown();
        SignalHandler before = Signal.handle(USR1, mine);
        try {
            EventLoop first = Asyncio.newEventLoop();
            EventLoop second = Asyncio.newEventLoop();
            addSignalHandler(first, "USR1", () -> {});
            addSignalHandler(second, "USR1", () -> {});
            first.close();
            SignalHandler ours = Signal.handle(USR1, SignalHandler.SIG_IGN);
            assertThat(ours).isNotSameAs(mine);
            Signal.handle(USR1, ours);
            second.close();
            kill("USR1");
            heard.await();
        } finally {
            assertThat(Signal.handle(USR1, before)).isSameAs(mine);
        }
    }

    @Test
    void addingAHandlerTakesTheSignalFromWhoTookItMeanwhile() {
        SignalHandler before = Signal.handle(USR1, SignalHandler.SIG_IGN);
        SignalHandler thief = signal -> {};
        try {
            run(
                    () -> {
                        addSignalHandler("USR1", () -> {});
                        Signal.handle(USR1, thief);
                        Promise<Void> heard = getRunningLoop().createFuture();
                        addSignalHandler("USR1", () -> heard.setResult(null));
                        kill("USR1");
                        heard.await();
                    });
        } finally {
            assertThat(Signal.handle(USR1, before)).isSameAs(thief);
        }
    }

    @Test
    void aSignalThatSomebodyElseTookIsLeftToThem() {
        SignalHandler before = Signal.handle(USR1, SignalHandler.SIG_IGN);
        SignalHandler thief = signal -> {};
        try {
            run(
                    () -> {
                        addSignalHandler("USR1", () -> {});
                        Signal.handle(USR1, thief);
                        assertThat(removeSignalHandler("USR1")).isTrue();
                    });
        } finally {
            assertThat(Signal.handle(USR1, before)).isSameAs(thief);
        }
    }

    @Test
    void aHandlerThatFailsIsReportedAndStaysInPlace() {
        Reports reports = new Reports();
        Virtually.run(
                LoopOptions.defaults(),
                reports,
                () -> {
                    List<Promise<Void>> calls =
                            List.of(
                                    getRunningLoop().createFuture(),
                                    getRunningLoop().createFuture());
                    addSignalHandler(
                            "USR1",
                            () -> {
                                var next = calls.stream().filter(call -> !call.isDone());
                                next.findFirst().orElseThrow().setResult(null);
                                throw new IllegalArgumentException("the handler's own mistake");
                            });
                    for (Promise<Void> call : calls) {
                        kill("USR1");
                        call.await();
                    }
                    return null;
                });
        assertThat(reports.all()).hasSize(2);
    }

    @Test
    void aHandlerForCtrlCTakesThePlaceOfTheRunnersUntilItIsRemoved() throws Exception {
        SystemKill.assumeNotIgnored("INT");
        Sequence sequence = new Sequence();
        assertThatThrownBy(
                        () ->
                                run(
                                        () -> {
                                            Promise<Void> heard = getRunningLoop().createFuture();
                                            addSignalHandler("INT", () -> heard.setResult(null));
                                            kill("INT");
                                            heard.await();
                                            sequence.at(1);
                                            removeSignalHandler("INT");
                                            kill("INT");
                                            Asyncio.sleep(Duration.ofDays(1));
                                        }))
                .isInstanceOf(KeyboardInterrupt.class);
        sequence.end(1);
    }

    @Test
    void ctrlCWorksAgainInTheNextRunThoughTheHandlerOutlivedItsOwn() throws Exception {
        SystemKill.assumeNotIgnored("INT");
        try (Runner runner = new Runner()) {
            runner.run(() -> addSignalHandler("INT", () -> {}));
            runner.run(() -> assertThat(removeSignalHandler("INT")).isTrue());
            assertThatThrownBy(
                            () ->
                                    runner.run(
                                            () -> {
                                                kill("INT");
                                                Asyncio.sleep(Duration.ofDays(1));
                                            }))
                    .isInstanceOf(KeyboardInterrupt.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "STOP", "QUIT", "SEGV", "BUS", "FPE", "ILL"})
    void whatTheSystemOrTheJvmKeepsIsRefused(String signal) {
        run(
                () ->
                        assertThat(catchThrowable(() -> addSignalHandler(signal, () -> {})))
                                .isExactlyInstanceOf(UnsupportedOperationException.class)
                                .hasMessageContaining("SIG" + signal + " cannot be handled: ")
                                .satisfies(UsageErrors.thrownIn("whatTheSystemOrTheJvmKeeps")));
    }

    @Test
    void mistakesAreRefusedAndLeaveTheHandlersAlone() {
        assertThatThrownBy(() -> addSignalHandler("TERM", () -> {}))
                .isInstanceOf(IllegalStateException.class);
        EventLoop closed = Asyncio.newEventLoop();
        closed.close();
        assertThatThrownBy(() -> addSignalHandler(closed, "TERM", () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
        run(
                () -> {
                    EventLoop loop = getRunningLoop();
                    assertThatThrownBy(() -> addSignalHandler("PARTY", () -> {}))
                            .isExactlyInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("no signal SIGPARTY");
                    Throwable foreign =
                            Asyncio.toThread(
                                    () ->
                                            catchThrowable(
                                                    () ->
                                                            addSignalHandler(
                                                                    loop, "USR1", () -> {})));
                    assertThat(foreign)
                            .isInstanceOf(WrongThreadException.class)
                            .hasMessageContaining("addSignalHandler")
                            .satisfies(UsageErrors.thrownIn("mistakesAreRefused"));
                    assertThat(removeSignalHandler("USR1")).isFalse();
                    assertThat(removeSignalHandler("KILL")).isFalse();
                });
    }

    /** Lets the system send a signal to this process. */
    private static void kill(String signal) throws Exception {
        SystemKill.send(signal, ProcessHandle.current().pid());
    }

    /** Sends a signal, and returns when every loop that has a handler has a callback queued. */
    private static void killAndAwaitDelivery(String signal) throws Exception {
        try (EventLoop last = Asyncio.newEventLoop()) {
            addSignalHandler(last, signal, last::stop);
            Thread beside = Thread.ofPlatform().start(last::runForever);
            kill(signal);
            beside.join(); // it was told after the loops that came before
        }
    }
}
