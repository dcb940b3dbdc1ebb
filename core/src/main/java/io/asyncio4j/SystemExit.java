package io.asyncio4j;

/** Asks the program to end with an exit status. Immutable. */
public final class SystemExit extends ExitRequest {
    private final int status;

    /** Creates the request for {@code status}. */
    public SystemExit(int status) {
        super("exit with status " + status);
        this.status = status;
    }

    /** {@return the exit status} */
    public int status() {
        return status;
    }
}
