package io.asyncio4j;

import java.util.Locale;
import java.util.Objects;

/**
 * Callbacks of a loop for signals of the operating system, such as {@code TERM} for the wish that a
 * program end, or {@code HUP} for the wish that it read its configuration again.
 *
 * {@snippet :
 * Signals.addSignalHandler("TERM", server::close);
 * }
 *
 * <p>The callback runs on the loop as any other: in its turn, in the context in which it was added,
 * never in the midst of other code. Each loop may have one handler for a signal; where several
 * loops have one, all of them are told, in the order in which they came. What the JVM did on the
 * signal before, such as ending the program, it does again when no loop has a handler left. Closing
 * a loop removes its handlers.
 *
 * <p><b>{@code INT}</b> is Ctrl-C. A handler for it takes the place of what {@link Runner} does on
 * Ctrl-C, which comes back when the handler is removed.
 *
 * <p><b>Which signals</b> there are depends on the system and the JVM: on Linux and macOS these are
 * {@code HUP}, {@code INT}, {@code TERM}, {@code USR1}, {@code WINCH}, {@code CONT}, {@code CHLD}
 * and others; on Windows {@code INT} and {@code TERM}. The system keeps {@code KILL} and {@code
 * STOP} for itself, and the JVM {@code QUIT}, {@code SEGV}, {@code BUS}, {@code FPE} and {@code
 * ILL}; with {@code java -Xrs} also {@code HUP}, {@code INT} and {@code TERM}, and so it does with
 * those of the three that the program was started to ignore. HotSpot gives {@code USR2} away, but
 * its profilers use it too; take {@code USR1}.
 *
 * <p>Confined to the loop.
 */
public final class Signals {
    private Signals() {}

    /**
     * Sets the running loop's callback for a signal, in place of the one it had.
     *
     * @param signal its name, with or without {@code SIG}, such as {@code "TERM"}
     * @param callback what to run, in a copy of the current context
     * @throws IllegalStateException if no loop runs the calling code
     * @throws IllegalArgumentException if this system has no such signal
     * @throws UnsupportedOperationException if the JVM or the system keeps the signal for itself
     */
    public static void addSignalHandler(String signal, Runnable callback) {
        addSignalHandler(Asyncio.getRunningLoop(), signal, callback);
    }

    /**
     * Sets a loop's callback for a signal, in place of the one it had. The loop need not run yet.
     *
     * @param loop the loop that runs the callback
     * @param signal its name, with or without {@code SIG}, such as {@code "TERM"}
     * @param callback what to run, in a copy of the current context
     * @throws WrongThreadException if the calling thread does not hold the running loop
     * @throws IllegalStateException if the loop is closed
     * @throws IllegalArgumentException if this system has no such signal
     * @throws UnsupportedOperationException if the JVM or the system keeps the signal for itself
     */
    public static void addSignalHandler(EventLoop loop, String signal, Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        String name = nameOf(signal);
        loop.requireOpen("addSignalHandler", "callSoonThreadsafe");
        SignalHook.add(loop, name, callback);
    }

    /**
     * Removes the running loop's callback for a signal. It does not run any more, even if the
     * signal came before.
     *
     * @param signal its name, with or without {@code SIG}
     * @return whether there was one
     * @throws IllegalStateException if no loop runs the calling code
     */
    public static boolean removeSignalHandler(String signal) {
        return removeSignalHandler(Asyncio.getRunningLoop(), signal);
    }

    /**
     * Removes a loop's callback for a signal. It does not run any more, even if the signal came
     * before.
     *
     * @param loop the loop that had the callback
     * @param signal its name, with or without {@code SIG}
     * @return whether there was one
     * @throws WrongThreadException if the calling thread does not hold the running loop
     */
    public static boolean removeSignalHandler(EventLoop loop, String signal) {
        String name = nameOf(signal);
        loop.requireHeld("removeSignalHandler", "callSoonThreadsafe");
        return SignalHook.remove(loop, name);
    }

    private static String nameOf(String signal) {
        Objects.requireNonNull(signal, "signal");
        String upper = signal.toUpperCase(Locale.ROOT);
        return upper.startsWith("SIG") ? upper.substring(3) : upper;
    }
}
