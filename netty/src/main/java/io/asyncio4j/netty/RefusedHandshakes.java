package io.asyncio4j.netty;

import io.asyncio4j.EventLoop;

import java.time.Duration;
import java.time.Instant;

/**
 * Logs the TLS handshakes that failed on a server. They are the clients' mistakes or attempts, so
 * the exception handler is not told; and no more than one line a second is written, whatever the
 * clients do.
 *
 * <p>Confined to the loop.
 */
final class RefusedHandshakes {
    private static final System.Logger LOG = System.getLogger(RefusedHandshakes.class.getName());
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final Object server;

    /** How many were not logged since the last line. */
    private long unlogged;

    /** When the next line may be written. */
    private Instant nextLine = Instant.MIN;

    RefusedHandshakes(EventLoop loop, Object server) {
        this.loop = loop;
        this.server = server;
    }

    void log(Throwable failure) {
        Instant now = loop.time();
        if (now.isBefore(nextLine)) {
            unlogged++;
            return;
        }
        String others = unlogged == 0 ? "" : " (and " + unlogged + " more before)";
        LOG.log(System.Logger.Level.INFO, "{0}: {1}{2}", server, failure.getMessage(), others);
        unlogged = 0;
        nextLine = now.plus(QUIET);
    }
}
