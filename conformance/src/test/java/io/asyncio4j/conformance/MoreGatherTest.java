package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.gatherSettled;
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
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.CancelledError;
import io.asyncio4j.Future;
import io.asyncio4j.Outcome;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.NoSuchElementException;

/** Twins of more/combining.py: gather. */
class MoreGatherTest {
    @RegisterExtension final Trace trace = new Trace();
    private final Bodies bodies = new Bodies(trace);

    /** The value of an outcome, or the Python name of its failure. */
    private static Object plain(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Success<?>(Object value) -> value;
            case Outcome.Failure<?>(Throwable failure) -> Python.name(failure);
        };
    }

    @Scenario("gather_of_nothing")
    void gatherOfNothingIsDone() {
        Virtual.run(
                () -> {
                    Future<List<String>> nothing = gather(List.<Future<String>>of());
                    loop().callSoon(() -> trace.log("soon"));
                    trace.log(
                            nothing.isDone(),
                            nothing.await(),
                            gatherSettled(List.<Future<String>>of()).await());
                    tick();
                    trace.log("end");
                });
    }

    @Scenario("gather_of_duplicates")
    void duplicatesHaveOneResultEachTime() {
        Virtual.run(
                () -> {
                    Task<String> a = createTask(bodies.sleeper("a", 1, "A"));
                    Task<String> b = createTask(bodies.sleeper("b", 2, "B"));
                    trace.log(gather(List.of(a, b, a)).await(), now());
                    Promise<Integer> promise = loop().createFuture();
                    Future<List<Integer>> both = gather(List.of(promise, promise));
                    promise.setResult(1);
                    trace.log(both.await());
                });
    }

    @Scenario("gather_of_what_is_done_does_not_wait")
    void gatherOfWhatIsDoneIsDone() {
        Virtual.run(
                () -> {
                    Future<String> x = failed(new IllegalArgumentException("x"));
                    loop().callSoon(() -> trace.log("soon"));
                    Future<List<String>> good = gather(List.of(done("a"), done("b")));
                    trace.log(good.isDone());
                    trace.log(good.await());
                    logOutcome(gather(List.of(done("c"), x, Virtual.<String>cancelled())));
                    logOutcome(gather(List.of(Virtual.<String>cancelled(), x)));
                    Future<List<Outcome<String>>> settled =
                            gatherSettled(List.of(done("d"), cancelled()));
                    trace.log(
                            settled.isDone(),
                            settled.await().stream().map(MoreGatherTest::type).toList());
                    tick();
                    trace.log("end");
                });
    }

    private static String type(Outcome<?> outcome) {
        return outcome instanceof Outcome.Success ? "str" : (String) plain(outcome);
    }

    private void logOutcome(Future<?> future) {
        trace.log(future.isDone(), attempt(() -> future.await()));
    }

    @Scenario("gather_looks_first_at_what_is_done")
    void partsThatAreDoneCountFirst() {
        Virtual.run(
                () -> {
                    Promise<String> later = loop().createFuture();
                    loop().callSoon(
                                    () ->
                                            later.setException(
                                                    new IllegalArgumentException("later")));
                    Future<String> first = failed(new NoSuchElementException("first"));
                    Future<List<String>> failing = gather(List.of(later, first));
                    trace.log(failing.isDone());
                    trace.log(attempt(() -> failing.await()), later.isDone());
                    ticks(2);

                    Promise<String> middle = loop().createFuture();
                    Future<List<String>> good = gather(List.of(done("a"), middle, done("c")));
                    trace.log(good.isDone());
                    middle.setResult("b");
                    trace.log(good.isDone());
                    trace.log(good.await());
                });
    }

    @Scenario("gather_nested")
    void gatherInsideGather() {
        Virtual.run(
                () -> {
                    Future<List<String>> inner =
                            gather(bodies.sleeper("a", 1, "A"), bodies.sleeper("b", 2, "B"));
                    Task<String> c = createTask(bodies.sleeper("c", 1, "C"));
                    trace.log(gather(List.<Future<?>>of(inner, c)).await(), now());

                    Task<String> d = createTask(bodies.sleeper("d", 9, "D"));
                    Future<List<String>> failing =
                            gather(List.of(d, createTask(Bodies.failing(1, "x"))));
                    Task<String> e = createTask(bodies.sleeper("e", 3));
                    try {
                        gather(List.<Future<?>>of(failing, e)).await();
                    } catch (IllegalArgumentException failure) {
                        trace.log(failure, d.isDone(), now());
                    }
                    d.cancel();
                    sleepSeconds(5);
                });
    }

    @Scenario("gather_tells_every_outcome")
    void settledGatherTellsEveryOutcome() {
        Virtual.run(
                () -> {
                    Task<String> k = createTask(bodies.sleeper("k"));
                    loop().callLater(seconds(1), k::cancel);
                    List<Outcome<String>> outcomes =
                            gatherSettled(
                                            List.of(
                                                    createTask(bodies.sleeper("a", 2, "A")),
                                                    createTask(Bodies.failing(1, "x")),
                                                    k,
                                                    createTask(Bodies.failing(3, "y"))))
                                    .await();
                    trace.log(
                            plain(outcomes.get(0)),
                            plain(outcomes.get(1)),
                            plain(outcomes.get(2)),
                            plain(outcomes.get(3)),
                            now());
                });
    }

    @Scenario("gather_cancelled_before_its_parts_begin")
    void gatherCancelledBeforeItsPartsBegin() {
        Virtual.run(
                () -> {
                    Task<String> task = createTask(bodies.sleeper("a"));
                    Promise<String> promise = loop().createFuture();
                    Future<List<String>> both = gather(List.of(task, promise));
                    trace.log(both.cancel(), both.isDone(), promise.isCancelled());
                    trace.log(attempt(() -> both.await()), both.isCancelled(), both.cancel());
                });
    }

    @Scenario("gather_cancelled_when_its_parts_are_done")
    void gatherWhosePartsAreDoneCannotBeCancelled() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    Future<List<Integer>> one = gather(List.of(promise));
                    promise.setResult(1);
                    trace.log(one.isDone(), one.cancel());
                    trace.log(one.await());
                });
    }

    @Scenario("gather_cancelled_with_a_stubborn_part")
    void cancelledGatherFailsThoughItsPartsAnswer() {
        Virtual.run(
                () -> {
                    cancelAndLog(
                            gather(
                                    List.of(
                                            createTask(this::stubborn),
                                            createTask(this::stubborn))));
                    cancelAndLog(
                            gatherSettled(
                                    List.of(
                                            createTask(this::stubborn),
                                            createTask(this::stubborn))));
                });
    }

    private String stubborn() {
        try {
            sleepSeconds(9);
            return "slept";
        } catch (CancelledError cancelled) {
            return "S";
        }
    }

    private void cancelAndLog(Future<?> gathering) {
        ticks(2);
        trace.log(gathering.cancel("why"));
        trace.log(attempt(() -> gathering.await()), gathering.isCancelled());
    }

    @Scenario("gather_keeps_later_failures_to_itself")
    void laterFailuresAreReported() { // not as in CPython, see deliberate.txt
        Virtual.run(
                () -> {
                    loop().setExceptionHandler(
                                    (loop, context) ->
                                            trace.log(
                                                    "handler",
                                                    Python.name(context.exception().orElseThrow()),
                                                    now()));
                    Future<List<String>> three =
                            gather(
                                    Bodies.failing(1, "x"),
                                    Bodies.failing(2, "y"),
                                    bodies.sleeper("z", 3));
                    trace.log(attempt(() -> three.await()), now());
                    sleepSeconds(5);
                    trace.log("quiet");
                });
    }

    @Scenario("gather_part_cancelled_alone")
    void cancelledPartFailsTheWhole() {
        Virtual.run(
                () -> {
                    Task<String> k = createTask(bodies.sleeper("k"));
                    Future<List<String>> both =
                            gather(List.of(createTask(bodies.sleeper("a", 3)), k));
                    loop().callLater(seconds(1), k::cancel);
                    trace.log(
                            attempt(() -> both.await()),
                            now(),
                            both.isCancelled(),
                            me().cancelling());
                    sleepSeconds(5);
                });
    }
}
