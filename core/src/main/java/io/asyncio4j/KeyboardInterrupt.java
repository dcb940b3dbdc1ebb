package io.asyncio4j;

/**
 * Says that the user pressed Ctrl-C. {@link Runner#run} throws it after the main task was cancelled
 * for that reason and has cleaned up.
 *
 * <p>Immutable.
 */
public final class KeyboardInterrupt extends ExitRequest {
    private static final long serialVersionUID = 1L;

    /** An interrupt by the user. */
    public KeyboardInterrupt() {
        super("interrupted by the user");
    }
}
