package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.spi.Poller;
import io.asyncio4j.spi.PollerProvider;

import org.junit.jupiter.api.Test;

import sun.misc.Signal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

final class FleetTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final List<EventLoop> loops = new CopyOnWriteArrayList<>();
    private final List<String> words = new CopyOnWriteArrayList<>();

    private void run(int size, Fleet.Main main) {
        Fleet.run(
                size,
                LoopOptions.defaults(),
                member -> {
                    loops.add(member.loop());
                    main.run(member);
                });
    }

    /** Waits until so many main tasks have begun, this one among them. */
    private void awaitBegun(int count) {
        while (loops.size() < count) {
            Asyncio.sleep(Duration.ofMillis(1));
        }
    }

    private void assertAllClosed(int size) {
        assertThat(loops).hasSize(size).allMatch(EventLoop::isClosed);
    }

    @Test
    void everyLoopRunsTheMainTaskInAThreadOfItsOwn() {
        Thread caller = Thread.currentThread();
        Map<Integer, EventLoop> seen = new ConcurrentHashMap<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        run(
                4,
                member -> {
                    assertThat(Asyncio.getRunningLoop()).isSameAs(member.loop());
                    assertThat(member.loops()).hasSize(4).doesNotHaveDuplicates();
                    seen.put(member.index(), member.loop());
                    member.loop()
                            .callSoon(
                                    () -> {
                                        threads.add(Thread.currentThread());
                                        if (member.index() == 0) {
                                            assertThat(Thread.currentThread()).isSameAs(caller);
                                        }
                                    });
                    Asyncio.sleep(Duration.ZERO);
                });
        assertThat(seen.keySet()).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(threads).hasSize(4);
        assertAllClosed(4);
    }

    @Test
    void eachMemberHasACopyOfTheCallersContext() {
        ContextVar<String> color = ContextVar.of("color");
        color.set("red");
        run(
                3,
                member -> {
                    assertThat(color.get()).isEqualTo("red");
                    color.set("blue " + member.index());
                    Asyncio.sleep(Duration.ofMillis(1));
                    assertThat(color.get()).isEqualTo("blue " + member.index());
                });
        assertThat(color.get()).isEqualTo("red");
        assertAllClosed(3);
    }

    @Test
    void aFailureEndsAllWithThatVeryError() {
        IOException failure = new IOException("no room");
        assertThatThrownBy(
                        () ->
                                run(
                                        3,
                                        member -> {
                                            if (member.index() == 2) {
                                                awaitBegun(3);
                                                throw failure;
                                            }
                                            try {
                                                Asyncio.sleep(LONG);
                                            } finally {
                                                Asyncio.sleep(Duration.ofMillis(1));
                                                words.add("cleaned up " + member.index());
                                            }
                                        }))
                .isSameAs(failure)
                .hasNoSuppressedExceptions();
        assertThat(words).containsExactlyInAnyOrder("cleaned up 0", "cleaned up 1");
        assertAllClosed(3);
    }

    @Test
    void failuresWhileItEndsAreSuppressed() {
        assertThatThrownBy(
                        () ->
                                run(
                                        2,
                                        member -> {
                                            if (member.index() == 0) {
                                                awaitBegun(2);
                                                throw new IOException("first");
                                            }
                                            try {
                                                Asyncio.sleep(LONG);
                                            } finally {
                                                throwSecond();
                                            }
                                        }))
                .hasMessage("first")
                .satisfies(
                        failure ->
                                assertThat(failure.getSuppressed())
                                        .singleElement()
                                        .hasToString("java.io.IOException: second"));
        assertAllClosed(2);
    }

    private static void throwSecond() throws IOException {
        throw new IOException("second");
    }

    @Test
    void aMainTaskThatIgnoresItsCancellationHoldsNobodyUp() {
        assertThatThrownBy(
                        () ->
                                run(
                                        3,
                                        member -> {
                                            if (member.index() == 0) {
                                                throw new IOException("at once");
                                            }
                                            try {
                                                Asyncio.sleep(LONG);
                                            } catch (CancelledError ignored) {
                                                words.add("ignored");
                                            }
                                        }))
                .hasMessage("at once");
        assertThat(loops).allMatch(EventLoop::isClosed);
    }

    @Test
    void aMainTaskThatCancelsItselfEndsAll() {
        assertThatThrownBy(
                        () ->
                                run(
                                        2,
                                        member -> {
                                            if (member.index() == 1) {
                                                awaitBegun(2);
                                                Asyncio.currentTask().orElseThrow().cancel();
                                            }
                                            Asyncio.sleep(LONG);
                                        }))
                .isInstanceOf(CancelledError.class);
        assertAllClosed(2);
    }

    @Test
    void loopsReachEachOtherThroughTheDoorForOtherThreads() {
        run(
                2,
                member -> {
                    EventLoop other = member.loops().get(1 - member.index());
                    String answer =
                            Asyncio.await(
                                    Asyncio.runCoroutineThreadsafe(
                                            () -> {
                                                Asyncio.sleep(Duration.ofMillis(1));
                                                assertThat(Asyncio.getRunningLoop())
                                                        .isSameAs(other);
                                                return "answer for " + member.index();
                                            },
                                            other));
                    words.add(answer);
                    assertThatThrownBy(() -> other.callSoon(() -> {}))
                            .isInstanceOf(WrongThreadException.class);
                });
        assertThat(words).containsExactlyInAnyOrder("answer for 0", "answer for 1");
    }

    @Test
    void aLoopServesOthersUntilAllMainTasksHaveEnded() {
        run(
                2,
                member -> {
                    if (member.index() == 1) {
                        return; // but its loop goes on
                    }
                    for (int i = 0; i < 20; i++) {
                        Asyncio.sleep(Duration.ofMillis(1));
                        int number = i;
                        int answer =
                                Asyncio.await(
                                        Asyncio.runCoroutineThreadsafe(
                                                () -> number, member.loops().get(1)));
                        assertThat(answer).isEqualTo(i);
                    }
                });
        assertAllClosed(2);
    }

    @Test
    void ctrlCEndsAll() throws Exception {
        SystemKill.assumeNotIgnored("INT");
        AtomicInteger sleeping = new AtomicInteger();
        assertThatThrownBy(
                        () ->
                                run(
                                        3,
                                        member -> {
                                            if (sleeping.incrementAndGet() == 3) {
                                                Signal.raise(new Signal("INT"));
                                            }
                                            try {
                                                Asyncio.sleep(LONG);
                                            } finally {
                                                words.add("stopped");
                                            }
                                        }))
                .isInstanceOf(KeyboardInterrupt.class);
        assertThat(words).hasSize(3);
        assertAllClosed(3);
    }

    @Test
    void ctrlCReachesTheFleetAlsoWhenSomeMainTasksHaveEnded() throws Exception {
        SystemKill.assumeNotIgnored("INT");
        assertThatThrownBy(
                        () ->
                                run(
                                        3,
                                        member -> {
                                            if (member.index() == 2) {
                                                awaitBegun(3);
                                                Asyncio.sleep(Duration.ofMillis(20));
                                                Signal.raise(new Signal("INT"));
                                                Asyncio.sleep(LONG);
                                            }
                                        }))
                .isInstanceOf(KeyboardInterrupt.class);
        assertAllClosed(3);
    }

    @Test
    void ifOneLoopCannotBeMadeNoMainTaskRuns() {
        AtomicInteger opened = new AtomicInteger();
        PollerProvider second =
                new PollerProvider() {
                    @Override
                    public String name() {
                        return "broken";
                    }

                    @Override
                    public int priority() {
                        return 0;
                    }

                    @Override
                    public boolean isAvailable() {
                        return true;
                    }

                    @Override
                    public Poller open(EventLoop loop) {
                        if (opened.incrementAndGet() == 2) {
                            throw new IllegalStateException("no second poller");
                        }
                        return new ParkingPoller();
                    }
                };
        assertThatThrownBy(
                        () ->
                                Fleet.run(
                                        3,
                                        LoopOptions.defaults().withPoller(second),
                                        member -> words.add("ran")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no second poller");
        assertThat(words).isEmpty();
    }

    @Test
    void aFleetOfOneIsALoop() {
        run(1, member -> assertThat(member.loops()).containsExactly(Asyncio.getRunningLoop()));
        assertAllClosed(1);
    }

    @Test
    void insideALoopAFleetIsRefused() {
        Asyncio.run(
                () ->
                        assertThatThrownBy(() -> run(2, member -> {}))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("thread of its own"));
        assertThatThrownBy(() -> run(0, member -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 0");
        assertThatThrownBy(() -> Fleet.run(2, Virtually.options(), member -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("virtual time");
        assertThat(loops).isEmpty();
    }
}
