package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.waitFor;
import static io.asyncio4j.conformance.Virtual.attempt;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.now;
import static io.asyncio4j.conformance.Virtual.seconds;

import io.asyncio4j.Coroutine;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Task;
import io.asyncio4j.TaskFactory;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.TaskOptions;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Twins of more/eager.py: factories of tasks. */
class MoreFactoryTest {
    @RegisterExtension final Trace trace = new Trace();
    private final Bodies bodies = new Bodies(trace);

    /** Names and keeps what it makes. */
    private static final class NamingFactory implements TaskFactory {
        private final List<Task<?>> made = new ArrayList<>();

        @Override
        public <T> Task<T> createTask(EventLoop loop, Coroutine<T> body, TaskOptions options) {
            Task<T> task = Task.create(loop, body, options.withName("made-" + made.size()));
            made.add(task);
            return task;
        }

        String names() {
            return made.stream().map(Task::name).collect(Collectors.joining(" "));
        }
    }

    @Scenario("factory_that_counts_and_names")
    void factoryMakesEveryTask() {
        Virtual.run(
                () -> {
                    NamingFactory factory = new NamingFactory();
                    TaskFactory before = loop().taskFactory();
                    trace.log(before == TaskFactory.LAZY ? "None" : "a factory");
                    loop().setTaskFactory(factory);
                    Task<String> a = createTask(bodies.sleeper("a", 1, "A"));
                    Task<String> b = createTask(bodies.sleeper("b", 2, "B"));
                    trace.log(a.name(), gather(List.of(b, a)).await());
                    TaskGroup.run(
                            group -> {
                                group.createTask(bodies.sleeper("c", 1));
                            });
                    waitFor(bodies.sleeper("inline", 1), seconds(2));
                    loop().setTaskFactory(TaskFactory.LAZY);
                    createTask(bodies.sleeper("d", 1)).await();
                    trace.log(factory.names(), loop().taskFactory() == factory);
                });
    }

    @Scenario("factory_that_wraps_the_body")
    void factoryMayWrapTheBody() {
        Virtual.run(
                () -> {
                    loop().setTaskFactory(
                                    new TaskFactory() {
                                        @Override
                                        public <T> Task<T> createTask(
                                                EventLoop loop,
                                                Coroutine<T> body,
                                                TaskOptions options) {
                                            return Task.create(loop, () -> around(body), options);
                                        }
                                    });
                    trace.log(createTask(bodies.sleeper("a", 1, "A")).await());
                    Task<String> failing = createTask(Bodies.failing(1, "x"));
                    trace.log(attempt(() -> failing.await()));
                    loop().setTaskFactory(TaskFactory.LAZY);
                });
    }

    private <T> T around(Coroutine<T> body) throws Exception {
        trace.log("before");
        try {
            return body.run();
        } finally {
            trace.log("after", now());
        }
    }
}
