package io.asyncio4j.queues;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Misuse.assertMisuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.CancelledError;
import io.asyncio4j.Task;
import io.asyncio4j.Ticks;
import io.asyncio4j.Virtually;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

class QueueTest {
    private final Queue<String> queue = new Queue<>();
    private final Queue<String> one = new Queue<>(1);
    private final List<String> log = new ArrayList<>();

    @Test
    void itemsComeOutFirstInFirstOut() {
        Virtually.run(
                () -> {
                    queue.putNowait("a");
                    queue.put("b");
                    queue.putNowait("c");
                    log.add(queue.get());
                    log.add(queue.getNowait());
                    log.add(queue.get());
                });
        assertThat(log).containsExactly("a", "b", "c");
    }

    @Test
    void putAndGetLetNothingElseRunIfTheyNeedNotWait() {
        Virtually.run(
                () -> {
                    getRunningLoop().callSoon(() -> log.add("other"));
                    one.put("a");
                    log.add(one.get());
                });
        assertThat(log).startsWith("a");
    }

    @Test
    void anItemStaysInTheQueueUntilTheWokenGetterRuns() {
        Virtually.run(
                () -> {
                    Task<?> first = createTask(() -> get(queue, "a"));
                    Task<?> second = createTask(() -> get(queue, "b"));
                    Ticks.pass(1);
                    queue.putNowait("1");
                    log.add("size " + queue.size());
                    first.cancel();
                    second.await();
                });
        assertThat(log).containsExactly("size 1", "a cancelled", "b 1");
    }

    @Test
    void puttersGoOnOneForEachItemTaken() {
        Virtually.run(
                () -> {
                    for (String item : List.of("0", "1", "2")) {
                        createTask(() -> put(one, item));
                    }
                    Ticks.pass(1);
                    log.add("full " + one.isFull());
                    for (int i = 0; i < 3; i++) {
                        log.add("get " + one.get());
                        Ticks.pass(1);
                    }
                });
        assertThat(log)
                .containsExactly("put 0", "full true", "get 0", "put 1", "get 1", "put 2", "get 2");
    }

    @Test
    void cancelOfAWokenPutterLetsTheNextPut() {
        Virtually.run(
                () -> {
                    one.put("0");
                    Task<?> first = createTask(() -> put(one, "1"));
                    Task<?> second = createTask(() -> put(one, "2"));
                    Ticks.pass(1);
                    assertThat(one.getNowait()).isEqualTo("0");
                    first.cancel();
                    second.await();
                    assertThat(one.getNowait()).isEqualTo("2");
                });
    }

    @Test
    void aWokenTaskThatWasOvertakenWaitsOnceMore() {
        Virtually.run(
                () -> {
                    Task<?> getter = createTask(() -> get(queue, "a"));
                    Ticks.pass(1);
                    queue.putNowait("1");
                    assertThat(queue.getNowait()).isEqualTo("1");
                    Ticks.pass(1);
                    assertThat(getter.isDone()).isFalse();
                    queue.putNowait("2");
                    getter.await();
                });
        assertThat(log).containsExactly("a 2");
    }

    @Test
    void theNonWaitingCallsFailWhereTheOthersWouldWait() {
        Virtually.run(
                () -> {
                    assertMisuse(
                            QueueEmptyException.class,
                            "Queue.getNowait",
                            () -> one.getNowait(),
                            "Queue[size=0, maxSize=1] is empty",
                            "get() waits");
                    one.putNowait("a");
                    assertMisuse(
                            QueueFullException.class,
                            "Queue.putNowait",
                            () -> one.putNowait("b"),
                            "Queue[size=1, maxSize=1, unfinished=1] is full",
                            "put(item) waits");
                });
    }

    @Test
    void joinWaitsUntilEachItemIsReportedDone() {
        Virtually.run(
                () -> {
                    queue.join();
                    queue.put("a");
                    queue.put("b");
                    Task<?> joining = createTask(() -> queue.join());
                    queue.get();
                    queue.taskDone();
                    queue.get();
                    Ticks.pass(2);
                    assertThat(joining.isDone()).isFalse();
                    queue.taskDone();
                    joining.await();
                    assertMisuse(
                            IllegalStateException.class,
                            "Queue.taskDone",
                            () -> queue.taskDone(),
                            "task_done() called too many times");
                });
    }

    @Test
    void shutdownRefusesPutsAndLetsGetsTakeWhatIsLeft() {
        var two = new Queue<String>(2);
        Virtually.run(
                () -> {
                    two.put("a");
                    two.put("b");
                    createTask(() -> put(two, "c"));
                    Task<?> joining = createTask(() -> two.join());
                    Ticks.pass(1);
                    two.shutdown();
                    Ticks.pass(1);
                    log.add(two.get() + " " + two.get());
                    assertThatThrownBy(two::get)
                            .isInstanceOf(QueueShutDownException.class)
                            .hasMessageContaining("no more items");
                    assertThatThrownBy(two::getNowait).isInstanceOf(QueueShutDownException.class);
                    assertThatThrownBy(() -> two.put("d"))
                            .isInstanceOf(QueueShutDownException.class)
                            .hasMessageContaining("takes no more items");
                    assertThatThrownBy(() -> two.putNowait("d"))
                            .isInstanceOf(QueueShutDownException.class);
                    assertThat(joining.isDone()).isFalse();
                    two.taskDone();
                    two.taskDone();
                    joining.await();
                });
        assertThat(log).containsExactly("shut down for c", "a b");
    }

    @Test
    void shutdownEndsTheGetsThatWait() {
        Virtually.run(
                () -> {
                    createTask(() -> get(queue, "a"));
                    createTask(() -> get(queue, "b"));
                    Ticks.pass(1);
                    queue.shutdown();
                    queue.shutdown();
                    Ticks.pass(1);
                });
        assertThat(log).containsExactly("a ends", "b ends");
    }

    @Test
    void shutdownNowDropsWhatIsLeftAndCountsItAsDone() {
        Virtually.run(
                () -> {
                    queue.put("a");
                    queue.put("b");
                    queue.put("c");
                    Task<?> joining = createTask(() -> queue.join());
                    queue.get();
                    queue.shutdownNow();
                    assertThat(queue.isEmpty()).isTrue();
                    Ticks.pass(2);
                    assertThat(joining.isDone()).as("one item was taken").isFalse();
                    queue.taskDone();
                    joining.await();
                });
    }

    @Test
    void aForLoopEndsAtShutdown() {
        Virtually.run(
                () -> {
                    List<Task<?>> consumers = new ArrayList<>();
                    for (String name : List.of("x", "y")) {
                        consumers.add(
                                createTask(
                                        () -> {
                                            for (String item : one) {
                                                log.add(name + item);
                                                Ticks.pass(1);
                                                one.taskDone();
                                            }
                                        }));
                    }
                    for (String item : List.of("1", "2", "3", "4")) {
                        one.put(item);
                    }
                    one.shutdown();
                    one.join();
                    consumers.forEach(Task::await);
                });
        assertThat(log).extracting(each -> each.substring(1)).containsExactly("1", "2", "3", "4");
    }

    @Test
    void anIteratorTakesAnItemOnceAndThenHasNoMore() {
        Virtually.run(
                () -> {
                    queue.put("a");
                    queue.shutdown();
                    var items = queue.iterator();
                    assertThat(items.hasNext()).isTrue();
                    assertThat(items.hasNext()).isTrue();
                    assertThat(items.next()).isEqualTo("a");
                    assertThat(items.hasNext()).isFalse();
                    assertThatThrownBy(items::next)
                            .isInstanceOf(NoSuchElementException.class)
                            .hasMessageContaining("shut down");
                });
    }

    @Test
    void wrongArgumentsAreRefusedAtTheUsersLine() {
        var npe = NullPointerException.class;
        assertMisuse(npe, "Queue.put", () -> queue.put(null), "item is null", "shutdown()");
        assertMisuse(npe, "Queue.putNowait", () -> queue.putNowait(null), "item is null");
        var iae = IllegalArgumentException.class;
        assertMisuse(iae, "Queue.<init>", () -> new Queue<>(-1), "maxSize", ">= 0", "-1");
        assertMisuse(iae, "LifoQueue.<init>", () -> new LifoQueue<>(-1), "maxSize", "-1");
    }

    @Test
    void toStringShowsWhatIsUnusual() {
        Virtually.run(
                () -> {
                    assertThat(queue).hasToString("Queue[size=0]");
                    assertThat(queue.maxSize()).isZero();
                    one.put("a");
                    Task<?> putting = createTask(() -> put(one, "b"));
                    Task<?> joining = createTask(() -> one.join());
                    Ticks.pass(1);
                    assertThat(one)
                            .hasToString(
                                    "Queue[size=1, maxSize=1, putters=1, joiners=1, unfinished=1]");
                    assertThat(putting.toString()).contains("awaiting Queue.put");
                    assertThat(joining.toString()).contains("awaiting Queue.join");
                    one.shutdownNow();
                    Ticks.pass(1);
                    assertThat(one).hasToString("Queue[size=0, maxSize=1, shut down]");
                });
    }

    @Test
    void aLifoQueueGivesOutTheYoungestItemFirst() {
        var stack = new LifoQueue<String>();
        Virtually.run(
                () -> {
                    for (String item : List.of("a", "b", "c")) {
                        stack.put(item);
                    }
                    while (!stack.isEmpty()) {
                        log.add(stack.get());
                    }
                });
        assertThat(log).containsExactly("c", "b", "a");
    }

    private void put(Queue<String> target, String item) {
        try {
            target.put(item);
            log.add("put " + item);
        } catch (QueueShutDownException e) {
            log.add("shut down for " + item);
        }
    }

    private void get(Queue<String> source, String name) {
        try {
            String item = source.get();
            log.add(name + " " + item);
        } catch (CancelledError e) {
            log.add(name + " cancelled");
        } catch (QueueShutDownException e) {
            log.add(name + " ends");
        }
    }
}
