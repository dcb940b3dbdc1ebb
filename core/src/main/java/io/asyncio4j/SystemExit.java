package io.asyncio4j;

/**
 * Asks for the end of the program with an exit status, from anywhere in a task or callback. It
 * leaves {@link Asyncio#run} after the other tasks were cancelled and cleaned up, which {@link
 * System#exit} would not wait for.
 *
 * <p>Immutable.
 */
public final class SystemExit extends ExitRequest {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * Asks for the end of the program.
     *
     * @param status the exit status; zero means success
     */
    public SystemExit(int status) {
        super("exit with status " + status);
        this.status = status;
    }

    /** The exit status that was asked for. */
    public int status() {
        return status;
    }
}
