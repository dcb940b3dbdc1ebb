package io.asyncio4j.net.transport;

import java.util.Objects;
import java.util.Optional;

/**
 * How to listen, and what the accepted connections are like. They always send small pieces at once
 * (TCP_NODELAY), as in asyncio.
 *
 * <p>Immutable.
 *
 * @param limitBytes the limit of each stream's reader: the longest line, and half of what it
 *     buffers
 * @param backlog how many connections the system queues until they are accepted
 * @param isReuseAddress whether a port may be bound that was in use a moment ago (SO_REUSEADDR)
 * @param isReusePort whether others may bind the same port and share its connections (SO_REUSEPORT)
 * @param isKeepAlive whether the system probes idle connections (SO_KEEPALIVE)
 * @param isSocketCleanedUp whether the file of a Unix socket is removed when the server closes
 * @param writeBufferLimits the marks of each transport's buffer
 * @param isServing whether the server accepts connections as soon as it is made
 * @param tls how to do TLS; empty for connections in the clear
 */
public record ServerOptions(
        int limitBytes,
        int backlog,
        boolean isReuseAddress,
        boolean isReusePort,
        boolean isKeepAlive,
        boolean isSocketCleanedUp,
        WriteBufferLimits writeBufferLimits,
        boolean isServing,
        Optional<ServerTls> tls) {

    /**
     * asyncio's defaults: a limit of 64 KiB, a backlog of 100, address reuse, no port sharing, no
     * probes, removal of socket files, serving, no TLS.
     */
    public static final ServerOptions DEFAULT =
            new ServerOptions(
                    ConnectOptions.DEFAULT_LIMIT_BYTES,
                    100,
                    true,
                    false,
                    false,
                    true,
                    WriteBufferLimits.DEFAULT,
                    true,
                    Optional.empty());

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the limit or the backlog is not positive
     */
    public ServerOptions {
        if (limitBytes <= 0) {
            throw new IllegalArgumentException("limitBytes must be positive, not " + limitBytes);
        }
        if (backlog <= 0) {
            throw new IllegalArgumentException("backlog must be positive, not " + backlog);
        }
        Objects.requireNonNull(writeBufferLimits, "writeBufferLimits");
        Objects.requireNonNull(tls, "tls");
    }

    /**
     * The same options with another limit of the readers.
     *
     * @param bytes the longest line, and half of what a reader buffers
     * @throws IllegalArgumentException if it is not positive
     */
    public ServerOptions withLimitBytes(int bytes) {
        return new ServerOptions(
                bytes,
                backlog,
                isReuseAddress,
                isReusePort,
                isKeepAlive,
                isSocketCleanedUp,
                writeBufferLimits,
                isServing,
                tls);
    }

    /**
     * The same options with another backlog.
     *
     * @param connections how many connections the system queues until they are accepted
     * @throws IllegalArgumentException if it is not positive
     */
    public ServerOptions withBacklog(int connections) {
        return new ServerOptions(
                limitBytes,
                connections,
                isReuseAddress,
                isReusePort,
                isKeepAlive,
                isSocketCleanedUp,
                writeBufferLimits,
                isServing,
                tls);
    }

    /**
     * The same options with SO_REUSEADDR on or off.
     *
     * @param reuseAddress whether a port may be bound that was in use a moment ago
     */
    public ServerOptions withReuseAddress(boolean reuseAddress) {
        return new ServerOptions(
                limitBytes,
                backlog,
                reuseAddress,
                isReusePort,
                isKeepAlive,
                isSocketCleanedUp,
                writeBufferLimits,
                isServing,
                tls);
    }

    /**
     * The same options with SO_REUSEPORT on or off. When several servers, of this process or of
     * others of the same user, bind one port so, the system spreads the connections among them.
     * Where the system or the mechanism cannot do that, listening fails with an {@link
     * UnsupportedOperationException}.
     *
     * @param reusePort whether others may bind the same port and share its connections
     */
    public ServerOptions withReusePort(boolean reusePort) {
        return new ServerOptions(
                limitBytes,
                backlog,
                isReuseAddress,
                reusePort,
                isKeepAlive,
                isSocketCleanedUp,
                writeBufferLimits,
                isServing,
                tls);
    }

    /**
     * The same options with SO_KEEPALIVE on or off.
     *
     * @param keepAlive whether the system probes idle connections
     */
    public ServerOptions withKeepAlive(boolean keepAlive) {
        return new ServerOptions(
                limitBytes,
                backlog,
                isReuseAddress,
                isReusePort,
                keepAlive,
                isSocketCleanedUp,
                writeBufferLimits,
                isServing,
                tls);
    }

    /**
     * The same options with the file of a Unix socket removed when the server closes, or left there
     * for others that were started on the same path.
     *
     * @param socketCleanup whether it is removed; never if another file has taken its place
     */
    public ServerOptions withSocketCleanup(boolean socketCleanup) {
        return new ServerOptions(
                limitBytes,
                backlog,
                isReuseAddress,
                isReusePort,
                isKeepAlive,
                socketCleanup,
                writeBufferLimits,
                isServing,
                tls);
    }

    /**
     * The same options with other marks of the transports' buffers.
     *
     * @param limits the marks
     */
    public ServerOptions withWriteBufferLimits(WriteBufferLimits limits) {
        return new ServerOptions(
                limitBytes,
                backlog,
                isReuseAddress,
                isReusePort,
                isKeepAlive,
                isSocketCleanedUp,
                Objects.requireNonNull(limits, "limits"),
                isServing,
                tls);
    }

    /**
     * The same options with the server serving at once, or only from {@code startServing()} on.
     *
     * @param serving whether it accepts connections as soon as it is made
     */
    public ServerOptions withServing(boolean serving) {
        return new ServerOptions(
                limitBytes,
                backlog,
                isReuseAddress,
                isReusePort,
                isKeepAlive,
                isSocketCleanedUp,
                writeBufferLimits,
                serving,
                tls);
    }

    /**
     * The same options with TLS: a connection is told of when its handshake has succeeded.
     *
     * @param options how
     */
    public ServerOptions withTls(ServerTls options) {
        return new ServerOptions(
                limitBytes,
                backlog,
                isReuseAddress,
                isReusePort,
                isKeepAlive,
                isSocketCleanedUp,
                writeBufferLimits,
                isServing,
                Optional.of(Objects.requireNonNull(options, "options")));
    }
}
