package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Another thread dumps the stacks of all tasks without a pause while they switch. A dump suspends
 * the virtual thread in the midst of what it does, and makes the JDK submit its continuation once
 * more: neither may be taken for a wake-up, and none may get lost.
 */
@Timeout(60)
class StackDumpStormTest {
    private static final int DUMPS = 3_000;

    private final AtomicInteger dumps = new AtomicInteger();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @Test
    void tasksThatSwitchLoseNothing() throws InterruptedException {
        run(LoopOptions.defaults(), this::switchTasks);
    }

    @Test
    void aTaskThatBlocksAndHoldsTheLoopGoesOn() throws InterruptedException {
        run(LoopOptions.defaults(), this::block);
    }

    @Test
    void aTaskThatBlocksAndHandsOverGoesOn() throws InterruptedException {
        assumeTrue(
                Asyncio.engine() == Engine.SCHEDULED,
                "only the scheduled engine can see that a task blocks");
        run(LoopOptions.defaults().withWhenTaskBlocks(WhenTaskBlocks.HAND_OVER), this::block);
    }

    private void run(LoopOptions options, Action program) throws InterruptedException {
        EventLoop loop = Asyncio.newEventLoop(options);
        Thread storm = Thread.ofPlatform().start(() -> dump(loop));
        try (loop) {
            loop.runUntilComplete(program);
            assertThat(loop.allTasks()).isEmpty();
        } finally {
            isOver.set(true);
            storm.join();
        }
    }

    private void dump(EventLoop loop) {
        while (!isOver.get()) {
            for (Task<?> task : loop.allTasks()) {
                task.stackTrace();
                dumps.incrementAndGet();
            }
        }
    }

    /** A token goes round from task to task, so that one lost wake-up stops them all. */
    private void switchTasks() {
        List<Promise<Integer>> places = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            places.add(Asyncio.getRunningLoop().createFuture());
        }
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            int mine = i;
            int next = (i + 1) % places.size();
            tasks.add(
                    createTask(
                            () -> {
                                int rounds = 0;
                                int token = 0;
                                while (token >= 0) {
                                    token = places.get(mine).await();
                                    places.set(mine, Asyncio.getRunningLoop().createFuture());
                                    sleep(Duration.ZERO);
                                    boolean isEnough = token < 0 || dumps.get() >= DUMPS;
                                    places.get(next).setResult(isEnough ? -1 : token + 1);
                                    token = isEnough ? -1 : token;
                                    rounds++;
                                }
                                return rounds;
                            }));
        }
        places.getFirst().setResult(0);
        List<Integer> rounds = new ArrayList<>();
        for (Task<Integer> task : tasks) {
            rounds.add(task.await());
        }
        int most = rounds.stream().mapToInt(each -> each).max().orElseThrow();
        assertThat(rounds).allMatch(each -> each >= most - 1, "as many rounds as the others");
    }

    /** A thread hands numbers over to a task that blocks for each of them. */
    private void block() throws InterruptedException {
        var numbers = new SynchronousQueue<Integer>();
        Thread sender = Thread.ofPlatform().start(() -> send(numbers));
        Task<Integer> receiver =
                createTask(
                        () -> {
                            int expected = 0;
                            for (int got = 0; got >= 0; expected++) {
                                got = numbers.take();
                                assertThat(got).isIn(expected, -1);
                                sleep(Duration.ZERO);
                            }
                            return expected;
                        });
        assertThat(receiver.await()).isPositive();
        sender.join();
    }

    private void send(SynchronousQueue<Integer> numbers) {
        try {
            for (int number = 0; dumps.get() < DUMPS; number++) {
                numbers.put(number);
            }
            numbers.put(-1);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this", e);
        }
    }
}
