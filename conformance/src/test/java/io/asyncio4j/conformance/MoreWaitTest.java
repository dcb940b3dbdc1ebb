package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.asCompleted;
import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.done;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.named;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.seconds;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.ReturnWhen;
import io.asyncio4j.Task;
import io.asyncio4j.TimeoutException;
import io.asyncio4j.Waited;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/** Twins of more/combining.py: wait and asCompleted. */
class MoreWaitTest {
    @RegisterExtension final Trace trace = new Trace();
    private final Bodies bodies = new Bodies(trace);

    private static List<String> names(Collection<? extends Future<?>> tasks) {
        return tasks.stream().map(each -> ((Task<?>) each).name()).sorted().toList();
    }

    private void log(Waited<?> waited) {
        trace.log(names(waited.done()), names(waited.pending()), now());
    }

    private Task<String> sleeping(String name, double seconds) {
        return named(name, bodies.sleeper(name, seconds, name));
    }

    @Scenario("wait_for_the_first_failure")
    void waitForTheFirstFailure() {
        Virtual.run(
                () -> {
                    Task<String> b = named("1", bodies.sleeper("b", 9));
                    List<Task<String>> tasks =
                            List.of(
                                    named("0", bodies.sleeper("a", 1)),
                                    b,
                                    named("2", Bodies.failing(3, "x")),
                                    named("3", Bodies.failing(5, "y")));
                    loop().callLater(seconds(2), b::cancel);
                    log(Asyncio.wait(tasks, ReturnWhen.FIRST_EXCEPTION));

                    Task<String> d = named("1", bodies.sleeper("d", 9));
                    List<Task<String>> others = List.of(named("0", bodies.sleeper("c", 1)), d);
                    d.cancel();
                    log(Asyncio.wait(others, ReturnWhen.FIRST_EXCEPTION));
                    sleepSeconds(5);
                });
    }

    @Scenario("wait_for_the_first_of_several")
    void waitForTheFirstOfSeveral() {
        Virtual.run(
                () -> {
                    Collection<? extends Future<?>> left =
                            List.of(sleeping("a", 2), sleeping("b", 1), sleeping("c", 1));
                    while (!left.isEmpty()) {
                        Waited<?> waited = Asyncio.wait(left, ReturnWhen.FIRST_COMPLETED);
                        log(waited);
                        left = waited.pending();
                    }
                });
    }

    @Scenario("wait_always_suspends")
    void waitAlwaysSuspends() {
        Virtual.run(
                () -> {
                    List<Promise<Integer>> promises = List.of(done(1), done(2));
                    for (ReturnWhen when :
                            List.of(
                                    ReturnWhen.ALL_COMPLETED,
                                    ReturnWhen.FIRST_COMPLETED,
                                    ReturnWhen.FIRST_EXCEPTION)) {
                        loop().callSoon(() -> trace.log("soon"));
                        Waited<Integer> waited = Asyncio.wait(promises, when);
                        trace.log(waited.done().size(), waited.pending().size());
                    }
                });
    }

    @Scenario("wait_for_a_limited_time")
    void waitForALimitedTime() {
        Virtual.run(
                () -> {
                    List<Task<String>> tasks = List.of(sleeping("a", 1), sleeping("b", 3));
                    for (int limit : List.of(2, 0, -1, 1)) {
                        log(Asyncio.wait(tasks, ReturnWhen.ALL_COMPLETED, seconds(limit)));
                    }
                    trace.log(attempt(() -> Asyncio.wait(List.<Task<String>>of())));
                });
    }

    @Scenario("wait_for_duplicates")
    void waitCountsDuplicatesOnce() {
        Virtual.run(
                () -> {
                    Promise<Integer> promise = loop().createFuture();
                    loop().callLater(seconds(1), () -> promise.setResult(1));
                    Waited<Integer> waited = Asyncio.wait(List.of(promise, promise));
                    trace.log(waited.done().size(), waited.pending().size(), now());
                });
    }

    @Scenario("as_completed_in_order_of_completion")
    void asCompletedFollowsTheOrderOfCompletion() {
        Virtual.run(
                () -> {
                    Task<String> a = sleeping("a", 3);
                    Task<String> b = sleeping("b", 1);
                    Task<String> c = sleeping("c", 2);
                    for (Future<String> each : asCompleted(List.of(a, b, c, done("done")))) {
                        trace.log(each.await(), now());
                    }
                    for (Future<String> each : asCompleted(List.<Future<String>>of())) {
                        trace.log("not reached", each);
                    }
                    for (Future<String> each : asCompleted(List.of(a, a, b))) {
                        trace.log("result", "ab".contains(each.await()));
                    }
                });
    }

    @Scenario("as_completed_passes_failures_on")
    void asCompletedPassesFailuresOn() {
        Virtual.run(
                () -> {
                    Task<String> task = createTask(bodies.sleeper("t", 9));
                    loop().callLater(seconds(2), task::cancel);
                    Task<String> failing = createTask(Bodies.failing(1, "x"));
                    for (Future<String> each : asCompleted(List.of(task, failing))) {
                        trace.log(attempt(() -> each.await()), now(), me().cancelling());
                    }
                });
    }

    @Scenario("as_completed_for_a_limited_time")
    void asCompletedForALimitedTime() {
        Virtual.run(
                () -> {
                    List<Task<String>> tasks =
                            List.of(sleeping("a", 1), sleeping("b", 5), sleeping("c", 4));
                    Iterator<Future<String>> arrivals = asCompleted(tasks, seconds(3)).iterator();
                    while (arrivals.hasNext()) {
                        trace.log(nextOutcome(arrivals), now());
                        sleepSeconds(1.5);
                    }
                    sleepSeconds(5);
                });
    }

    private static String nextOutcome(Iterator<Future<String>> arrivals) {
        try {
            return arrivals.next().await();
        } catch (TimeoutException late) {
            return Python.name(late);
        }
    }

    @Scenario("as_completed_left_early")
    void asCompletedMayBeLeftEarly() {
        Virtual.run(
                () -> {
                    List<Task<String>> tasks = List.of(sleeping("a", 2), sleeping("b", 1));
                    for (Future<String> each : asCompleted(tasks, seconds(9))) {
                        trace.log(each.await());
                        break;
                    }
                    trace.log(tasks.get(0).isDone(), tasks.get(1).isDone(), now());
                    trace.log(tasks.get(0).await(), now());
                });
    }
}
