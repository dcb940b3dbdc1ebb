package io.asyncio4j.netty;

import io.asyncio4j.EventLoop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Logs the TLS handshakes that failed on a server. They are the clients' mistakes or attempts, so
 * the exception handler is not told; and no more than one line a second is written, whatever the
 * clients do. A line tells the latest failure and how many came before it; the last of a flood are
 * told of when the second is over.
 *
 * <p>Confined to the loop.
 */
final class RefusedHandshakes {
    private static final Logger LOG = System.getLogger(RefusedHandshakes.class.getName());
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final Object server;

    /** How many were not logged since the last line. */
    private long unlogged;

    /** What the latest one was; without what a client could put in to forge lines. */
    private String latest = "";

    /** Whether the last line is less than a second old. */
    private boolean isQuiet;

    RefusedHandshakes(EventLoop loop, Object server) {
        this.loop = loop;
        this.server = server;
    }

    void log(Throwable failure) {
        latest = String.valueOf(failure.getMessage()).replaceAll("\\p{Cntrl}", "?");
        unlogged++;
        if (!isQuiet) {
            write();
        }
    }

    private void write() {
        String others = unlogged == 1 ? "" : " (and " + (unlogged - 1) + " more before)";
        LOG.log(Level.INFO, "{0}: {1}{2}", server, latest, others);
        unlogged = 0;
        if (!loop.isClosed()) {
            isQuiet = true;
            loop.callLater(QUIET, this::endQuiet);
        }
    }

    private void endQuiet() {
        isQuiet = false;
        if (unlogged > 0) {
            write();
        }
    }
}
