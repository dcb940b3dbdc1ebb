package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.shield;
import static io.asyncio4j.Asyncio.timeout;
import static io.asyncio4j.Asyncio.waitFor;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.seconds;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Context;
import io.asyncio4j.ContextVar;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Promise;
import io.asyncio4j.Runner;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.TaskOptions;
import io.asyncio4j.TimeoutException;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;

/** Twins of more/contexts.py: context variables. */
class MoreContextTest {
    private static final ContextVar<String> V = ContextVar.of("V", "none");

    @RegisterExtension final Trace trace = new Trace();

    private void show(String where) {
        trace.log(where, V.get());
    }

    /** Shows the value it finds, sets its own, and shows that. */
    private void showAndSet(String value) {
        show(value);
        V.set(value);
        tick();
        show(value);
    }

    @Scenario("context_of_callbacks_is_copied_when_they_are_made")
    void contextOfCallbacksIsCopiedWhenTheyAreMade() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    V.set("one");
                    loop().callSoon(() -> show("soon"));
                    loop().callLater(seconds(1), () -> show("timer"));
                    promise.addDoneCallback(done -> show("done"));
                    V.set("two");
                    loop().callSoon(() -> show("soon"));
                    loop().callSoonThreadsafe(() -> show("threadsafe"));
                    promise.addDoneCallback(done -> show("done"));
                    V.set("three");
                    promise.setResult(1);
                    sleepSeconds(2);
                    show("main");
                });
    }

    @Scenario("context_changes_in_callbacks_stay_there")
    void changesInCallbacksStayThere() {
        Virtual.run(
                () -> {
                    V.set("main");
                    loop().callSoon(() -> V.set("lost"));
                    loop().callSoon(() -> show("next"));
                    tick();
                    show("main");
                    loop().callSoon(
                                    () -> {
                                        V.set("chained");
                                        loop().callSoon(() -> show("inner"));
                                        loop().callLater(Duration.ZERO, () -> show("timer"));
                                    });
                    ticks(3);
                    show("main");
                });
    }

    @Scenario("context_given_to_callbacks_is_used_as_it_is")
    void contextGivenToCallbacksIsUsedAsItIs() {
        Virtual.run(
                () -> {
                    V.set("main");
                    Context context = Context.copy();
                    loop().callSoon(() -> V.set("kept"), context);
                    loop().callSoon(() -> show("same"), context);
                    loop().callSoon(() -> show("other"));
                    Promise<Integer> promise = loop().createFuture();
                    promise.addDoneCallback(done -> show("done"), context);
                    promise.setResult(1);
                    tick();
                    trace.log("main", V.get(), context.get(V));
                });
    }

    @Scenario("context_of_tasks_is_copied_when_they_are_made")
    void contextOfTasksIsCopiedWhenTheyAreMade() {
        Virtual.run(
                () -> {
                    V.set("main");
                    Task<Void> a = createTask(() -> showAndSet("a"));
                    Task<Void> b = createTask(() -> showAndSet("b"));
                    V.set("changed");
                    gather(List.of(a, b)).await();
                    TaskGroup.run(
                            group -> {
                                group.createTask(() -> showAndSet("c"));
                                V.set("in group");
                                tick();
                                show("body");
                            });
                    show("main");
                });
    }

    @Scenario("context_given_to_tasks_is_shared")
    void contextGivenToTasksIsShared() {
        Virtual.run(
                () -> {
                    V.set("main");
                    Context context = Context.copy();
                    TaskOptions options = TaskOptions.DEFAULT.withContext(context);
                    Task<Void> a = createTask(options, () -> showAndSet("a"));
                    Task<Void> b = createTask(options, () -> showAndSet("b"));
                    Asyncio.wait(List.of(a, b));
                    trace.log(context.get(V), V.get(), a.context() == context);
                });
    }

    @Scenario("context_of_what_runs_in_the_same_task_is_shared")
    void whatRunsInTheSameTaskSharesItsContext() {
        Virtual.run(
                () -> {
                    V.set("main");
                    waitFor(() -> change("wait_for"), seconds(5));
                    trace.log(V.get());
                    timeout(seconds(5), () -> change("timeout"));
                    trace.log(V.get());
                    try {
                        waitFor(() -> change("late"), seconds(0.5));
                    } catch (TimeoutException late) {
                        show("TO");
                    }
                    shield(createTask(() -> change("shield"))).await();
                    trace.log(V.get());
                });
    }

    private static void change(String value) {
        V.set(value);
        sleepSeconds(1);
    }

    @Scenario("context_tokens")
    void tokensRestoreTheValueBefore() {
        Virtual.run(
                () -> {
                    trace.log(V.get());
                    ContextVar.Token<String> first = V.set("one");
                    ContextVar.Token<String> second = V.set("two");
                    trace.log(V.get(), second.oldValue());
                    V.reset(second);
                    trace.log(V.get());
                    V.reset(first);
                    trace.log(V.get());
                    trace.log(attempt(() -> V.reset(first)));
                    ContextVar.Token<String> third = V.set("three");
                    Context other = Context.copy();
                    trace.log(attempt(() -> other.run(() -> V.reset(third))));
                    trace.log(V.get());
                });
    }

    @Scenario("context_run_is_left_again")
    void runLeavesTheContextAgain() {
        Virtual.run(
                () -> {
                    V.set("main");
                    Context context = Context.copy();
                    context.run(() -> V.set("inside"));
                    trace.log(V.get(), context.get(V));
                    context.run(() -> show("sees"));
                    Task<Void> task = context.call(() -> createTask(this::showAndSetOwn));
                    loop().callSoon(() -> show("soon"));
                    task.await();
                    show("main");
                });
    }

    private void showAndSetOwn() {
        show("task");
        V.set("own");
    }

    @Scenario("context_of_eager_tasks_is_a_copy")
    void contextOfEagerTasksIsACopy() {
        Virtual.run(
                () -> {
                    TaskOptions eager = TaskOptions.DEFAULT.withStart(TaskOptions.Start.EAGER);
                    V.set("main");
                    Task<Void> task = createTask(eager, this::beginAndGoOn);
                    show("main");
                    V.set("changed");
                    task.await();
                    show("main");
                    Context context = Context.copy();
                    Task<Void> shared = createTask(eager.withContext(context), this::beginAndGoOn);
                    trace.log("shared", context.get(V), V.get());
                    shared.await();
                });
    }

    private void beginAndGoOn() {
        show("begins");
        V.set("eager");
        tick();
        show("goes on");
    }

    @Scenario("context_of_a_runner_is_kept_between_runs")
    void contextOfARunnerIsKeptBetweenRuns() {
        Context.copy()
                .run(
                        () -> {
                            V.set("outside");
                            try (Runner runner =
                                    new Runner(LoopOptions.defaults().withVirtualTime())) {
                                runner.run(() -> showAndPut("first", "one"));
                                V.set("changed outside");
                                runner.run(() -> showAndPut("second", "two"));
                                Context own = Context.copy();
                                runner.run(
                                        own,
                                        () -> {
                                            showAndPut("own", "three");
                                            return null;
                                        });
                                runner.run(() -> show("third"));
                                trace.log(own.get(V), V.get());
                            }
                        });
    }

    private void showAndPut(String where, String value) {
        show(where);
        V.set(value);
    }

    @Scenario("context_of_the_code_that_wakes_a_task_is_not_seen")
    void wakingATaskKeepsItsContext() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    Task<Void> waiter =
                            createTask(
                                    () -> {
                                        V.set("waiter");
                                        promise.await();
                                        show("waiter");
                                    });
                    tick();
                    V.set("setter");
                    promise.setResult(1);
                    waiter.await();
                    show("main");
                });
    }
}
