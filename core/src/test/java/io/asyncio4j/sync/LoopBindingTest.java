package io.asyncio4j.sync;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Misuse.assertMisuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.asyncio4j.Action;
import io.asyncio4j.EventLoop;
import io.asyncio4j.LoopOptions;
import io.asyncio4j.Runner;
import io.asyncio4j.Ticks;
import io.asyncio4j.Virtually;
import io.asyncio4j.queues.Queue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Stream;

class LoopBindingTest {
    /** A public method, what it is called on, and a call that binds the object first. */
    record Use(String door, Object target, Action bind, Action call) {
        @Override
        public String toString() {
            return door;
        }
    }

    private static Stream<Use> changes() {
        Consumer<Lock> lock = Lock::acquire;
        Consumer<Event> event = Event::clear;
        Consumer<Condition> condition = Condition::acquire;
        Consumer<Semaphore> semaphore = Semaphore::release;
        Consumer<Barrier> barrier = Barrier::reset;
        Consumer<Queue<String>> queue = it -> it.putNowait("item");
        return Stream.of(
                use("Lock.acquire", new Lock(), lock, it -> it.acquire()),
                use("Lock.acquireNowait", new Lock(), lock, it -> it.acquireNowait()),
                use("Lock.hold", new Lock(), lock, it -> it.hold()),
                use("Lock.release", new Lock(), lock, it -> it.release()),
                use("Event.await", new Event(), event, it -> it.await()),
                use("Event.set", new Event(), event, it -> it.set()),
                use("Event.clear", new Event(), event, it -> it.clear()),
                use("Condition.acquire", new Condition(), condition, it -> it.acquire()),
                use(
                        "Condition.acquireNowait",
                        new Condition(),
                        condition,
                        it -> it.acquireNowait()),
                use("Condition.hold", new Condition(), condition, it -> it.hold()),
                use("Condition.release", new Condition(), condition, it -> it.release()),
                use("Condition.await", new Condition(), condition, it -> it.await()),
                use(
                        "Condition.awaitUntil",
                        new Condition(),
                        condition,
                        it -> it.awaitUntil(() -> true)),
                use("Condition.signal", new Condition(), condition, it -> it.signal()),
                use("Condition.signal", new Condition(), condition, it -> it.signal(2)),
                use("Condition.signalAll", new Condition(), condition, it -> it.signalAll()),
                use("Semaphore.acquire", new Semaphore(1), semaphore, it -> it.acquire()),
                use(
                        "Semaphore.acquireNowait",
                        new Semaphore(1),
                        semaphore,
                        it -> it.acquireNowait()),
                use("Semaphore.hold", new Semaphore(1), semaphore, it -> it.hold()),
                use("Semaphore.release", new Semaphore(1), semaphore, it -> it.release()),
                use(
                        "BoundedSemaphore.release",
                        new BoundedSemaphore(1),
                        it -> it.acquire(),
                        it -> it.release()),
                use("Barrier.await", new Barrier(1), barrier, it -> it.await()),
                use("Barrier.reset", new Barrier(1), barrier, it -> it.reset()),
                use("Barrier.abort", new Barrier(1), barrier, it -> it.abort()),
                use("Queue.put", new Queue<>(), queue, it -> it.put("item")),
                use("Queue.putNowait", new Queue<>(), queue, it -> it.putNowait("item")),
                use("Queue.get", new Queue<>(), queue, it -> it.get()),
                use("Queue.getNowait", new Queue<>(), queue, it -> it.getNowait()),
                use("Queue.taskDone", new Queue<>(), queue, it -> it.taskDone()),
                use("Queue.join", new Queue<>(), queue, it -> it.join()),
                use("Queue.shutdown", new Queue<>(), queue, it -> it.shutdown()),
                use("Queue.shutdownNow", new Queue<>(), queue, it -> it.shutdownNow()));
    }

    private static Stream<Use> looks() {
        Consumer<Queue<String>> queue = it -> it.putNowait("item");
        return Stream.of(
                use("Lock.isLocked", new Lock(), Lock::acquire, it -> it.isLocked()),
                use("Event.isSet", new Event(), Event::set, it -> it.isSet()),
                use("Condition.isLocked", new Condition(), Condition::acquire, it -> it.isLocked()),
                use(
                        "Semaphore.isLocked",
                        new Semaphore(1),
                        Semaphore::acquire,
                        it -> it.isLocked()),
                use("Barrier.waiting", new Barrier(1), Barrier::reset, it -> it.waiting()),
                use("Barrier.isBroken", new Barrier(1), Barrier::reset, it -> it.isBroken()),
                use("Queue.size", new Queue<>(), queue, it -> it.size()),
                use("Queue.isEmpty", new Queue<>(), queue, it -> it.isEmpty()),
                use("Queue.isFull", new Queue<>(), queue, it -> it.isFull()));
    }

    private static Stream<Use> all() {
        return Stream.concat(changes(), looks());
    }

    private static Stream<Use> waits() {
        Consumer<Queue<String>> queue = it -> it.putNowait("item");
        return Stream.of(
                use("Lock.acquire", new Lock(), Lock::acquire, it -> it.acquire()),
                use("Lock.hold", new Lock(), Lock::acquire, it -> it.hold()),
                use("Event.await", new Event(), Event::clear, it -> it.await()),
                use("Condition.await", new Condition(), Condition::acquire, it -> it.await()),
                use("Condition.acquire", new Condition(), Condition::acquire, it -> it.acquire()),
                use(
                        "Condition.awaitUntil",
                        new Condition(),
                        Condition::acquire,
                        it -> it.awaitUntil(() -> false)),
                use("Condition.hold", new Condition(), Condition::acquire, it -> it.hold()),
                use("Semaphore.hold", new Semaphore(1), Semaphore::acquire, it -> it.hold()),
                use("Semaphore.acquire", new Semaphore(1), Semaphore::acquire, it -> it.acquire()),
                use("Barrier.await", new Barrier(2), Barrier::reset, it -> it.await()),
                use("Queue.put", new Queue<String>(1), queue, it -> it.put("item")),
                use("Queue.get", new Queue<String>(), Queue::isEmpty, it -> it.get()),
                use("Queue.join", new Queue<String>(), queue, it -> it.join()));
    }

    private static <T> Use use(String door, T target, Consumer<T> bind, Consumer<T> call) {
        return new Use(door, target, () -> bind.accept(target), () -> call.accept(target));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aSecondLoopIsRefusedThoughNobodyWaits(Use use) {
        Virtually.run(use.bind);
        Virtually.run(
                () ->
                        assertMisuse(
                                IllegalStateException.class,
                                use.door,
                                use.call,
                                use.target + " is bound to EventLoop@",
                                "was called on " + getRunningLoop(),
                                "callSoonThreadsafe"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aSecondLoopIsRefusedWhileTheFirstRuns(Use use) {
        Virtually.run(
                () -> {
                    use.bind.run();
                    EventLoop first = getRunningLoop();
                    onThread(
                            () ->
                                    Virtually.run(
                                            () ->
                                                    assertMisuse(
                                                            IllegalStateException.class,
                                                            use.door,
                                                            use.call,
                                                            use.target + " is bound to " + first,
                                                            "was called on " + getRunningLoop())));
                });
    }

    @ParameterizedTest
    @MethodSource("all")
    void aForeignThreadIsRefused(Use use) {
        Virtually.run(
                () -> {
                    use.bind.run();
                    String first = getRunningLoop().toString();
                    onThread(
                            () ->
                                    assertMisuse(
                                            WrongThreadException.class,
                                            use.door,
                                            use.call,
                                            use.target + " belongs to " + first,
                                            "thread stranger",
                                            "runCoroutineThreadsafe",
                                            "callSoonThreadsafe"));
                });
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aFreeObjectIsRefusedOutsideALoop(Use use) {
        assertMisuse(
                IllegalStateException.class, // as from createTask and the other functions
                use.door,
                use.call,
                use.target + ": no running event loop on ",
                "Asyncio.run",
                "runCoroutineThreadsafe");
    }

    @ParameterizedTest
    @MethodSource("waits")
    void aCallbackThatWouldHaveToWaitIsRefused(Use use) {
        Virtually.run(
                () -> {
                    use.bind.run();
                    String before = use.target.toString();
                    var check =
                            new FutureTask<>(
                                    () ->
                                            assertMisuse(
                                                    IllegalStateException.class,
                                                    use.door,
                                                    use.call,
                                                    "only a task can wait",
                                                    "createTask"),
                                    null);
                    getRunningLoop().callSoon(check);
                    Ticks.pass(1);
                    check.get();
                    assertThat(use.target).as("nothing has changed").hasToString(before);
                });
    }

    @ParameterizedTest
    @MethodSource("looks")
    void lookingBindsNothing(Use use) {
        assertThatCode(use.call::run).doesNotThrowAnyException();
        Virtually.run(use.call);
        Virtually.run(use.bind);
    }

    @ParameterizedTest
    @MethodSource("looks")
    void lookingIsAllowedWhenTheLoopHasEnded(Use use) {
        Virtually.run(use.bind);
        assertThatCode(use.call::run).doesNotThrowAnyException();
        Virtually.run(use.call);
    }

    @Test
    void betweenTwoRunsOfItsLoopAnObjectMayBeUsed() {
        var event = new Event();
        try (var runner = new Runner(LoopOptions.defaults().withVirtualTime())) {
            var waiting =
                    runner.run(
                            () -> {
                                var task = createTask(() -> event.await());
                                Ticks.pass(1);
                                return task;
                            });
            event.set();
            runner.run(() -> waiting.await());
            assertThat(waiting.isDone()).isTrue();
        }
    }

    @Test
    void aConditionOfALockOfAnotherLoopIsRefused() {
        var lock = new Lock();
        Virtually.run(() -> lock.acquire());
        var condition = new Condition(lock);
        Virtually.run(
                () -> {
                    var ise = IllegalStateException.class;
                    String bound = "Lock[locked] is bound to EventLoop@";
                    assertMisuse(ise, "Condition.acquire", () -> condition.acquire(), bound);
                    assertMisuse(ise, "Condition.hold", () -> condition.hold(), bound);
                    assertMisuse(ise, "Condition.await", () -> condition.await(), bound);
                    assertMisuse(ise, "Condition.signal", () -> condition.signal(), bound);
                    assertMisuse(ise, "Condition.release", () -> condition.release(), bound);
                });
    }

    @Test
    void toStringMayBeCalledByAnyThread() {
        var lock = new Lock();
        var binding = new LoopBinding(lock);
        assertThat(binding).hasToString("LoopBinding[Lock[unlocked], unbound]");
        Virtually.run(
                () -> {
                    binding.checkUse();
                    lock.acquire();
                    onThread(
                            () -> {
                                assertThat(lock).hasToString("Lock[locked]");
                                assertThat(binding.toString()).contains("bound to EventLoop@");
                            });
                });
    }

    /** Runs on another thread, and keeps the loop meanwhile. */
    private static void onThread(Runnable body) throws Exception {
        var task = new FutureTask<>(body, null);
        var thread = new Thread(task, "stranger");
        thread.start();
        thread.join();
        task.get();
    }
}
