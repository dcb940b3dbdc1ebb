package io.asyncio4j.net.spi;

import io.asyncio4j.net.transport.ConnectionResetException;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

/**
 * Tells failures of the system that mean a lost connection, which is nobody's mistake, from others.
 *
 * <p>Thread-safe.
 */
public final class Losses {
    private Losses() {}

    /**
     * What a protocol is told when its connection broke: a {@link ConnectionResetException} if the
     * peer or the network ended it, else the failure itself.
     *
     * @param failure the failure of a system call
     */
    public static Throwable named(Throwable failure) {
        return isLoss(failure) && !(failure instanceof ConnectionResetException)
                ? new ConnectionResetException(reason(failure), failure)
                : failure;
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage(); // a closed channel has none
        return message == null ? "the connection was closed" : message;
    }

    /**
     * Whether the peer or the network ended the connection.
     *
     * @param failure the failure of a system call
     */
    public static boolean isLoss(Throwable failure) {
        if (failure instanceof ConnectionResetException
                || failure instanceof ClosedChannelException) {
            return true;
        }
        if (!(failure instanceof IOException) || failure.getMessage() == null) {
            return false;
        }
        String message = failure.getMessage().toLowerCase(Locale.ROOT);
        return message.contains("connection reset")
                || message.contains("broken pipe")
                || message.contains("connection aborted")
                || message.contains("software caused connection abort")
                || message.contains("connection timed out") // the peer's host has vanished
                || message.contains("no route to host");
    }
}
