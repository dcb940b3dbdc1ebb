package io.asyncio4j;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.getRunningLoop;
import static io.asyncio4j.Asyncio.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;

/** Context and ContextVar: who sees which value. */
final class ContextValuesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ContextVar<String> variable = ContextVar.of("v");
    private final Sequence sequence = new Sequence();

    private static void pass() {
        sleep(Duration.ZERO);
    }

    // ---- variables

    @Test
    void aVariableWithoutValueSaysSo() {
        assertThatThrownBy(() -> variable.get())
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("ContextVar[v] has no value in this context")
                .satisfies(UsageErrors.thrownIn("aVariableWithoutValueSaysSo"));
        assertThat(variable.getOr("other")).isEqualTo("other");
        assertThat(variable.name()).isEqualTo("v");
    }

    @Test
    void aDefaultIsTheValueWhereNobodySetOne() {
        ContextVar<String> withDefault = ContextVar.of("d", "default");
        assertThat(withDefault.get()).isEqualTo("default");
        assertThat(withDefault.getOr("other")).isEqualTo("default");
        withDefault.set("set");
        assertThat(withDefault.get()).isEqualTo("set");
    }

    @Test
    void variablesOfOneNameAreDifferent() {
        ContextVar<String> same = ContextVar.of("v");
        variable.set("mine");
        assertThat(same.getOr("none")).isEqualTo("none");
    }

    @Test
    void aTokenPutsTheOldValueBack() {
        var first = variable.set("one");
        assertThat(first.oldValue()).isEmpty();
        var second = variable.set("two");
        assertThat(second.oldValue()).contains("one");
        variable.reset(second);
        assertThat(variable.get()).isEqualTo("one");
        variable.reset(first);
        assertThat(variable.getOr("none")).isEqualTo("none");
    }

    @Test
    void aTokenServesOnce() {
        var token = variable.set("one");
        variable.reset(token);
        assertThat(token).hasToString("Token[v, used]");
        assertThatThrownBy(() -> variable.reset(token))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Token[v, used] was used before; a token serves once");
    }

    @Test
    void aTokenOfAnotherVariableOrContextIsRefused() {
        ContextVar<String> other = ContextVar.of("other");
        var token = variable.set("one");
        assertThatThrownBy(() -> other.reset(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another variable or in another context");
        Context.copy()
                .run(
                        () ->
                                assertThatThrownBy(() -> variable.reset(token))
                                        .isInstanceOf(IllegalArgumentException.class));
        variable.reset(token); // a refused reset does not use it up
    }

    @Test
    void thousandsOfVariablesKeepTheirValues() {
        List<ContextVar<Integer>> variables = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            ContextVar<Integer> next = ContextVar.of("v" + i);
            next.set(i);
            variables.add(next);
        }
        Context copy = Context.copy();
        variables.forEach(each -> each.set(-1));
        for (int i = 0; i < 5_000; i++) {
            assertThat(copy.get(variables.get(i))).contains(i);
        }
    }

    // ---- contexts

    @Test
    void aCopySeesTheValuesOfItsMoment() {
        variable.set("then");
        Context copy = Context.copy();
        variable.set("now");
        assertThat(copy.get(variable)).contains("then");
        copy.run(() -> assertThat(variable.get()).isEqualTo("then"));
    }

    @Test
    void whatIsSetInAContextStaysThere() throws Exception {
        Context context = Context.empty();
        context.run(() -> variable.set("inside"));
        assertThat(variable.getOr("none")).isEqualTo("none");
        assertThat(context.get(variable)).contains("inside");
        assertThat(context.<String>call(variable::get)).isEqualTo("inside");
    }

    @Test
    void aContextAnswersDefaultsToo() {
        assertThat(Context.empty().get(ContextVar.of("d", "default"))).contains("default");
        assertThat(Context.empty().get(variable)).isEmpty();
    }

    @Test
    void aFailureInAContextLeavesIt() {
        variable.set("outside");
        Context context = Context.empty();
        assertThatThrownBy(
                        () ->
                                context.call(
                                        () -> {
                                            variable.set("inside");
                                            throw new java.io.IOException("down");
                                        }))
                .isInstanceOf(java.io.IOException.class);
        assertThat(variable.get()).isEqualTo("outside");
    }

    @Test
    void eachThreadHasItsOwnContext() {
        variable.set("mine");
        assertThat(
                        CompletableFuture.supplyAsync(
                                () -> variable.getOr("none"),
                                job -> Thread.ofPlatform().start(job)))
                .succeedsWithin(Duration.ofSeconds(10))
                .isEqualTo("none");
    }

    // ---- tasks and callbacks

    @Test
    void aTaskCopiesTheContextWhenItIsMade() {
        Virtually.run(
                () -> {
                    variable.set("at creation");
                    Task<String> task = createTask(() -> variable.get());
                    variable.set("after creation");
                    assertThat(task.await()).isEqualTo("at creation");
                });
    }

    @Test
    void whatATaskSetsIsItsOwnAndSurvivesItsAwaits() {
        Virtually.run(
                () -> {
                    variable.set("main");
                    Task<?> task =
                            createTask(
                                    () -> {
                                        variable.set("child");
                                        pass();
                                        assertThat(variable.get()).isEqualTo("child");
                                        sequence.at(1);
                                    });
                    pass();
                    assertThat(variable.get()).isEqualTo("main");
                    task.await();
                    assertThat(task.context().get(variable)).contains("child");
                });
        sequence.end(1);
    }

    @Test
    void codeThatIsCalledInlineSharesTheContext() {
        Virtually.run(
                () -> {
                    Asyncio.timeout(SECOND, () -> variable.set("set inside"));
                    assertThat(variable.get()).isEqualTo("set inside");
                    TaskGroup.run(group -> variable.set("set in a group"));
                    assertThat(variable.get()).isEqualTo("set in a group");
                });
    }

    @Test
    void aTaskMayBeGivenAContextWhichItUsesAsItIs() {
        Virtually.run(
                () -> {
                    Context context = Context.empty();
                    createTask(
                                    TaskOptions.DEFAULT.withContext(context),
                                    () -> {
                                        variable.set("by the task");
                                        pass();
                                        variable.set("again");
                                    })
                            .await();
                    assertThat(context.get(variable)).contains("again");
                    assertThat(variable.getOr("none")).isEqualTo("none");
                });
    }

    @Test
    void callbacksAndTimersCopyTheContextWhenTheyAreQueued() {
        Virtually.run(
                () -> {
                    EventLoop loop = getRunningLoop();
                    variable.set("then");
                    List<String> seen = new ArrayList<>();
                    loop.callSoon(() -> seen.add(variable.get()));
                    loop.callSoonThreadsafe(() -> seen.add(variable.get()));
                    loop.callLater(SECOND, () -> seen.add(variable.get()));
                    Promise<String> promise = loop.createFuture();
                    promise.addDoneCallback(done -> seen.add(variable.get()));
                    variable.set("now");
                    promise.setResult("r");
                    sleep(SECOND.multipliedBy(2));
                    assertThat(seen).containsExactly("then", "then", "then", "then");
                });
    }

    @Test
    void callbacksMayBeGivenAContext() {
        Virtually.run(
                () -> {
                    EventLoop loop = getRunningLoop();
                    Context context = Context.empty();
                    Handle handle = loop.callSoon(() -> variable.set("soon"), context);
                    assertThat(handle.context()).isSameAs(context);
                    pass();
                    assertThat(context.get(variable)).contains("soon");
                    loop.callSoonThreadsafe(() -> variable.set("threadsafe"), context);
                    pass();
                    assertThat(context.get(variable)).contains("threadsafe");
                    Promise<String> promise = loop.createFuture();
                    promise.addDoneCallback(done -> variable.set("done"), context);
                    promise.setResult("r");
                    pass();
                    assertThat(context.get(variable)).contains("done");
                });
    }

    @Test
    void aCallbackFromAnotherThreadCarriesThatThreadsContext() {
        Virtually.run(
                () -> {
                    EventLoop loop = getRunningLoop();
                    List<String> seen = new ArrayList<>();
                    Asyncio.toThread(
                            () -> {
                                variable.set("of the thread");
                                loop.callSoonThreadsafe(() -> seen.add(variable.get()));
                            });
                    pass();
                    assertThat(seen).containsExactly("of the thread");
                });
    }

    @Test
    void runInAContextMayAwaitAndKeepsIt() {
        Virtually.run(
                () -> {
                    variable.set("task");
                    Context context = Context.empty();
                    createTask(() -> variable.set("other task"));
                    context.call(
                            () -> {
                                variable.set("inside");
                                pass();
                                assertThat(variable.get()).isEqualTo("inside");
                                sequence.at(1);
                                return 0;
                            });
                    assertThat(variable.get()).isEqualTo("task");
                });
        sequence.end(1);
    }

    @Test
    void runInAContextKeepsItWhileAnEagerTaskStarts() {
        Virtually.run(
                () -> {
                    Context context = Context.empty();
                    context.run(
                            () -> {
                                variable.set("inside");
                                Task<String> eager =
                                        createTask(
                                                TaskOptions.DEFAULT.withStart(
                                                        TaskOptions.Start.EAGER),
                                                () -> variable.get());
                                assertThat(eager.result()).isEqualTo("inside");
                                assertThat(variable.get()).isEqualTo("inside");
                                sequence.at(1);
                            });
                });
        sequence.end(1);
    }

    @Test
    void contextsNest() {
        Context outer = Context.empty();
        Context inner = Context.empty();
        outer.run(
                () -> {
                    variable.set("outer");
                    inner.run(() -> variable.set("inner"));
                    assertThat(variable.get()).isEqualTo("outer");
                });
        assertThat(inner.get(variable)).contains("inner");
    }
}
