package io.asyncio4j;

import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What a group refuses, in which of its states. */
class TaskGroupStateTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Sequence sequence = new Sequence();

    private static void fail(int afterSeconds, Throwable failure) {
        sleep(Duration.ofSeconds(afterSeconds));
        throw Sneaky.rethrow(failure);
    }

    private static List<Throwable> failuresOf(TaskGroup.GroupAction body) {
        ExceptionGroup group =
                catchThrowableOfType(ExceptionGroup.class, () -> TaskGroup.run(body));
        assertThat(group).as("the ExceptionGroup").isNotNull();
        return group.exceptions();
    }

    @Test
    void aGroupThatWasNotEnteredTakesNoTasks() {
        Virtually.run(
                () ->
                        assertThatThrownBy(() -> new TaskGroup().createTask(() -> {}))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessage(
                                        "TaskGroup[created] has not been entered; use"
                                                + " TaskGroup.run")
                                .satisfies(UsageErrors.thrownIn("aGroupThatWasNotEntered")));
    }

    @Test
    void aFinishedGroupTakesNoTasks() {
        Virtually.run(
                () -> {
                    TaskGroup group = new TaskGroup();
                    group.enter(() -> "body");
                    assertThatThrownBy(() -> group.createTask(() -> {}))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage(
                                    "TaskGroup[finished] is finished; make the task in another"
                                            + " group");
                    assertThat(Asyncio.allTasks()).hasSize(1);
                });
    }

    @Test
    void aGroupThatShutsDownTakesNoTasks() {
        Virtually.run(
                () ->
                        failuresOf(
                                group -> {
                                    group.createTask(() -> fail(1, new IOException("down")));
                                    try {
                                        sleep(HOUR);
                                    } finally {
                                        assertThatThrownBy(() -> group.createTask(() -> {}))
                                                .isInstanceOf(IllegalStateException.class)
                                                .hasMessageContaining("is shutting down");
                                        sequence.at(1);
                                    }
                                }));
        sequence.end(1);
    }

    @Test
    void aGroupServesOnce() {
        Virtually.run(
                () -> {
                    TaskGroup group = new TaskGroup();
                    assertThat(group.<String>enter(() -> "once")).isEqualTo("once");
                    assertThatThrownBy(() -> group.enter(() -> "twice"))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("has been entered before; make another group");
                });
    }

    @Test
    void aGroupBelongsInATask() {
        try (EventLoop loop = Virtually.loop()) {
            loop.callSoon(
                    () -> {
                        assertThatThrownBy(() -> TaskGroup.run(group -> {}))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("TaskGroup must be used in a task");
                        sequence.at(1);
                        loop.stop();
                    });
            loop.runForever();
        }
        sequence.end(1);
    }

    @Test
    void toStringTellsTheState() {
        Virtually.run(
                () ->
                        TaskGroup.run(
                                group -> {
                                    assertThat(group).hasToString("TaskGroup[open]");
                                    group.createTask(() -> {});
                                    group.createTask(
                                            () ->
                                                    assertThat(group)
                                                            .hasToString(
                                                                    "TaskGroup[closing, 2 tasks]"));
                                    assertThat(group).hasToString("TaskGroup[open, 2 tasks]");
                                }));
    }
}
