package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Runs the programs of tests in virtual time, on the engine under test, and sees to it that nothing
 * reaches the exception handler that the test does not ask for.
 *
 * <p>Thread-safe.
 */
public final class Virtually {
    private Virtually() {}

    /** The options of a loop in virtual time. */
    public static LoopOptions options() {
        return LoopOptions.defaults().withVirtualTime();
    }

    /** A loop in virtual time, to be closed by the test. */
    public static EventLoop loop() {
        return Asyncio.newEventLoop(options());
    }

    /** Runs a program that reports no failure. */
    public static void run(Action main) {
        call(Coroutine.of(main));
    }

    /** Runs a program with a result that reports no failure. */
    public static <T extends @Nullable Object> T call(Coroutine<T> main) {
        Reports reports = new Reports();
        T result = run(options(), reports, main);
        reports.assertNone();
        return result;
    }

    /** Runs a program and answers what it reported. */
    public static Reports runReporting(Action main) {
        Reports reports = new Reports();
        run(options(), reports, Coroutine.of(main));
        return reports;
    }

    /** Runs a program with options and a handler of the test's choice. */
    public static <T extends @Nullable Object> T run(
            LoopOptions options, ExceptionHandler handler, Coroutine<T> main) {
        try (Runner runner = new Runner(options)) {
            runner.loop().setExceptionHandler(handler);
            return runner.run(main);
        }
    }

    /** Runs a loop until its tasks have ended, and the callbacks of their ends have run. */
    public static void drain(EventLoop loop) {
        while (!loop.allTasks().isEmpty()) {
            List<Task<?>> left = loop.allTasks();
            loop.runUntilComplete(() -> Asyncio.wait(left));
        }
        for (int pass = 0; pass < 5; pass++) {
            loop.stop();
            loop.runForever();
        }
    }

    /** Checks that a loop that does not run has no task, no timer and no callback left. */
    public static void assertNothingLeft(EventLoop loop) {
        assertThat(loop.allTasks()).as("tasks that are left").isEmpty();
        Instant end = loop.time();
        assertThatThrownBy(loop::runForever).hasMessageContaining("deadlock: nothing can run");
        assertThat(loop.time()).as("the time when nothing is left to do").isEqualTo(end);
    }
}
