package io.asyncio4j;

import io.asyncio4j.internal.IntMap;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The values of all {@link ContextVar}s as one piece of code sees them. Each task has one, and so
 * has each thread outside loops. Copying costs nothing.
 *
 * <p>Confined to one thread or loop at a time; that is not checked.
 */
public final class Context {
    /** The contexts of threads while they run no loop. */
    private static final ThreadLocal<Context> OF_THREAD =
            ThreadLocal.withInitial(() -> new Context(IntMap.empty()));

    /** Replaced by {@link ContextVar#set}; read by whoever runs in this context. */
    private IntMap<Object> values;

    private Context(IntMap<Object> values) {
        this.values = values;
    }

    /** A context without values. */
    public static Context empty() {
        return new Context(IntMap.empty());
    }

    /** A copy of the current context: that of the running task or callback, or of the thread. */
    public static Context copy() {
        return new Context(current().values);
    }

    static Context current() {
        EventLoop loop = RunningLoops.ofCurrentThread();
        return loop == null ? OF_THREAD.get() : loop.context();
    }

    IntMap<Object> values() {
        return values;
    }

    void replaceValues(IntMap<Object> newValues) {
        values = newValues;
    }

    /**
     * The value of a variable in this context, or its default.
     *
     * @param variable the variable
     * @param <T> the type of the value
     */
    public <T> Optional<T> get(ContextVar<T> variable) {
        return Optional.ofNullable(variable.lookUp(values));
    }

    /**
     * Runs code in this context: it sees these values, and what it sets stays here. The code may
     * await, if the caller may.
     *
     * @param code what to run
     */
    public void run(Runnable code) {
        Context outer = enter();
        try {
            code.run();
        } finally {
            leave(outer);
        }
    }

    /**
     * Runs code in this context and answers its result, as {@link #run(Runnable)} does.
     *
     * @param code what to run
     * @param <T> the type of the result
     * @return what the code returned
     * @throws Exception whatever the code throws
     */
    public <T extends @Nullable Object> T call(Callable<T> code) throws Exception {
        Context outer = enter();
        try {
            return code.call();
        } finally {
            leave(outer);
        }
    }

    private Context enter() {
        EventLoop loop = RunningLoops.ofCurrentThread();
        if (loop == null) {
            Context outer = OF_THREAD.get();
            OF_THREAD.set(this);
            return outer;
        }
        Context outer = loop.context();
        loop.enterContext(this);
        return outer;
    }

    private static void leave(Context outer) {
        EventLoop loop = RunningLoops.ofCurrentThread();
        if (loop == null) {
            OF_THREAD.set(outer);
        } else {
            loop.enterContext(outer);
        }
    }

    @Override
    public String toString() {
        return "Context@" + Integer.toHexString(System.identityHashCode(this));
    }
}
