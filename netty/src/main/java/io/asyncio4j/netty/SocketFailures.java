package io.asyncio4j.netty;

import io.asyncio4j.net.spi.Losses;
import io.asyncio4j.net.spi.Refusals;
import io.asyncio4j.net.transport.ConnectionResetException;
import io.netty.channel.ChannelException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;

/**
 * Turns the failures that Netty's mechanisms report in different words into the ones that users
 * see.
 *
 * <p>Thread-safe.
 */
final class SocketFailures {
    private SocketFailures() {}

    /** What the protocol is told when the connection broke. */
    static Throwable ofConnection(Throwable failure) {
        Throwable cause = failure;
        if (failure instanceof ClosedChannelException && failure.getCause() != null) {
            cause = failure.getCause(); // what closed the channel
        }
        if (!Losses.isLoss(cause)) {
            return cause;
        }
        return cause.getMessage() == null // a closed channel
                ? Losses.named(cause)
                : new ConnectionResetException(withoutCall(cause.getMessage()), cause);
    }

    /** What the protocol is told when Netty closed the channel and did not say why. */
    static Throwable closedByNetty() {
        return new ConnectionResetException("the connection was closed by the I/O layer");
    }

    /** A failure to connect, in the same words whatever the mechanism. */
    static IOException ofConnecting(Throwable failure, SocketAddress remote) {
        IOException cause = ofSocket(failure);
        if (!(cause instanceof ConnectException || remote instanceof UnixDomainSocketAddress)) {
            return cause;
        }
        return Refusals.named(remote, reason(cause).replace(": " + remote, ""), cause);
    }

    /** What the protocol is told when a datagram was refused. */
    static IOException ofDatagram(Throwable failure) {
        IOException cause = ofSocket(failure);
        String reason = reason(cause);
        boolean isNobodyThere =
                cause instanceof PortUnreachableException || reason.contains("Connection refused");
        SocketException plain =
                isNobodyThere
                        ? new PortUnreachableException("nobody listens there: Connection refused")
                        : new SocketException("a datagram could not be sent: " + reason);
        plain.initCause(cause);
        return plain;
    }

    /** A failure to bind, in the same words whatever the mechanism. */
    static BindException ofBinding(Throwable failure) {
        IOException cause = ofSocket(failure);
        BindException plain = new BindException(reason(cause));
        plain.initCause(cause);
        return plain;
    }

    /** Why, in the system's words if they say it. */
    private static String reason(IOException failure) {
        if (failure instanceof FileNotFoundException) {
            return "No such file or directory"; // Netty leaves the message out
        }
        return withoutCall(String.valueOf(failure.getMessage()));
    }

    /** "finishConnect(..) failed with error(-111): Connection refused" without the call. */
    private static String withoutCall(String message) {
        return message.replaceFirst("^.* failed with error\\(-?\\d+\\): ", "");
    }

    /** A failure to make or use a socket as an I/O exception. */
    static IOException ofSocket(Throwable failure) {
        Throwable cause = failure;
        if (failure instanceof ChannelException && failure.getCause() != null) {
            cause = failure.getCause();
        }
        return cause instanceof IOException io
                ? io
                : new IOException(String.valueOf(cause.getMessage()), cause);
    }
}
