package io.asyncio4j.process;

/**
 * Says that a signal was not sent because the process has ended. Its number may belong to another
 * process by now, so nothing is ever sent to a process that has ended.
 *
 * <p>Immutable.
 */
public final class ProcessLookupException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /**
     * Reports a signal to a process that has ended.
     *
     * @param message which signal, to what, and what to do instead
     */
    public ProcessLookupException(String message) {
        super(message);
    }
}
