package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * One of all the ways in which a small scenario can unfold.
 *
 * <p>A scenario names its actions (release, put, cancel task 1), each to happen at most a given
 * number of times, and its points: places where actions may happen, between the passes of the loop
 * ({@link #play}) and inside the tasks ({@link #point}). {@link #forEach} runs the scenario again
 * and again, once for each way to spread the actions over the points, in every order, with every
 * action also left out: an exhaustive search in which nothing is random, and a failure names its
 * schedule.
 *
 * <p>Confined to the loop.
 */
public final class Interleaving {
    private final List<Choice> path;
    private final List<OneShot> actions = new ArrayList<>();
    private final List<Task<?>> tasks = new ArrayList<>();
    private final Set<String> cancelled = new HashSet<>();
    private final StringBuilder story = new StringBuilder();

    /** How many choices of the path were made in this run. */
    private int depth;

    /** How many actions may still happen in this run. */
    private int actionsLeft;

    /** The first failure inside a task of the scenario. */
    private @Nullable Throwable failure;

    private Interleaving(List<Choice> path, int actionsLeft) {
        this.path = path;
        this.actionsLeft = actionsLeft;
    }

    /** What to run once for each schedule, as the main task; it must behave the same each time. */
    @FunctionalInterface
    public interface Scenario {
        /** Sets the scene, plays it and checks how it ended. */
        void run(Interleaving schedule) throws Exception;
    }

    /**
     * Runs a scenario through all its schedules of at most {@code actions} actions, and returns how
     * many there were. On the handoff engine, where a switch costs about twenty times as much, the
     * bound is one lower: what is searched for does not depend on the engine.
     */
    public static int forEach(int actions, Scenario scenario) {
        int bound = Asyncio.engine() == Engine.HANDOFF ? actions - 1 : actions;
        List<Choice> path = new ArrayList<>();
        int[] count = {0};
        Virtually.run(
                () -> {
                    do {
                        var schedule = new Interleaving(path, bound);
                        try {
                            scenario.run(schedule);
                            schedule.end();
                        } catch (Throwable e) {
                            throw new AssertionError(
                                    "schedule " + count[0] + ":" + schedule.story + ": " + e, e);
                        }
                        count[0]++;
                    } while (advance(path));
                });
        return count[0];
    }

    /** Names an action that may happen up to {@code times} times, at any point. */
    public void action(String name, int times, Runnable effect) {
        action(name, times, () -> true, effect);
    }

    /** Names an action that may happen up to {@code times} times, at points where it is enabled. */
    public void action(String name, int times, BooleanSupplier isEnabled, Runnable effect) {
        actions.add(new OneShot(name, times, isEnabled, effect));
    }

    /** Starts a task. */
    public Task<?> start(String name, Action body) {
        Task<?> task =
                Asyncio.createTask(
                        () -> {
                            try {
                                body.run();
                            } catch (CancelledError e) {
                                if (!isCancelled(name)) {
                                    fail(new AssertionError(name + " was cancelled by nobody", e));
                                }
                                throw e;
                            } catch (Throwable e) {
                                fail(e);
                            }
                        });
        tasks.add(task);
        return task;
    }

    /** Starts a task which may be cancelled up to {@code times} times, at any point. */
    public Task<?> startCancellable(String name, int times, Action body) {
        Task<?> task = start(name, body);
        action("cancel " + name, times, () -> !task.isDone(), () -> cancel(name, task));
        return task;
    }

    /** Whether the task of this name was asked to end. */
    public boolean isCancelled(String name) {
        return cancelled.contains(name);
    }

    /** Does here what the schedule wants done here. */
    public void point(String place) {
        while (true) {
            List<OneShot> possible = new ArrayList<>();
            for (var action : actions) {
                if (actionsLeft > 0 && action.left > 0 && action.isEnabled.getAsBoolean()) {
                    possible.add(action);
                }
            }
            int chosen = possible.isEmpty() ? 0 : pick(possible.size() + 1);
            if (chosen == 0) {
                return;
            }
            var action = possible.get(chosen - 1);
            action.left--;
            actionsLeft--;
            story.append(' ').append(place).append(": ").append(action.name).append(';');
            action.effect.run();
        }
    }

    /** Lets the loop run for some passes, with a point before each and one at the end. */
    public void play(int passes) {
        for (int pass = 0; pass < passes; pass++) {
            point("pass " + pass);
            Ticks.pass(1);
        }
        point("pass " + passes);
    }

    /** Does no more actions, and lets the loop run until nothing can be ready any more. */
    public void settle() {
        actionsLeft = 0;
        for (int i = 0; i < 4 * tasks.size() + 4 && !isEveryTaskDone(); i++) {
            Ticks.pass(1);
        }
    }

    /** Whether the schedule has no more actions and all tasks have ended. */
    public boolean isEveryTaskDone() {
        return tasks.stream().allMatch(Task::isDone);
    }

    private void end() {
        settle();
        if (failure != null) {
            throw new AssertionError("a task of the scenario failed: " + failure, failure);
        }
        if (!isEveryTaskDone()) {
            throw new AssertionError("a task hangs: " + tasks);
        }
    }

    private void cancel(String name, Task<?> task) {
        cancelled.add(name);
        task.cancel();
    }

    private void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        }
    }

    private int pick(int options) {
        if (depth == path.size()) {
            path.add(new Choice(0, options));
        }
        var choice = path.get(depth);
        if (choice.options != options) {
            throw new AssertionError("the scenario behaves differently each time: " + story);
        }
        depth++;
        return choice.chosen;
    }

    /** Goes to the next path in depth-first order; false when there is none. */
    private static boolean advance(List<Choice> path) {
        while (!path.isEmpty()) {
            var last = path.removeLast();
            if (last.chosen + 1 < last.options) {
                path.add(new Choice(last.chosen + 1, last.options));
                return true;
            }
        }
        return false;
    }

    private record Choice(int chosen, int options) {}

    private static final class OneShot {
        final String name;
        final BooleanSupplier isEnabled;
        final Runnable effect;
        int left;

        OneShot(String name, int times, BooleanSupplier isEnabled, Runnable effect) {
            this.name = name;
            this.left = times;
            this.isEnabled = isEnabled;
            this.effect = effect;
        }
    }
}
