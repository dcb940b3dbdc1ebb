package io.asyncio4j.net.transport;

import java.net.SocketException;
import java.util.Objects;

/**
 * Says that the connection broke: the peer reset it, or went away while there was something to send
 * to it.
 *
 * <p>Immutable.
 */
public final class ConnectionResetException extends SocketException {
    private static final long serialVersionUID = 1;

    /**
     * Reports a broken connection.
     *
     * @param message what happened
     */
    public ConnectionResetException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }

    /**
     * Reports a broken connection and what the operating system said.
     *
     * @param message what happened
     * @param cause the failure of the system call
     */
    public ConnectionResetException(String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message"), Objects.requireNonNull(cause, "cause"));
    }
}
