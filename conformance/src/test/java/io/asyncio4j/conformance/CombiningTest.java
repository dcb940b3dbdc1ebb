package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.gatherSettled;
import static io.asyncio4j.Asyncio.shield;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;
import static io.asyncio4j.conformance.Virtual.ticks;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.Future;
import io.asyncio4j.Outcome;
import io.asyncio4j.Task;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** gather and shield. */
class CombiningTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("s23_gather_order_and_first_exception")
    void gatherKeepsTheOrderAndLetsSiblingsOfAFailureGoOn() {
        Virtual.run(
                () -> {
                    trace.log(
                            gather(
                                            () -> ending("a", 3, false),
                                            () -> ending("b", 1, false),
                                            () -> ending("c", 2, false))
                                    .await());
                    Task<String> slow = createTask(() -> ending("slow", 9, false));
                    Task<String> x = createTask(() -> ending("x", 1, true));
                    Task<String> y = createTask(() -> ending("y", 2, true));
                    try {
                        gather(List.of(x, slow, y)).await();
                    } catch (IllegalArgumentException failed) {
                        trace.log("err", failed, now(), "slow done", slow.isDone());
                    }
                    slow.await();
                    trace.log(now());
                });
    }

    private String ending(String name, double seconds, boolean fails) {
        try {
            sleepSeconds(seconds);
        } finally {
            trace.log("end", name);
        }
        if (fails) {
            throw new IllegalArgumentException(name);
        }
        return name;
    }

    @Scenario("s24_gather_cancel_semantics")
    void gatherIsNeverCancelledItself() {
        Virtual.run(
                () -> {
                    Task<Void> a = createTask(() -> sleepTelling("a"));
                    Task<Void> c = createTask(() -> sleepTelling("c"));
                    Future<List<Outcome<Void>>> gathering = gatherSettled(List.of(a, c));
                    ticks(2);
                    c.cancel();
                    ticks(3);
                    trace.log("g done", gathering.isDone());
                    trace.log("cancel->", gathering.cancel(), gathering.isCancelled());
                    try {
                        gathering.await();
                    } catch (CancelledError cancelled) {
                        trace.log("CE", gathering.isCancelled(), "done", gathering.isDone());
                    }
                    cancelledChild();
                });
    }

    private void cancelledChild() {
        Task<Void> k = createTask(() -> sleepTelling("k"));
        tick();
        k.cancel();
        try {
            gather(List.of(k, createTask(() -> sleepSeconds(1)))).await();
        } catch (CancelledError cancelled) {
            trace.log("CE from child, me", me().cancelling());
        }
    }

    private void sleepTelling(String name) {
        try {
            sleepSeconds(9);
        } catch (CancelledError cancelled) {
            trace.log("ce", name);
            throw cancelled;
        }
    }

    @Scenario("s28_shield")
    void shieldProtectsTheInnerAndPassesItsCancellationOut() {
        Virtual.run(
                () -> {
                    Task<String> inner = createTask(this::inner);
                    Task<String> outer = createTask(() -> awaitShielded(inner));
                    sleepSeconds(1);
                    outer.cancel();
                    Asyncio.wait(List.of(outer));
                    trace.log("o", outer.isCancelled());
                    trace.log(inner.await());

                    Task<Void> sleeping = createTask(() -> sleepSeconds(5));
                    Task<Void> waiting = createTask(() -> awaitShielded(sleeping));
                    ticks(2);
                    sleeping.cancel();
                    Asyncio.wait(List.of(waiting));
                    boolean cancelled = waiting.isCancelled();
                    trace.log("inner cancelled -> outer", cancelled, waiting.cancelling());
                });
    }

    private String inner() {
        try {
            sleepSeconds(5);
            trace.log("inner finished", now());
            return "R";
        } catch (CancelledError cancelled) {
            trace.log("inner CE");
            throw cancelled;
        }
    }

    private <T> T awaitShielded(Task<T> task) {
        try {
            return shield(task).await();
        } catch (CancelledError cancelled) {
            trace.log("outer CE", task.isCancelled(), task.isDone());
            throw cancelled;
        }
    }
}
