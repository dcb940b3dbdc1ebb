package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.conformance.Virtual.at;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.seconds;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;
import io.asyncio4j.TimerHandle;
import io.asyncio4j.spi.VirtualTime;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Twins of more/loop.py: the order of callbacks, timers and steps. */
class MoreLoopTest {
    @RegisterExtension final Trace trace = new Trace();

    private Runnable logging(Object... parts) {
        return () -> trace.log(parts);
    }

    @Scenario("loop_past_deadlines_run_in_their_order")
    void pastDeadlinesRunInTheirOrder() {
        Virtual.run(
                () -> {
                    sleepSeconds(5);
                    for (int when : List.of(3, 1, 5)) {
                        loop().callAt(at(when), logging("at", when));
                    }
                    loop().callLater(seconds(-1), logging("minus one"));
                    loop().callSoon(logging("soon"));
                    for (int i = 0; i < 2; i++) {
                        tick();
                        trace.log("tick");
                    }
                });
    }

    @Scenario("loop_equal_deadlines_keep_the_order_of_calls")
    void equalDeadlinesKeepTheOrderOfCalls() {
        Virtual.run(
                () -> {
                    loop().callLater(seconds(1), logging("a"));
                    loop().callLater(seconds(1), logging("b"));
                    sleepSeconds(2);
                    trace.log(now());
                });
    }

    @Scenario("loop_timers_run_by_deadline")
    void timersRunByDeadline() {
        Virtual.run(
                () -> {
                    for (int when : List.of(5, 2, 8, 1, 7, 3, 6, 4)) {
                        loop().callAt(at(when), () -> trace.log(when, now()));
                    }
                    sleepSeconds(9);
                });
    }

    @Scenario("loop_timer_made_by_a_timer_waits_for_the_next_pass")
    void timerMadeByATimerWaitsForTheNextPass() {
        Virtual.run(
                () -> {
                    loop().callLater(
                                    seconds(1),
                                    () -> {
                                        trace.log("first", now());
                                        loop().callLater(Duration.ZERO, logging("zero"));
                                        loop().callAt(at(0), logging("past"));
                                        loop().callSoon(logging("soon"));
                                    });
                    loop().callLater(seconds(1), logging("second"));
                    sleepSeconds(2);
                });
    }

    @Scenario("loop_clock_that_moves_inside_a_callback")
    void clockMovesInsideACallback() {
        VirtualTime time = new VirtualTime();
        Asyncio.run(
                LoopOptions.defaults().withVirtualTime(time),
                () -> {
                    loop().callLater(seconds(2), logging("timer 2"));
                    loop().callLater(seconds(1), logging("timer 1"));
                    loop().callSoon(
                                    () -> {
                                        trace.log("slow", now());
                                        time.advance(seconds(5));
                                        loop().callSoon(logging("queued by slow"));
                                    });
                    loop().callSoon(logging("same batch"));
                    ticks(3);
                    trace.log("main", now());
                });
    }

    @Scenario("loop_due_timer_cancelled_before_its_turn")
    void dueTimerIsCancelledBeforeItsTurn() {
        Virtual.run(
                () -> {
                    List<TimerHandle> timers = new ArrayList<>();
                    loop().callLater(
                                    seconds(1),
                                    () -> {
                                        trace.log("a");
                                        timers.getFirst().cancel();
                                    });
                    timers.add(loop().callLater(seconds(1), logging("b")));
                    timers.add(loop().callLater(seconds(1), logging("c")));
                    sleepSeconds(2);
                    TimerHandle d = loop().callLater(Duration.ZERO, logging("d"));
                    loop().callSoon(d::cancel);
                    ticks(2);
                    trace.log(
                            timers.get(0).isCancelled(),
                            timers.get(1).isCancelled(),
                            d.isCancelled());
                });
    }

    @Scenario("loop_timers_and_sleepers_of_one_instant")
    void timersOfOneInstantRunBeforeTheSleepersTheyWake() {
        Virtual.run(
                () -> {
                    Task<Void> a = createTask(() -> sleepAndTell("a"));
                    tick();
                    loop().callLater(seconds(1), () -> logAndQueue("T1"));
                    a.await();
                    tick();
                    loop().callLater(seconds(1), () -> logAndQueue("T2"));
                    sleepAndTell("b");
                });
    }

    private void logAndQueue(String name) {
        trace.log(name);
        loop().callSoon(logging("from", name));
    }

    private void sleepAndTell(String name) {
        sleepSeconds(1);
        trace.log("w", name);
    }

    @Scenario("loop_ticks_interleave_with_zero_timers")
    void ticksInterleaveWithZeroTimers() {
        Virtual.run(
                () -> {
                    Task<Void> a = createTask(() -> tickWithTimers("a", 3));
                    Task<Void> b = createTask(() -> tickWithTimers("b", 2));
                    gather(List.of(a, b)).await();
                    tick();
                });
    }

    private void tickWithTimers(String name, int times) {
        for (int i = 0; i < times; i++) {
            trace.log(name, i);
            loop().callLater(Duration.ZERO, logging(name, "timer", i));
            tick();
        }
    }

    @Scenario("loop_promise_set_by_a_timer_wakes_after_the_other_timers")
    void promiseSetByATimerWakesAfterTheOtherTimers() {
        Virtual.run(
                () -> {
                    Promise<String> promise = loop().createFuture();
                    promise.addDoneCallback(done -> trace.log("done callback"));
                    loop().callLater(
                                    seconds(1),
                                    () -> {
                                        trace.log("set");
                                        promise.setResult("v");
                                    });
                    loop().callLater(seconds(1), logging("other timer"));
                    trace.log(promise.await(), now());
                });
    }

    @Scenario("loop_threadsafe_calls_keep_their_place")
    void threadsafeCallsKeepTheirPlace() {
        Virtual.run(
                () -> {
                    loop().callSoon(logging("a"));
                    loop().callSoonThreadsafe(logging("b"));
                    loop().callSoon(logging("c"));
                    var handle = loop().callSoonThreadsafe(logging("never"));
                    handle.cancel();
                    loop().callSoonThreadsafe(logging("d"));
                    tick();
                    trace.log("main", handle.isCancelled());
                });
    }

    @Scenario("loop_handles_tell_their_state")
    void handlesTellTheirState() {
        Virtual.run(
                () -> {
                    var handle = loop().callSoon(logging("ran"));
                    trace.log(handle.isCancelled());
                    tick();
                    handle.cancel();
                    handle.cancel();
                    trace.log(handle.isCancelled());
                    TimerHandle never = loop().callLater(seconds(2.5), logging("never"));
                    TimerHandle soon = loop().callAt(at(1.25), logging("at", at(1.25)));
                    trace.log(never.when(), soon.when(), never.isCancelled());
                    never.cancel();
                    sleepSeconds(3);
                    trace.log(never.isCancelled(), never.when(), soon.isCancelled());
                });
    }

    @Scenario("loop_no_task_is_current_in_callbacks")
    void noTaskIsCurrentInCallbacks() {
        Virtual.run(
                () -> {
                    Virtual.me().setName("M");
                    Promise<Integer> promise = loop().createFuture();
                    promise.addDoneCallback(done -> logCurrent("done"));
                    loop().callSoon(() -> logCurrent("soon"));
                    loop().callLater(seconds(1), () -> logCurrent("timer"));
                    promise.setResult(1);
                    sleepSeconds(2);
                    logCurrent("main");
                    logCurrent("arguments");
                    Task<Void> task =
                            Virtual.named(
                                    "T",
                                    () -> {
                                        tick();
                                        return null;
                                    });
                    trace.log(loop().allTasks().stream().map(Task::name).sorted().toList());
                    task.await();
                    trace.log(loop().allTasks().stream().map(Task::name).sorted().toList());
                });
    }

    private void logCurrent(String where) {
        trace.log(where, loop().currentTask().map(Task::name));
    }

    @Scenario("loop_negative_and_zero_sleep_take_one_pass")
    void negativeAndZeroSleepTakeOnePass() {
        Virtual.run(
                () -> {
                    for (double length : List.of(0.0, -1.0, -0.5)) {
                        loop().callSoon(logging("soon"));
                        sleepSeconds(length);
                        trace.log("slept", now());
                    }
                });
    }
}
