package io.asyncio4j;

/** Says that the user pressed Ctrl-C. Immutable. */
public final class KeyboardInterrupt extends ExitRequest {
    /** Creates the error. */
    public KeyboardInterrupt() {
        super("interrupted by Ctrl-C");
    }
}
