package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The children of a group, and the list that they are in. */
class ChildrenTest {
    private final List<String> ended = new ArrayList<>();

    private static Task<@Nullable Void> task(String name, Action body) {
        return Asyncio.createTask(TaskOptions.named(name), body);
    }

    private static Task<@Nullable Void> sleeper(String name) {
        return task(name, () -> Asyncio.sleep(Duration.ofDays(1)));
    }

    private static List<String> names(Children children) {
        return children.snapshot().stream().map(Task::name).toList();
    }

    @ParameterizedTest
    @CsvSource({"a, bcd", "b, acd", "c, abd", "acb, d", "ab, cd", "cb, ad", "abc, d", "bac, d"})
    void whoeverLeavesTheOthersStayInTheirOrder(String leaving, String left) {
        Asyncio.run(
                () -> {
                    Children children = new Children(child -> ended.add(child.name()));
                    List<Task<?>> all = new ArrayList<>();
                    for (String name : List.of("a", "b", "c")) {
                        Task<?> child = sleeper(name);
                        all.add(child);
                        children.add(child);
                    }
                    for (String name : leaving.split("")) {
                        all.get("abc".indexOf(name)).cancel();
                        Asyncio.gatherSettled(List.of(all.get("abc".indexOf(name)))).await();
                        Asyncio.sleep(Duration.ZERO);
                    }
                    assertThat(ended).isEqualTo(List.of(leaving.split("")));
                    children.add(sleeper("d"));
                    assertThat(names(children)).isEqualTo(List.of(left.split("")));
                    assertThat(children.count()).isEqualTo(left.length());
                    assertThat(children.isEmpty()).isFalse();
                });
    }

    @Test
    void aChildThatHasEndedAlreadyIsToldOfInTheNextPass() {
        Asyncio.run(
                () -> {
                    Task<?> child = task("early", () -> {});
                    child.await();
                    Children children = new Children(each -> ended.add(each.name()));
                    children.add(child);
                    assertThat(ended).isEmpty();
                    assertThat(children.count()).isOne();
                    Asyncio.sleep(Duration.ZERO);
                    assertThat(ended).containsExactly("early");
                    assertThat(children.isEmpty()).isTrue();
                });
    }

    @Test
    void aChildThatCameAfterAllOthersHadEndedIsCancelledToo() {
        Virtually.run(
                () -> {
                    TaskGroup.run(
                            group -> {
                                group.createTask(() -> Asyncio.sleep(Duration.ofSeconds(1)));
                                Asyncio.sleep(Duration.ofSeconds(1).multipliedBy(2));
                                group.createTask(() -> Asyncio.sleep(Duration.ofHours(1)));
                                group.cancel();
                            });
                    assertThat(Asyncio.getRunningLoop().time())
                            .isEqualTo(Instant.EPOCH.plusSeconds(2));
                });
    }

    @Test
    void whatAFailureCancelsIsCancelledInTheContextOfTheGroup() {
        ContextVar<String> place = ContextVar.of("place");
        List<String> seen = new ArrayList<>();
        Virtually.run(
                () -> {
                    place.set("group");
                    CompletableFuture<String> stage = new CompletableFuture<>();
                    CompletableFuture<Void> dependent =
                            stage.handle((value, failure) -> place.get()).thenAccept(seen::add);
                    assertThatThrownBy(
                                    () ->
                                            TaskGroup.run(
                                                    group -> {
                                                        group.createTask(
                                                                () -> Asyncio.await(stage));
                                                        group.createTask(
                                                                () -> {
                                                                    place.set("child");
                                                                    throw new IOException("x");
                                                                });
                                                    }))
                            .isInstanceOf(ExceptionGroup.class);
                    assertThat(dependent).isCompleted();
                    assertThat(seen).containsExactly("group");
                });
    }
}
