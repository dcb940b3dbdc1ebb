package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.me;
import static io.asyncio4j.conformance.Virtual.sleepSeconds;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.ExceptionGroup;
import io.asyncio4j.Task;
import io.asyncio4j.TaskFactory;
import io.asyncio4j.TaskGroup;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;

/** Tasks that begin inside createTask. */
class EagerTest {
    @RegisterExtension final Trace trace = new Trace();

    @Scenario("s46_eager_tasks")
    void eagerTasksRunUpToTheirFirstWait() {
        Virtual.run(
                () -> {
                    me().setName("M");
                    loop().setTaskFactory(TaskFactory.EAGER);
                    Task<Void> quick =
                            Virtual.named(
                                    "Q",
                                    () -> {
                                        trace.log("quick", me().name());
                                        return null;
                                    });
                    trace.log("made", quick.isDone(), me().name());
                    quick.addDoneCallback(done -> trace.log("cb"));
                    Task<Void> slow =
                            createTask(
                                    () -> {
                                        trace.log("slow1");
                                        tick();
                                        trace.log("slow2");
                                    });
                    trace.log("u", slow.isDone());
                    loop().callSoon(() -> trace.log("soon"));
                    quick.await();
                    trace.log("no switch");
                    slow.await();
                    trace.log("end");
                });
    }

    @Scenario("s47_eager_taskgroup_error_timing")
    void failingEagerChildLetsTheBodyGoOnToItsNextWait() {
        Virtual.run(
                () -> {
                    loop().setTaskFactory(TaskFactory.EAGER);
                    List<Task<?>> second = new ArrayList<>();
                    try {
                        TaskGroup.run(
                                group -> {
                                    group.createTask(
                                            () -> {
                                                throw new IllegalArgumentException("e");
                                            });
                                    trace.log("still in body");
                                    second.add(group.createTask(() -> sleepSeconds(1)));
                                    trace.log("second ok");
                                    tick();
                                    trace.log("unreached?");
                                });
                    } catch (ExceptionGroup failures) {
                        trace.log(Python.show(failures), second.getFirst().isCancelled());
                    }
                    trace.log(me().cancelling());
                });
    }
}
