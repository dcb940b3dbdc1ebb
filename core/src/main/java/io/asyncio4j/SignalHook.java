package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import sun.misc.Signal;
import sun.misc.SignalHandler;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the loops of this process want to hear of one signal. It stands in the JVM's table of
 * handlers as long as one of them does, and then hands the place back to who had it before.
 *
 * <p>Thread-safe: loops add and remove, the JVM tells of signals on threads of its own, and one
 * lock for all signals orders them.
 */
final class SignalHook implements SignalHandler {
    /** What HotSpot would give away although its own code raises it when it reads memory. */
    private static final Set<String> FAULTS = Set.of("BUS");

    /** The hooks that are in place, by the names of their signals. */
    private static final Map<String, SignalHook> HOOKS = new HashMap<>();

    /** One loop's callback. */
    private record Listener(Runnable callback, Context context) {}

    private final Signal signal;
    private final Map<EventLoop, Listener> listeners = new LinkedHashMap<>();

    /** Who gets the place in the JVM's table back; set when the hook takes it. */
    private SignalHandler before = SignalHandler.SIG_DFL;

    private SignalHook(Signal signal) {
        this.signal = signal;
    }

    static synchronized void add(EventLoop loop, String name, Runnable callback) {
        SignalHook known = HOOKS.get(name);
        SignalHook hook = known == null ? new SignalHook(find(name)) : known;
        hook.install();
        HOOKS.put(name, hook);
        hook.listeners.put(loop, new Listener(callback, Context.copy()));
    }

    /** Takes the place in the JVM's table, also from somebody who took it from the hook. */
    private void install() {
        if (FAULTS.contains(signal.getName())) {
            throw refusal("the JVM's own code raises it", null);
        }
        try {
            SignalHandler current = Signal.handle(signal, this);
            if (current != this) {
                before = current;
            }
        } catch (IllegalArgumentException reserved) {
            throw refusal("this JVM or the system keeps it for itself", reserved);
        }
        if (Signal.handle(signal, this) != this) { // the JVM did not say so the first time
            throw refusal("this program was started to ignore it, as by nohup", null);
        }
    }

    private UnsupportedOperationException refusal(String reason, @Nullable Throwable cause) {
        return new UnsupportedOperationException(
                signal
                        + " cannot be handled: "
                        + reason
                        + "; handle another signal, such as SIGTERM or SIGUSR1",
                cause);
    }

    private static Signal find(String name) {
        try {
            return new Signal(name);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "this system has no signal SIG" + name + "; known are SIGINT, SIGTERM and such",
                    unknown);
        }
    }

    static synchronized boolean remove(EventLoop loop, String name) {
        SignalHook hook = HOOKS.get(name);
        if (hook == null || hook.listeners.remove(loop) == null) {
            return false;
        }
        if (hook.listeners.isEmpty()) {
            HOOKS.remove(name);
            handBack(hook.signal, hook, hook.before);
        }
        return true;
    }

    /** Removes all that a loop has, because it is closed. */
    static synchronized void removeAll(EventLoop loop) {
        for (String name : List.copyOf(HOOKS.keySet())) {
            remove(loop, name);
        }
    }

    /**
     * Puts a handler of ours into the JVM's table, if who has the place now may be replaced.
     *
     * @return who had the place before; empty if it was left alone
     */
    static synchronized Optional<SignalHandler> installOver(
            Signal signal, SignalHandler handler, Predicate<SignalHandler> isReplaceable) {
        SignalHandler original = Signal.handle(signal, handler);
        if (isReplaceable.test(original)) {
            return Optional.of(original);
        }
        Signal.handle(signal, original);
        return Optional.empty();
    }

    /**
     * Takes a handler of ours out of the JVM's table, or from below the hook that stands there.
     *
     * @param original who had the place before the handler
     */
    static synchronized void retire(Signal signal, SignalHandler handler, SignalHandler original) {
        SignalHook above = HOOKS.get(signal.getName());
        if (above != null && above.before == handler) {
            above.before = original;
        } else {
            handBack(signal, handler, original);
        }
    }

    private static void handBack(Signal signal, SignalHandler ours, SignalHandler original) {
        SignalHandler current = Signal.handle(signal, original);
        if (current != ours) { // somebody else has taken the place from us
            Signal.handle(signal, current);
        }
    }

    @Override
    public void handle(Signal received) {
        synchronized (SignalHook.class) {
            listeners.forEach( // not callSoonThreadsafe, which a loop that is closing refuses
                    (loop, listener) -> loop.enqueueFromAnyThread(handleFor(loop, listener)));
        }
    }

    private Handle handleFor(EventLoop loop, Listener listener) {
        Runnable callback =
                new Runnable() {
                    @Override
                    public void run() {
                        if (isCurrent(loop, listener)) {
                            listener.callback.run();
                        }
                    }

                    @Override
                    public String toString() {
                        return signal + ": " + listener.callback;
                    }
                };
        return new Handle(loop, callback, listener.context);
    }

    /** Whether the listener was not removed or replaced since the signal came. */
    private boolean isCurrent(EventLoop loop, Listener listener) {
        synchronized (SignalHook.class) {
            return listeners.get(loop) == listener;
        }
    }
}
