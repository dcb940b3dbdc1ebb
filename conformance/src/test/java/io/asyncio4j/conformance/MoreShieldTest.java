package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.shield;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.done;
import static io.asyncio4j.conformance.Virtual.failed;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.CancelledError;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** Twins of more/combining.py: shield. */
class MoreShieldTest {
    @RegisterExtension final Trace trace = new Trace();
    private final Bodies bodies = new Bodies(trace);

    @Scenario("shield_of_a_shield")
    void shieldOfAShield() {
        Virtual.run(
                () -> {
                    Task<String> task = createTask(bodies.sleeper("t", 3, "T"));
                    Future<String> inner = shield(task);
                    Future<String> outer = shield(inner);
                    trace.log(outer.cancel(), outer.isCancelled(), inner.isCancelled());
                    trace.log(inner.await(), task.isDone(), now());

                    Task<String> other = createTask(bodies.sleeper("u"));
                    Future<String> twice = shield(shield(other));
                    sleepSeconds(1);
                    other.cancel();
                    trace.log(attempt(() -> twice.await()), twice.isCancelled(), me().cancelling());
                });
    }

    @Scenario("shield_of_what_is_done")
    void shieldOfWhatIsDoneIsThatItself() {
        Virtual.run(
                () -> {
                    loop().callSoon(() -> trace.log("soon"));
                    Future<Integer> seven = done(7);
                    Future<Integer> bad = failed(new IllegalArgumentException("x"));
                    trace.log(
                            shield(seven) == seven,
                            shield(seven).await(),
                            attempt(() -> shield(bad).await()));
                    tick();
                    trace.log("end");
                });
    }

    @Scenario("shield_passes_failures_on")
    void shieldPassesFailuresOn() {
        Virtual.run(
                () -> {
                    Task<String> task = createTask(Bodies.failing(1, "x"));
                    trace.log(attempt(() -> shield(task).await()), now());
                });
    }

    @Scenario("shield_cancelled_before_a_failure_that_nobody_sees")
    void failureBehindACancelledShieldIsReported() {
        Virtual.run(
                () -> {
                    loop().setExceptionHandler(
                                    (loop, context) ->
                                            trace.log(
                                                    "handler",
                                                    Python.name(context.exception().orElseThrow()),
                                                    now()));
                    Future<String> shield = shield(createTask(Bodies.failing(1, "y")));
                    shield.cancel();
                    trace.log(attempt(() -> shield.await()), now());
                    sleepSeconds(2);
                });
    }

    @Scenario("shield_inside_gather")
    void shieldInsideGather() {
        Virtual.run(
                () -> {
                    Task<String> task = createTask(bodies.sleeper("t", 3, "T"));
                    Task<String> a = createTask(bodies.sleeper("a"));
                    Future<List<String>> both = gather(List.of(shield(task), a));
                    sleepSeconds(1);
                    trace.log(both.cancel());
                    trace.log(attempt(() -> both.await()), task.isDone(), now());
                    trace.log(task.await(), now());
                });
    }

    @Scenario("shield_cancelled_when_the_result_is_there")
    void shieldCancelledWhenTheResultIsThere() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    Future<Integer> shield = shield(promise);
                    Task<Void> task =
                            createTask(
                                    () -> {
                                        try {
                                            trace.log(shield.await());
                                        } catch (CancelledError cancelled) {
                                            trace.log("CE", shield.isCancelled());
                                        }
                                    });
                    tick();
                    promise.setResult(1);
                    trace.log(shield.isDone(), task.cancel());
                    task.await();
                    trace.log(promise.result());
                });
    }
}
