package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.seconds;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Coroutine;
import io.asyncio4j.EventLoop;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Runner;
import io.asyncio4j.SystemExit;
import io.asyncio4j.Task;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** Twins of more/runners.py: several main tasks, what is left behind, and the order of the end. */
class MoreRunnerTest {
    @RegisterExtension final Trace trace = new Trace();
    private final Bodies bodies = new Bodies(trace);

    private static Runner newRunner() {
        return new Runner(LoopOptions.defaults().withVirtualTime());
    }

    @Scenario("runner_tasks_live_on_between_runs")
    void tasksLiveOnBetweenRuns() {
        EventLoop loop;
        try (Runner runner = newRunner()) {
            loop = runner.loop();
            Task<String> task =
                    runner.run(
                            () -> {
                                Task<String> made = createTask(bodies.sleeper("t", 3, "T"));
                                sleepSeconds(1);
                                return made;
                            });
            trace.log("between", loop.isRunning(), loop.isClosed(), task.isDone());
            String result =
                    runner.run(
                            () -> {
                                trace.log(task.isDone(), now());
                                return task.await();
                            });
            trace.log(result, loop == runner.loop(), loop.time());
        }
        trace.log(loop.isClosed());
    }

    @Scenario("runner_cancels_what_is_left")
    void whatIsLeftIsCancelledAndAwaited() {
        LoopOptions options = LoopOptions.defaults().withVirtualTime();
        trace.log(
                Asyncio.run(
                        options,
                        () -> {
                            createTask(this::cleanUpSlowly);
                            sleepSeconds(1);
                            trace.log("main ends");
                            return "M";
                        }));
    }

    private void cleanUpSlowly() {
        try {
            sleepSeconds(9);
        } finally {
            trace.log("cleanup", now());
            sleepSeconds(2);
            trace.log("cleaned", now());
        }
    }

    @Scenario("runner_reports_failures_of_what_is_left")
    void failuresOfWhatIsLeftAreReported() {
        Virtual.run(
                () -> {
                    loop().setExceptionHandler(
                                    (loop, context) ->
                                            trace.log(
                                                    Python.message(context),
                                                    Python.name(context.exception().orElseThrow()),
                                                    List.copyOf(context.keys())));
                    createTask(Bodies.failingCleanup("cleanup"));
                    sleepSeconds(1);
                    trace.log("main ends");
                });
        trace.log("closed");
    }

    @Scenario("runner_main_fails_and_the_rest_is_cancelled")
    void failureOfMainComesOutAfterTheRestIsCancelled() {
        try {
            Virtual.run(
                    () -> {
                        createTask(bodies.sleeper("a"));
                        sleepSeconds(1);
                        trace.log("main ends");
                        throw new IllegalArgumentException("main");
                    });
        } catch (IllegalArgumentException failure) {
            trace.log("out", failure);
        }
    }

    @Scenario("runner_goes_on_after_a_failure")
    void runnerGoesOnAfterAFailure() {
        try (Runner runner = newRunner()) {
            List<Coroutine<String>> mains =
                    List.of(Bodies.failing(1, "x"), bodies.sleeper("a", 1, "A"));
            for (Coroutine<String> main : mains) {
                try {
                    trace.log(runner.run(main));
                } catch (IllegalArgumentException failure) {
                    trace.log("out", failure, runner.loop().time());
                }
            }
        }
    }

    @Scenario("runner_main_that_cancels_itself")
    void mainMayCancelItself() {
        try (Runner runner = newRunner()) {
            try {
                runner.run(
                        () -> {
                            me().cancel();
                            sleepSeconds(1);
                        });
            } catch (CancelledError cancelled) {
                trace.log("CE");
            }
            trace.log(runner.run(MoreRunnerTest::swallowOwnCancellation));
        }
    }

    private static int swallowOwnCancellation() {
        me().cancel();
        try {
            sleepSeconds(1);
            return -1;
        } catch (CancelledError cancelled) {
            return me().cancelling();
        }
    }

    @Scenario("runner_task_made_while_it_closes")
    void taskMadeDuringTheEndIsLeftBehind() {
        try (LoggedErrors ignored = new LoggedErrors()) {
            Virtual.run(
                    () -> {
                        createTask(this::makeTaskInCleanup);
                        sleepSeconds(1);
                    });
        }
        trace.log("closed");
    }

    private void makeTaskInCleanup() {
        try {
            sleepSeconds(9);
        } finally {
            createTask(
                    () -> {
                        trace.log("late begins");
                        sleepSeconds(5);
                        trace.log("not reached");
                    });
            sleepSeconds(1);
            trace.log("left ends", now());
        }
    }

    @Scenario("runner_used_wrongly")
    void runnerRefusesNestingAndLateUse() {
        Coroutine<Object> nothing =
                () -> {
                    trace.log("not reached");
                    return null;
                };
        Virtual.run(
                () -> {
                    try (Runner inner = newRunner()) {
                        trace.log(attempt(() -> inner.run(nothing)));
                    }
                    tick();
                    trace.log("goes on");
                });
        Runner runner = newRunner();
        try (runner) {
            EventLoop loop = runner.loop();
            trace.log(loop == runner.loop());
        }
        runner.close();
        trace.log(attempt(() -> runner.run(nothing)), attempt(() -> runner.loop()));
    }

    @Scenario("runner_main_asks_to_exit")
    void mainMayAskToExit() {
        try {
            Virtual.run(
                    () -> {
                        createTask(bodies.sleeper("left"));
                        sleepSeconds(1);
                        trace.log("main ends");
                        throw new SystemExit(4);
                    });
        } catch (SystemExit exit) {
            trace.log("exit", exit.status());
        }
    }

    @Scenario("runner_timers_do_not_outlive_it")
    void timersDoNotOutliveTheRunner() {
        Virtual.run(
                () -> {
                    loop().callLater(seconds(1), () -> trace.log("in time"));
                    loop().callLater(seconds(3), () -> trace.log("never"));
                    sleepSeconds(2);
                    loop().callSoon(() -> trace.log("while closing"));
                });
        trace.log("closed");
    }

    @Scenario("runner_closed_before_its_first_use")
    void closingAnUnusedRunnerDoesNothing() {
        Runner runner = newRunner();
        runner.close();
        trace.log(runner.run(bodies.sleeper("a", 1, "A")));
        runner.close();
        trace.log(attempt(() -> runner.loop()));
    }

    @Scenario("runner_loop_stopped_by_its_main")
    void mainThatStopsTheLoopIsRefused() {
        try (Runner runner = newRunner()) {
            trace.log(
                    attempt(
                            () ->
                                    runner.run(
                                            () -> {
                                                loop().stop();
                                                sleepSeconds(1);
                                                trace.log("not reached");
                                            })));
            runner.run(() -> trace.log("again", loop().allTasks().size()));
        }
    }
}
