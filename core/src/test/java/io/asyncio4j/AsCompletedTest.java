package io.asyncio4j;

import static io.asyncio4j.Asyncio.asCompleted;
import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

final class AsCompletedTest {
    private static Task<String> after(int seconds, String result) {
        return createTask(
                () -> {
                    sleep(Duration.ofSeconds(seconds));
                    return result;
                });
    }

    private static void assertTime(int seconds) {
        assertThat(getRunningLoop().time()).isEqualTo(Instant.EPOCH.plusSeconds(seconds));
    }

    @Test
    void handsOutTheVeryFuturesInTheOrderOfTheirEnds() {
        Virtually.run(
                () -> {
                    Task<String> slow = after(3, "slow");
                    Task<String> quick = after(1, "quick");
                    Task<String> middle = after(2, "middle");
                    List<Future<String>> seen = new ArrayList<>();
                    int second = 1;
                    for (Future<String> future : asCompleted(List.of(slow, quick, middle))) {
                        seen.add(future);
                        assertTime(second++);
                    }
                    assertThat(seen).containsExactly(quick, middle, slow);
                });
    }

    @Test
    void whatIsDoneBeforeComesFirstInTheOrderGiven() {
        Virtually.run(
                () -> {
                    Promise<String> one = getRunningLoop().createFuture();
                    Promise<String> two = getRunningLoop().createFuture();
                    two.setResult("2");
                    one.setResult("1");
                    List<String> seen = new ArrayList<>();
                    for (Future<String> future : asCompleted(List.of(after(1, "3"), one, two))) {
                        seen.add(future.await());
                    }
                    assertThat(seen).containsExactly("1", "2", "3");
                });
    }

    @Test
    void aFailedOneIsHandedOutAndThrowsWhenAsked() {
        Virtually.run(
                () -> {
                    Task<String> bad =
                            createTask(
                                    () -> {
                                        sleep(Duration.ofSeconds(1));
                                        throw new IOException("down");
                                    });
                    Iterator<Future<String>> ends =
                            asCompleted(List.of(bad, after(2, "x"))).iterator();
                    assertThatThrownBy(() -> ends.next().await()).hasMessage("down");
                    assertThat(ends.next().await()).isEqualTo("x");
                    assertThat(ends.hasNext()).isFalse();
                });
    }

    @Test
    void anEmptyCollectionHasNoStep() {
        Virtually.run(
                () -> {
                    Iterator<Future<String>> none =
                            asCompleted(List.<Future<String>>of(), Duration.ofSeconds(1))
                                    .iterator();
                    assertThat(none.hasNext()).isFalse();
                    assertThatThrownBy(none::next)
                            .isInstanceOf(NoSuchElementException.class)
                            .hasMessage("all futures were handed out");
                });
    }

    @Test
    void whenTimeIsUpEachLateOneThrowsOnceAndGoesOn() {
        Virtually.run(
                () -> {
                    Task<String> late = after(9, "late");
                    Task<String> later = after(10, "later");
                    Iterator<Future<String>> ends =
                            asCompleted(List.of(after(1, "x"), late, later), Duration.ofSeconds(5))
                                    .iterator();
                    assertThat(ends.next().await()).isEqualTo("x");
                    assertThatThrownBy(ends::next)
                            .isInstanceOf(TimeoutException.class)
                            .hasMessageContaining(late.name())
                            .hasMessageContaining("was not done in time; it goes on");
                    assertThatThrownBy(ends::next).isInstanceOf(TimeoutException.class);
                    assertThat(ends.hasNext()).isFalse();
                    assertTime(5);
                    assertThat(later.await()).isEqualTo("later");
                    assertThat(late.result()).isEqualTo("late");
                });
    }

    @Test
    void whatWasDoneInTimeIsHandedOutAfterItToo() {
        Virtually.run(
                () -> {
                    Iterator<Future<String>> ends =
                            asCompleted(
                                            List.of(after(1, "a"), after(2, "b"), after(99, "c")),
                                            Duration.ofSeconds(5))
                                    .iterator();
                    sleep(Duration.ofSeconds(50));
                    assertThat(ends.next().await()).isEqualTo("a");
                    assertThat(ends.next().await()).isEqualTo("b");
                    assertThatThrownBy(ends::next).isInstanceOf(TimeoutException.class);
                    sleep(Duration.ofSeconds(50));
                });
    }

    @Test
    void noTimerIsLeftWhenAllAreDone() {
        try (EventLoop loop = Virtually.loop()) {
            loop.runUntilComplete(
                    () -> {
                        for (var end : asCompleted(List.of(after(1, "x")), Duration.ofHours(1))) {
                            end.await();
                        }
                    });
            Virtually.assertNothingLeft(loop);
        }
    }

    @Test
    void leavingTheLoopEarlyCancelsNothing() {
        Virtually.run(
                () -> {
                    Task<String> slow = after(3, "slow");
                    for (Future<String> first : asCompleted(List.of(after(1, "x"), slow))) {
                        assertThat(first.result()).isEqualTo("x");
                        break;
                    }
                    assertThat(slow.await()).isEqualTo("slow");
                });
    }

    @Test
    void cancelledWhileWaitingTheNextStepWaitsOn() {
        Virtually.run(
                () -> {
                    Iterator<Future<String>> ends =
                            asCompleted(List.of(after(3, "x"), after(4, "y"))).iterator();
                    Task<?> consumer = createTask(() -> ends.next());
                    sleep(Duration.ofSeconds(1));
                    consumer.cancel("stop");
                    assertThatThrownBy(() -> consumer.await()).hasMessage("stop");
                    assertThat(ends.next().result()).isEqualTo("x");
                    assertThat(ends.next().result()).isEqualTo("y");
                });
    }

    @Test
    void severalTasksMayShareTheSteps() {
        Virtually.run(
                () -> {
                    Iterator<Future<String>> ends =
                            asCompleted(List.of(after(1, "a"), after(2, "b"), after(2, "c")))
                                    .iterator();
                    List<String> seen = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        createTask(() -> seen.add(ends.next().result()));
                    }
                    sleep(Duration.ofSeconds(5));
                    assertThat(seen).containsExactly("a", "b", "c");
                });
    }

    @Test
    void aConsumerThatComesTooLateIsToldSo() {
        Virtually.run(
                () -> {
                    Iterator<Future<String>> ends = asCompleted(List.of(after(1, "a"))).iterator();
                    Task<Future<String>> first = createTask(() -> ends.next());
                    Task<Future<String>> second = createTask(() -> ends.next());
                    assertThat(first.await().result()).isEqualTo("a");
                    assertThatThrownBy(() -> second.await())
                            .isInstanceOf(NoSuchElementException.class);
                });
    }
}
