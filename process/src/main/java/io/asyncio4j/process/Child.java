package io.asyncio4j.process;

import io.asyncio4j.Asyncio;
import io.asyncio4j.CancelledError;
import io.asyncio4j.EventLoop;
import io.asyncio4j.ExceptionContext;
import io.asyncio4j.Future;
import io.asyncio4j.Promise;
import io.asyncio4j.ReturnWhen;
import io.asyncio4j.Task;
import io.asyncio4j.TaskOptions;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A program that was started: its end, its signals, and its guard, a task that ends it with the
 * loop.
 *
 * <pre>
 *   RUNNING --the JDK has reaped it, next pass--> EXITED
 * </pre>
 *
 * <p>Confined to the loop.
 */
final class Child {
    private static final boolean HAS_SIGNALS = File.separatorChar == '/';

    /** What the JDK adds to the number of the signal that killed a process. */
    private static final int KILLED = 128;

    private static final int HIGHEST_SIGNAL = 31;

    /** The guards of all children. They do not wait for each other. */
    private static final Set<Task<?>> GUARDS = ConcurrentHashMap.newKeySet();

    private final EventLoop loop = Asyncio.getRunningLoop();
    private final Process process;
    private final String program;

    /** Done when the child has ended; never cancelled. */
    private final Promise<Integer> exit;

    Child(Process process, String program) {
        this.process = process;
        this.program = program;
        this.exit = loop.createFuture("exit of " + label());
        Asyncio.wrapFuture(process.onExit())
                .addDoneCallback(done -> exit.setResult(returncode(process.exitValue())));
        Task<?> guard = loop.createTask(TaskOptions.named("guard of " + label()), this::guard);
        GUARDS.add(guard);
        guard.addDoneCallback(GUARDS::remove);
    }

    private static int returncode(int exitValue) {
        boolean isSignal =
                HAS_SIGNALS && exitValue > KILLED && exitValue <= KILLED + HIGHEST_SIGNAL;
        return isSignal ? KILLED - exitValue : exitValue;
    }

    // ---- the end

    /** Done when the child has ended. Not to be cancelled: await it through {@link #await}. */
    Future<Integer> exit() {
        return exit;
    }

    /** Waits for the end. */
    int await() {
        return exit.isDone() ? exit.result() : Asyncio.shield(exit).await();
    }

    boolean hasExited() {
        return exit.isDone();
    }

    OptionalInt returncode() {
        return exit.isDone() ? OptionalInt.of(exit.result()) : OptionalInt.empty();
    }

    /**
     * Lives as long as the child. It is cancelled when its loop ends, with all other tasks; these
     * may want to end the child in their own way, so they go first.
     */
    private void guard() {
        try {
            await();
        } catch (CancelledError cancelled) {
            awaitOthers();
            if (!exit.isDone()) {
                loop.callExceptionHandler(
                        ExceptionContext.of(
                                        this
                                                + " still ran when its loop ended, and was killed;"
                                                + " await it, or close it with try (var child ="
                                                + " ...)")
                                .with("process", this));
                process.toHandle().destroyForcibly();
                await();
            }
            throw cancelled;
        }
    }

    /** Waits for the tasks that were cancelled with this one, unless the child ends before. */
    private void awaitOthers() {
        List<Task<?>> others =
                loop.allTasks().stream()
                        .filter(task -> task.cancelling() > 0 && !GUARDS.contains(task))
                        .toList();
        if (others.isEmpty() || exit.isDone()) {
            return;
        }
        Task<?> ended = loop.createTask(() -> Asyncio.wait(others));
        GUARDS.add(ended);
        try {
            Asyncio.wait(List.of(ended, exit), ReturnWhen.FIRST_COMPLETED);
        } finally {
            GUARDS.remove(ended);
            ended.cancel();
        }
    }

    // ---- signals

    long pid() {
        return process.pid();
    }

    void terminate() {
        requireRunning("TERM");
        process.toHandle().destroy(); // not process.destroy(), which closes the pipes as well
    }

    void kill() {
        requireRunning("KILL");
        process.toHandle().destroyForcibly();
    }

    /** Kills the child unless it has ended. */
    void end() {
        if (!hasExited()) {
            process.toHandle().destroyForcibly();
        }
    }

    /** Done when the signal is sent. */
    Future<@Nullable Void> sendSignal(String signal) {
        String name = Kill.name(signal);
        requireRunning(name);
        if (!HAS_SIGNALS && !name.equals("TERM") && !name.equals("KILL")) {
            throw new UnsupportedOperationException(
                    "cannot send SIG" + name + " to " + this + ": Windows has no signals but TERM");
        }
        switch (name) {
            case "TERM" -> terminate();
            case "KILL" -> kill();
            default -> {
                return OffLoop.run(loop, "signal", () -> send(name));
            }
        }
        Promise<@Nullable Void> sent = loop.createFuture();
        sent.setResult(null);
        return sent;
    }

    /** Called by a thread of its own. */
    private @Nullable Void send(String name) throws IOException {
        ProcessHandle handle = process.toHandle();
        IOException refusal = null;
        if (handle.isAlive()) {
            try {
                Kill.send(name, Set.of(handle));
                return null;
            } catch (IOException failure) {
                refusal = failure;
            }
        }
        if (refusal != null && handle.isAlive()) {
            throw refusal;
        }
        throw new ProcessLookupException(tooLate(name));
    }

    /** Done when all are killed. */
    Future<Integer> killTree() {
        ProcessHandle handle = process.toHandle();
        return OffLoop.run(loop, "kill-tree", () -> ProcessTree.kill(handle));
    }

    private void requireRunning(String name) {
        if (hasExited() || !process.isAlive()) {
            throw new ProcessLookupException(tooLate(name));
        }
    }

    private String tooLate(String name) {
        return "cannot send SIG"
                + name
                + " to "
                + label()
                + ", which has ended; ask returncode() before, which is empty while it runs";
    }

    @Override
    public String toString() {
        OptionalInt code = returncode();
        return code.isPresent() ? label() + ", returncode " + code.getAsInt() : label();
    }

    private String label() {
        return "process " + process.pid() + " (" + program + ")";
    }
}
