package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.conformance.Virtual.done;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.Handle;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The order of callbacks, timers and steps of tasks. */
class SchedulingTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("s01_call_soon_snapshot")
    void callbacksQueuedMeanwhileWaitForTheNextPass() {
        Virtual.run(
                () -> {
                    trace.log("m0");
                    loop().callSoon(
                                    () -> {
                                        trace.log("A");
                                        loop().callSoon(() -> trace.log("C"));
                                    });
                    loop().callSoon(() -> trace.log("B"));
                    tick();
                    trace.log("m1");
                    tick();
                    trace.log("m2");
                });
    }

    @Scenario("s02_timer_zero_vs_soon")
    void zeroTimersRunBehindWhatIsReady() {
        Virtual.run(
                () -> {
                    loop().callLater(Duration.ZERO, () -> trace.log("T0"));
                    loop().callSoon(() -> trace.log("S"));
                    tick();
                    trace.log("m1");
                    tick();
                    trace.log("m2");
                });
    }

    @Scenario("s04_handle_cancel_same_batch")
    void handlesAreCancelledInTheBatchTheyBelongTo() {
        Virtual.run(
                () -> {
                    List<Handle> handles = new ArrayList<>();
                    loop().callSoon(
                                    () -> {
                                        trace.log("A");
                                        handles.getFirst().cancel();
                                    });
                    handles.add(loop().callSoon(() -> trace.log("B")));
                    loop().callSoon(() -> trace.log("C"));
                    tick();
                    trace.log("end");
                });
    }

    @Scenario("s05_stop_runs_rest_of_batch")
    void stopEndsTheLoopAfterTheBatchAndKeepsTheQueue() {
        try (EventLoop loop = Virtual.newLoop()) {
            loop.callSoon(
                    () -> {
                        trace.log("A");
                        loop.stop();
                        loop.callSoon(() -> trace.log("new"));
                    });
            loop.callSoon(() -> trace.log("B"));
            loop.runForever();
            trace.log("stopped");
            loop.callSoon(loop::stop);
            loop.runForever();
            trace.log("stopped2");
        }
    }

    @Scenario("s06_create_task_is_lazy")
    void tasksBeginInTheNextPassAndPlainCallsAtOnce() {
        Virtual.run(
                () -> {
                    Task<String> a = createTask(() -> work("a"));
                    Task<String> b = createTask(() -> work("b"));
                    trace.log("created");
                    work("inline");
                    trace.log("inline done");
                    trace.log(a.await(), b.await());
                });
    }

    private String work(String name) {
        trace.log("start", name);
        tick();
        trace.log("end", name);
        return name;
    }

    @Scenario("s07_await_done_future_no_switch")
    void awaitingWhatIsDoneLetsNothingElseRun() {
        Virtual.run(
                () -> {
                    Future<Integer> seven = done(7);
                    loop().callSoon(() -> trace.log("other"));
                    trace.log("got", seven.await());
                    tick();
                    trace.log("after");
                });
    }

    @Scenario("s08_done_callbacks_via_loop")
    void doneCallbacksGoThroughTheLoopInOrder() {
        Virtual.run(
                () -> {
                    Promise<String> promise = loop().createFuture();
                    promise.addDoneCallback(done -> trace.log("1", done.result()));
                    promise.addDoneCallback(done -> trace.log("2", done.result()));
                    Consumer<Future<String>> twice = done -> trace.log("x", done.result());
                    promise.addDoneCallback(twice);
                    promise.addDoneCallback(twice);
                    trace.log("removed", promise.removeDoneCallback(twice));
                    promise.setResult("v");
                    trace.log("set");
                    promise.addDoneCallback(done -> trace.log("late", done.result()));
                    trace.log("sync end");
                    tick();
                    trace.log("main");
                });
    }

    @Scenario("s09_waiters_wake_fifo")
    void waitersWakeInTheOrderInWhichTheyCame() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    List<Task<Void>> waiters = new ArrayList<>();
                    for (Object name : List.of(0, 1, 2)) {
                        waiters.add(createTask(() -> awaitLogging(name, promise)));
                    }
                    tick();
                    promise.setResult(0);
                    trace.log("set");
                    waiters.add(createTask(() -> awaitLogging("late", promise)));
                    gather(waiters).await();
                });
    }

    private void awaitLogging(Object name, Future<?> future) {
        trace.log("w", name);
        future.await();
        trace.log("r", name);
    }

    @Scenario("s81_ready_batch_vs_timer_starvation")
    void stepsTimersAndCallbacksShareOneQueue() {
        Virtual.run(
                () -> {
                    Task<Void> counting =
                            createTask(
                                    () -> {
                                        for (int i = 0; i < 3; i++) {
                                            trace.log("a", i);
                                            tick();
                                        }
                                    });
                    loop().callLater(Duration.ZERO, () -> trace.log("T"));
                    loop().callSoon(() -> loop().callSoon(() -> trace.log("nested")));
                    counting.await();
                });
    }
}
