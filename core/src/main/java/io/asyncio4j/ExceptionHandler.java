package io.asyncio4j;

/**
 * Receives the failures that no caller is there to receive. Set with {@link
 * EventLoop#setExceptionHandler}.
 *
 * <p>Confined to the loop.
 */
@FunctionalInterface
public interface ExceptionHandler {

    /** Logs the report, see {@link EventLoop#defaultExceptionHandler}. */
    ExceptionHandler DEFAULT = EventLoop::defaultExceptionHandler;

    /**
     * Handles one report. Must not block. If it throws, the loop's default handler logs both
     * failures and the loop goes on.
     *
     * @param loop the loop on which it happened
     * @param context what happened
     */
    void handle(EventLoop loop, ExceptionContext context);
}
