package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.run;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

class WhenTaskBlocksTest {

    @Test
    void aTaskThatBlocksHandsTheLoopToTheOneItWaitsFor() {
        CountDownLatch latch = new CountDownLatch(1);
        run(
                handOver(),
                () -> {
                    Task<?> blocked = createTask(() -> latch.await());
                    Task<?> other = createTask(latch::countDown);
                    other.await();
                    blocked.await();
                });
        assertThat(latch.getCount()).isZero();
    }

    @Test
    void aContendedLockHandsTheLoopOver() {
        ReentrantLock lock = new ReentrantLock();
        Sequence sequence = new Sequence();
        run(
                handOver(),
                () -> {
                    lock.lock();
                    Task<?> contender =
                            createTask(
                                    () -> {
                                        lock.lock();
                                        sequence.at(2);
                                        lock.unlock();
                                    });
                    sleep(Duration.ZERO); // the contender blocks, and this goes on
                    sequence.at(1);
                    lock.unlock();
                    contender.await();
                });
        sequence.end(2);
    }

    @Test
    void virtualTimeStandsStillWhileATaskBlocks() {
        CountDownLatch latch = new CountDownLatch(1);
        run(
                handOver().withVirtualTime(),
                () -> {
                    Task<?> blocked = createTask(() -> latch.await());
                    sleep(Duration.ZERO);
                    Thread.startVirtualThread(latch::countDown);
                    blocked.await();
                    assertThat(Asyncio.getRunningLoop().time()).isEqualTo(java.time.Instant.EPOCH);
                });
    }

    @Test
    void aTaskThatHoldsLetsNothingElseRun() {
        AtomicInteger others = new AtomicInteger();
        int seen =
                Virtually.call(
                        () -> {
                            createTask(others::incrementAndGet);
                            CountDownLatch latch = new CountDownLatch(1);
                            Thread.startVirtualThread(latch::countDown);
                            latch.await(); // blocks the loop until the thread beside it has run
                            return others.get();
                        });
        assertThat(seen).isZero();
    }

    @Test
    void virtualThreadsOfATaskRunBesideTheLoop() {
        Virtually.run(
                () -> {
                    Thread beside = Thread.startVirtualThread(() -> {});
                    beside.join();
                    assertThat(beside.isAlive()).isFalse();
                });
    }

    @Test
    void theHandoffEngineRefusesToHandOver() {
        LoopOptions handoff = LoopOptions.defaults().withEngine(Engine.HANDOFF);
        assertThatThrownBy(() -> handoff.withWhenTaskBlocks(WhenTaskBlocks.HAND_OVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HAND_OVER needs the scheduled engine")
                .hasMessageContaining("--add-opens");
    }

    private static LoopOptions handOver() {
        assumeTrue(
                Asyncio.engine() == Engine.SCHEDULED,
                "only the scheduled engine can see that a task blocks");
        return LoopOptions.defaults().withWhenTaskBlocks(WhenTaskBlocks.HAND_OVER);
    }
}
