package io.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A callback that the loop will run, as returned by {@link EventLoop#callSoon} and its relatives.
 *
 * <p>A failure of the callback goes to the loop's exception handler and never stops the loop.
 *
 * <p>Confined to the loop, but for {@link #cancel()} of a plain handle, which any thread may call.
 */
public sealed class Handle permits TimerHandle, Step {
    final EventLoop loop;
    private final Context context;

    /**
     * Cleared by {@link #cancel()}, so that a cancelled handle keeps nothing alive. Not volatile:
     * the loop reads it once, so whoever cancels from another thread is either ordered before that
     * by other means, or races with it anyway.
     */
    private @Nullable Runnable callback;

    Handle(EventLoop loop, Runnable callback, Context context) {
        this.loop = loop;
        this.callback = Objects.requireNonNull(callback, "callback");
        this.context = Objects.requireNonNull(context, "context");
    }

    /** A handle that overrides {@link #runNow}. */
    Handle(EventLoop loop, Context context) {
        this.loop = loop;
        this.context = context;
    }

    /**
     * Prevents the callback from running, even if it belongs to the batch that runs now. Does
     * nothing if the callback ran already. Any thread may call it.
     */
    public void cancel() {
        callback = null;
    }

    /** Whether {@link #cancel()} was called. Any thread may ask. */
    public boolean isCancelled() {
        return callback == null;
    }

    /** The context in which the callback runs. Any thread may ask. */
    public Context context() {
        return context;
    }

    /** The task whose step this is; null for a callback. */
    @Nullable Task<?> task() {
        return null;
    }

    /** Runs the callback on the loop thread, unless the handle was cancelled. */
    void runNow() {
        Runnable now = callback;
        if (now == null) {
            return;
        }
        loop.enterContext(context);
        try {
            now.run();
        } catch (ExitRequest exit) {
            throw exit;
        } catch (Throwable failure) {
            loop.callExceptionHandler(
                    ExceptionContext.of("Exception in callback " + now)
                            .withException(failure)
                            .with("handle", this));
        }
    }

    @Override
    public String toString() {
        Runnable now = callback;
        return getClass().getSimpleName() + (now == null ? "[cancelled]" : "[" + now + "]");
    }
}
