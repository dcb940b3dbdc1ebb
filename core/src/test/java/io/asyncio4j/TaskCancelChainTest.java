package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** How a request to cancel walks along tasks that await each other. */
class TaskCancelChainTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Sequence sequence = new Sequence();

    private static void pass() {
        sleep(Duration.ZERO);
    }

    @Test
    void cancellingAWaitingTaskCancelsTheTaskItAwaits() {
        Virtually.run(
                () -> {
                    Task<?> inner =
                            createTask(
                                    () -> {
                                        assertThatThrownBy(() -> sleep(SECOND)).hasMessage("all");
                                        sequence.at(1);
                                        throw new CancelledError("from inside");
                                    });
                    Task<?> outer =
                            createTask(
                                    () -> {
                                        assertThatThrownBy(() -> inner.await())
                                                .isInstanceOf(CancelledError.class)
                                                .hasMessage("from inside");
                                        sequence.at(2);
                                    });
                    pass();
                    outer.cancel("all");
                    pass();
                    pass();
                    pass();
                    assertThat(inner.isCancelled()).isTrue();
                    assertThat(inner.cancelling()).isEqualTo(1);
                    assertThat(outer.cancelling()).isEqualTo(1);
                });
        sequence.end(2);
    }

    @Test
    void anInnerTaskThatSurvivesGivesItsResultToTheCancelledOuterOne() {
        Virtually.run(
                () -> {
                    Task<String> inner =
                            createTask(
                                    () -> {
                                        try {
                                            sleep(SECOND);
                                        } catch (CancelledError swallowed) {
                                            sequence.at(1);
                                        }
                                        return "still here";
                                    });
                    Task<String> outer = createTask(() -> inner.await());
                    pass();
                    outer.cancel();
                    assertThat(outer.await()).isEqualTo("still here");
                    assertThat(outer.cancelling()).isEqualTo(1);
                });
        sequence.end(1);
    }

    @Test
    void aLongChainOfTasksIsCancelledFromItsEnd() {
        Virtually.run(
                () -> {
                    Task<?> last = createTask(() -> sleep(SECOND));
                    for (int i = 0; i < 20_000; i++) {
                        Task<?> next = last;
                        last = createTask(() -> next.await());
                    }
                    Task<?> end = last;
                    pass();
                    end.cancel("all of you");
                    assertThatThrownBy(() -> end.await()).hasMessage("all of you");
                    assertThat(Asyncio.allTasks()).hasSize(1);
                });
    }

    @Test
    void twoTasksThatAwaitEachOtherCanBeCancelled() {
        Virtually.run(
                () -> {
                    Task<?>[] pair = new Task<?>[2];
                    pair[0] = createTask(() -> pair[1].await());
                    pair[1] = createTask(() -> pair[0].await());
                    pass();
                    assertThat(pair[0].cancel("untie")).isTrue();
                    for (int i = 0; i < 3; i++) {
                        pass();
                    }
                    assertThat(pair[0].isCancelled()).isTrue();
                    assertThat(pair[1].isCancelled()).isTrue();
                    assertThatThrownBy(() -> pair[1].await()).hasMessage("untie");
                });
    }

    @Test
    void tasksThatAwaitEachOtherAreCancelledWhenTheProgramEnds() {
        Virtually.run(
                () -> {
                    Task<?>[] ring = new Task<?>[3];
                    for (int i = 0; i < 3; i++) {
                        int next = (i + 1) % 3;
                        ring[i] = createTask(() -> ring[next].await());
                    }
                    pass();
                    pass();
                });
    }

    // ---- the same moment
}
