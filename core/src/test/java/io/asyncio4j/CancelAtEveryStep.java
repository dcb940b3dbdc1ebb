package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs a program again and again, each time cancelling its main task in another pass of the loop,
 * once or twice, until a run ends before the cancellation comes. After each run it checks what must
 * hold wherever that was: the cancellation was neither lost nor invented, it is counted once, and
 * no task, timer or report is left.
 *
 * <p>The cancellation comes where a network would deliver its bytes, between the batch of a pass
 * and its timers, or as a callback behind everything that is ready, or as the timer of the moment.
 *
 * <p>Confined to the loop.
 */
final class CancelAtEveryStep {
    /** How the cancellation reaches the task. */
    enum Way {
        BETWEEN_PASSES,
        BEHIND_WHAT_IS_READY,
        AS_A_TIMER
    }

    private static final int NEVER = Integer.MAX_VALUE;

    private final Coroutine<?> program;
    private final TaskFactory factory;
    private int runs;

    private CancelAtEveryStep(Coroutine<?> program, TaskFactory factory) {
        this.program = program;
        this.factory = factory;
    }

    /** Checks the program, whose main task must let every cancellation pass; counts the runs. */
    static int check(Coroutine<?> program, TaskFactory factory) {
        CancelAtEveryStep all = new CancelAtEveryStep(program, factory);
        int length = all.run(NEVER, NEVER, Way.BETWEEN_PASSES);
        for (Way way : Way.values()) {
            for (int first = 0; first <= length + 1; first++) {
                all.run(first, NEVER, way);
                for (int second = first; second <= length + 2; second++) {
                    all.run(first, second, way);
                }
            }
        }
        return all.runs;
    }

    /** Runs the program with cancellations in two of its passes; answers how long it was. */
    private int run(int first, int second, Way way) {
        runs++;
        String story = factory + ", " + way + " in pass " + first + " and " + second + ": ";
        Reports reports = new Reports();
        List<Boolean> requests = new ArrayList<>();
        Task<?>[] main = new Task<?>[1];
        PassCounter passes =
                new PassCounter(
                        pass -> {
                            boolean comes = pass == first || pass == second;
                            if (pass == first) {
                                cancel(main[0], way, requests);
                            }
                            if (pass == second) {
                                cancel(main[0], way, requests);
                            }
                            return comes;
                        });
        try (EventLoop loop = Asyncio.newEventLoop(passes.options())) {
            loop.setTaskFactory(factory);
            loop.setExceptionHandler(reports);
            Task<?> task = loop.createTask(program);
            main[0] = task;
            if (first == 0) {
                cancel(task, Way.BETWEEN_PASSES, requests);
            }
            if (second == 0) {
                cancel(task, Way.BETWEEN_PASSES, requests);
            }
            Throwable failure = endOf(loop, task);
            int length = passes.passes();
            try {
                Virtually.drain(loop);
                checkEnd(task, failure, (int) requests.stream().filter(done -> done).count());
                Virtually.assertNothingLeft(loop);
                reports.assertNone();
            } catch (AssertionError wrong) {
                throw new AssertionError(story + wrong.getMessage(), wrong);
            }
            return length;
        }
    }

    private static void cancel(Task<?> task, Way way, List<Boolean> requests) {
        Runnable request = () -> requests.add(task.cancel("from outside"));
        switch (way) {
            case BETWEEN_PASSES -> request.run();
            case BEHIND_WHAT_IS_READY -> task.loop().callSoon(request);
            case AS_A_TIMER -> task.loop().callAt(task.loop().time(), request);
        }
    }

    private static @Nullable Throwable endOf(EventLoop loop, Task<?> task) {
        try {
            loop.runUntilComplete(task);
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }

    private static void checkEnd(Task<?> task, @Nullable Throwable failure, int requests) {
        assertThat(task.cancelling()).as("requests that are counted").isEqualTo(requests);
        if (requests == 0) {
            assertThat(failure).as("failure though nobody cancelled").isNull();
        } else {
            assertThat(task.isCancelled())
                    .as("the end of a cancelled task, which threw " + failure)
                    .isTrue();
        }
    }
}
