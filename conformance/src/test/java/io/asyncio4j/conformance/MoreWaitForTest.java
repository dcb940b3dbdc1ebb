package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.shield;
import static io.asyncio4j.Asyncio.waitFor;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.cancelled;
import static io.asyncio4j.conformance.Virtual.done;
import static io.asyncio4j.conformance.Virtual.failed;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.seconds;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.CancelledError;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** Twins of more/timeouts.py: waitFor. */
class MoreWaitForTest {
    @RegisterExtension final Trace trace = new Trace();
    private final Bodies bodies = new Bodies(trace);

    @Scenario("wait_for_what_is_done")
    void waitForOfWhatIsDoneAnswersAtOnce() {
        Virtual.run(
                () -> {
                    for (int limit : List.of(1, 0, -1)) {
                        logOutcome(limit, done(7));
                        logOutcome(limit, failed(new IllegalArgumentException("x")));
                        logOutcome(limit, cancelled());
                    }
                    trace.log(now(), me().cancelling());
                });
    }

    private void logOutcome(int limit, Future<?> future) {
        trace.log(limit, attempt(() -> waitFor(future, seconds(limit))));
    }

    @Scenario("wait_for_cancels_a_future_that_is_late")
    void waitForCancelsALateFuture() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    promise.addDoneCallback(done -> trace.log("callback", now()));
                    Object seen = attempt(() -> waitFor(promise, seconds(1)));
                    trace.log(seen, promise.isCancelled(), now());
                    Promise<Integer> other = loop().createFuture();
                    seen = attempt(() -> waitFor(other, seconds(0)));
                    trace.log(seen, other.isCancelled(), now());
                });
    }

    @Scenario("wait_for_waits_for_the_end_of_a_late_task")
    void waitForWaitsForTheEndOfALateTask() {
        Virtual.run(
                () -> {
                    for (int limit : List.of(1, 0)) {
                        for (boolean answers : List.of(false, true)) {
                            Task<String> task = createTask(() -> endSlowly(limit, answers));
                            tick();
                            Object seen = attempt(() -> waitFor(task, seconds(limit)));
                            trace.log(seen, task.isCancelled(), now());
                        }
                    }
                });
    }

    private String endSlowly(int name, boolean answers) {
        try {
            sleepSeconds(9);
            return "slept";
        } catch (CancelledError cancelled) {
            sleepSeconds(2);
            trace.log("cleaned", name, now());
            if (answers) {
                return "saved";
            }
            throw cancelled;
        }
    }

    @Scenario("wait_for_a_cleanup_that_fails")
    void failureOfTheCleanupIsThrown() {
        Virtual.run(
                () -> {
                    Object inline =
                            attempt(() -> waitFor(Bodies.failingCleanup("cleanup"), seconds(1)));
                    trace.log(inline, now(), me().cancelling());

                    Task<String> task = createTask(Bodies.failingCleanup("cleanup"));
                    tick();
                    Object seen = attempt(() -> waitFor(task, seconds(1)));
                    trace.log(seen, now(), me().cancelling());

                    Task<String> other = createTask(Bodies.failingCleanup("cleanup"));
                    tick();
                    seen = attempt(() -> waitFor(other, seconds(0)));
                    trace.log(seen, now());
                });
    }

    @Scenario("wait_for_passes_a_cancellation_on")
    void waitForPassesACancellationOn() {
        Virtual.run(
                () -> {
                    Task<String> inner = createTask(bodies.sleeper("inner"));
                    Task<String> task = createTask(() -> waitFor(inner, seconds(5)));
                    sleepSeconds(1);
                    task.cancel("why");
                    trace.log(attempt(() -> task.await()), inner.isCancelled(), now());

                    Task<String> inline =
                            createTask(() -> waitFor(bodies.sleeper("inline"), seconds(5)));
                    sleepSeconds(1);
                    inline.cancel();
                    trace.log(attempt(() -> inline.await()), inline.cancelling(), now());

                    Task<String> other = createTask(bodies.sleeper("other"));
                    Task<Object> waiting =
                            createTask(() -> attempt(() -> waitFor(other, seconds(5))));
                    sleepSeconds(1);
                    other.cancel();
                    trace.log(waiting.await(), waiting.cancelling());
                });
    }

    @Scenario("wait_for_a_result_that_comes_at_the_deadline")
    void resultThatComesAtTheDeadlineIsLate() {
        Virtual.run(
                () -> {
                    Promise<String> first = loop().createFuture();
                    loop().callLater(seconds(1), () -> first.setResult("first"));
                    Object seen = attempt(() -> waitFor(first, seconds(1)));
                    trace.log(seen, now(), me().cancelling());

                    Promise<String> never = loop().createFuture();
                    Task<String> task = createTask(() -> waitFor(never, seconds(1)));
                    tick();
                    loop().callLater(seconds(1), () -> trace.log(never.isDone()));
                    trace.log(attempt(() -> task.await()), now());
                });
    }

    @Scenario("wait_for_nested")
    void waitForInsideWaitFor() {
        Virtual.run(
                () -> {
                    trace.log(attempt(() -> nested("a", 2, 1)), now());
                    trace.log(attempt(() -> nested("b", 1, 2)), now());
                    trace.log(attempt(() -> nested("c", 1, 1)), now(), me().cancelling());
                });
    }

    private String nested(String name, double inner, double outer) {
        return waitFor(() -> waitFor(bodies.sleeper(name), seconds(inner)), seconds(outer));
    }

    @Scenario("wait_for_a_shielded_task")
    void shieldedTaskOutlivesTheWait() {
        Virtual.run(
                () -> {
                    Task<String> task = createTask(bodies.sleeper("t", 3, "T"));
                    Object seen = attempt(() -> waitFor(shield(task), seconds(1)));
                    trace.log(seen, task.isDone(), now());
                    trace.log(task.await(), now());
                });
    }
}
