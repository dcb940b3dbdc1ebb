package io.asyncio4j;

/**
 * The kind of error that ends the program rather than a task: it leaves {@link
 * EventLoop#runForever} at once instead of going to the exception handler. A task that throws it
 * also keeps it as its exception.
 *
 * <p>Immutable.
 */
public abstract sealed class ExitRequest extends Error permits KeyboardInterrupt, SystemExit {
    private static final long serialVersionUID = 1L;

    ExitRequest(String message) {
        super(message);
    }
}
