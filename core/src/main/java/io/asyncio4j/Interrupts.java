package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import sun.misc.Signal;
import sun.misc.SignalHandler;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What Ctrl-C does while a runner runs a main task: the first one cancels the task, the second one
 * does what it would do without us, which is to end the JVM.
 *
 * <p>The signal is left alone if somebody else handles it already, and handed back only if it is
 * still ours. A loop's own handler, see {@link Signals}, is somebody else.
 *
 * <p>Thread-safe: the JVM calls the handler on a thread of its own.
 */
final class Interrupts implements AutoCloseable, SignalHandler {
    private static final Logger LOG = System.getLogger("io.asyncio4j");
    private static final Signal INT = new Signal("INT");

    private final Task<?> task;
    private final AtomicInteger count = new AtomicInteger();

    /** Who handled the signal before; null if it is not ours. */
    private @Nullable SignalHandler before;

    private Interrupts(Task<?> task) {
        this.task = task;
    }

    static Interrupts cancel(Task<?> task) {
        Interrupts interrupts = new Interrupts(task);
        try {
            interrupts.before =
                    SignalHook.installOver(INT, interrupts, Interrupts::isOfTheJvm).orElse(null);
        } catch (IllegalArgumentException reserved) { // the JVM was started with -Xrs
            LOG.log(Level.DEBUG, "Ctrl-C cannot be handled in this JVM", reserved);
        }
        return interrupts;
    }

    /** Whether the handler is the JVM's own, which sun.misc hands out in a wrapper of its own. */
    private static boolean isOfTheJvm(SignalHandler handler) {
        return handler == SignalHandler.SIG_DFL
                || handler.getClass().getName().startsWith("sun.misc.");
    }

    boolean haveHappened() {
        return count.get() > 0;
    }

    @Override
    public void handle(Signal signal) {
        SignalHandler original = before;
        if (count.incrementAndGet() == 1) {
            task.loop.callSoonThreadsafe(() -> task.requestCancel("interrupted by the user"));
        } else if (original != null) {
            original.handle(signal);
        }
    }

    @Override
    public void close() {
        SignalHandler original = before;
        before = null;
        if (original != null) {
            SignalHook.retire(INT, this, original);
        }
    }
}
