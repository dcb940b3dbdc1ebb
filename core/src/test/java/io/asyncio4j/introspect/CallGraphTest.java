package io.asyncio4j.introspect;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.shield;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Promise;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;
import io.asyncio4j.TaskOptions;
import io.asyncio4j.Virtually;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class CallGraphTest {

    @Test
    void everyCombinationHasItsEdges() {
        Virtually.run(
                () -> {
                    Promise<String> gate = getRunningLoop().createFuture("the gate");
                    Task<String> porter =
                            createTask(TaskOptions.named("porter"), () -> gate.await());
                    createTask(TaskOptions.named("a"), () -> gather(List.of(porter)).await());
                    createTask(TaskOptions.named("b"), () -> Asyncio.wait(List.of(porter)));
                    createTask(TaskOptions.named("c"), () -> shield(porter).await());
                    createTask(
                            TaskOptions.named("d"),
                            () -> Asyncio.asCompleted(List.of(porter)).iterator().next());
                    createTask(
                            TaskOptions.named("e"),
                            () -> TaskGroup.run(g -> g.createTask(() -> porter.await())));
                    sleep(Duration.ofSeconds(1));
                    String text = CallGraph.of(getRunningLoop()).format();
                    assertThat(text)
                            .contains("Promise[the gate, pending]")
                            .contains("Promise[gather, pending]")
                            .contains("Promise[wait, pending]")
                            .contains("Promise[shield, pending]")
                            .contains("Promise[asCompleted, pending]")
                            .contains("Promise[TaskGroup, pending]");
                    assertThat(text.split("Task\\[porter", -1)).hasSizeGreaterThanOrEqualTo(6);
                    assertThat(CallGraph.of(getRunningLoop()).cycles()).isEmpty();
                    gate.setResult("open");
                    sleep(Duration.ofSeconds(1));
                });
    }

    @Test
    void aCycleIsNamedAsADeadlock() {
        assertThatThrownBy(
                        () ->
                                Virtually.run(
                                        () -> {
                                            Task<?>[] other = new Task<?>[1];
                                            Task<?> first =
                                                    createTask(
                                                            TaskOptions.named("first"),
                                                            () -> other[0].await());
                                            other[0] =
                                                    createTask(
                                                            TaskOptions.named("second"),
                                                            () -> first.await());
                                            first.await();
                                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("deadlock: first awaits second awaits first");
    }

    @Test
    void aNodeShowsWhereItsTaskStands() {
        Virtually.run(
                () -> {
                    Task<?> sleeper = createTask(CallGraphTest::nap);
                    sleep(Duration.ZERO);
                    CallGraph.Node node = CallGraph.of(sleeper).nodes().getFirst();
                    assertThat(node.stack())
                            .extracting(StackTraceElement::getMethodName)
                            .contains("nap");
                    assertThat(node.waitsFor()).hasSize(1);
                    sleeper.await();
                });
    }

    private static void nap() {
        sleep(Duration.ofSeconds(1));
    }
}
