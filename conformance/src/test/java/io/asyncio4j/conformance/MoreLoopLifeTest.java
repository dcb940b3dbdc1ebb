package io.asyncio4j.conformance;

import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.seconds;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Promise;
import io.asyncio4j.SystemExit;
import io.asyncio4j.Task;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;

/** Twins of more/loop.py: stopping, going on and closing. */
class MoreLoopLifeTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("loop_stop_in_a_timer_ends_after_the_batch")
    void stopInATimerEndsAfterTheBatch() {
        try (EventLoop loop = Virtual.newLoop()) {
            loop.callLater(
                    seconds(1),
                    () -> {
                        trace.log("t1");
                        loop.stop();
                        loop.callSoon(() -> trace.log("queued"));
                    });
            loop.callLater(seconds(1), () -> trace.log("t2"));
            loop.callLater(seconds(2), () -> trace.log("t3"));
            loop.runForever();
            trace.log("stopped", loop.time());
            loop.callLater(seconds(3), loop::stop);
            loop.runForever();
            trace.log("stopped", loop.time());
        }
    }

    @Scenario("loop_stop_before_run_runs_one_pass")
    void stopBeforeRunRunsOnePass() {
        try (EventLoop loop = Virtual.newLoop()) {
            loop.callSoon(
                    () -> {
                        trace.log("a");
                        loop.callSoon(() -> trace.log("b"));
                    });
            loop.callLater(Duration.ZERO, () -> trace.log("due"));
            loop.callLater(seconds(1), () -> trace.log("late"));
            loop.stop();
            loop.runForever();
            trace.log("one pass", loop.time(), loop.isRunning(), loop.isClosed());
            loop.stop();
            loop.runForever();
            trace.log("two", loop.time());
        }
    }

    @Scenario("loop_stopped_before_the_future_is_done")
    void loopStoppedBeforeTheFutureIsDoneMayGoOn() {
        try (EventLoop loop = Virtual.newLoop()) {
            Promise<String> promise = loop.createFuture();
            loop.callSoon(loop::stop);
            trace.log(attempt(() -> loop.runUntilComplete(promise)));
            loop.callLater(seconds(1), () -> promise.setResult("late"));
            trace.log(loop.runUntilComplete(promise), loop.time());
            loop.callSoon(() -> trace.log("one more pass"));
            trace.log(loop.runUntilComplete(promise));
        }
    }

    @Scenario("loop_stop_in_a_task_lets_tasks_go_on_later")
    void tasksGoOnInTheNextRun() {
        try (EventLoop loop = Virtual.newLoop()) {
            Task<String> a = loop.createTask(() -> countAndStop("a"));
            Task<String> b = loop.createTask(() -> countAndStop("b"));
            loop.runForever();
            trace.log("stopped", a.isDone(), b.isDone());
            trace.log(loop.runUntilComplete(b), a.isDone());
        }
    }

    private String countAndStop(String name) {
        for (int i = 0; i < 3; i++) {
            trace.log(name, i);
            if (name.equals("a") && i == 1) {
                loop().stop();
            }
            tick();
        }
        return name;
    }

    @Scenario("loop_exit_request_leaves_the_rest_of_the_batch")
    void exitRequestLeavesTheRestOfTheBatchQueued() {
        try (EventLoop loop = Virtual.newLoop()) {
            loop.callSoon(() -> trace.log("a"));
            loop.callSoon(
                    () -> {
                        throw new SystemExit(3);
                    });
            loop.callSoon(() -> trace.log("b"));
            loop.callLater(Duration.ZERO, () -> trace.log("timer"));
            try {
                loop.runForever();
            } catch (SystemExit exit) {
                trace.log("exit", exit.status(), loop.isRunning());
            }
            loop.callSoon(loop::stop);
            loop.runForever();
            trace.log("end");
        }
    }

    @Scenario("loop_closed_loop_refuses_work")
    void closedLoopRefusesWork() {
        EventLoop loop = Virtual.newLoop();
        Runnable never = () -> trace.log("never");
        loop.callSoon(never);
        loop.callLater(Duration.ZERO, never);
        Promise<String> promise = loop.createFuture();
        loop.close();
        loop.close();
        trace.log(loop.isClosed(), loop.isRunning());
        trace.log(attempt(() -> loop.callSoon(never)));
        trace.log(attempt(() -> loop.callLater(seconds(1), never)));
        trace.log(attempt(() -> loop.callAt(Virtual.at(1), never)));
        trace.log(attempt(() -> loop.callSoonThreadsafe(never)));
        trace.log(attempt(() -> loop.runForever()));
        trace.log(attempt(() -> loop.runUntilComplete(promise)));
    }

    @Scenario("loop_another_loop_may_not_run_inside")
    void anotherLoopMayNotRunInside() {
        Virtual.run(
                () -> {
                    try (EventLoop other = Virtual.newLoop()) {
                        Promise<String> promise = other.createFuture();
                        trace.log(
                                attempt(() -> other.runForever()),
                                attempt(() -> other.runUntilComplete(promise)));
                        trace.log(other.isRunning(), loop().isRunning());
                    }
                    tick();
                    trace.log("goes on");
                });
    }
}
