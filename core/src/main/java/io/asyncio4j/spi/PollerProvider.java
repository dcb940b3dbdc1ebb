package io.asyncio4j.spi;

import io.asyncio4j.EventLoop;

/**
 * Makes pollers. Providers on the module path or class path are found with {@link
 * java.util.ServiceLoader}; the available one with the highest priority serves loops whose options
 * name none. Without any, a loop simply parks its thread.
 *
 * <p>Thread-safe.
 */
public interface PollerProvider {

    /** A short name for logs and options. */
    String name();

    /** Which of several available providers is taken: the highest. */
    int priority();

    /** Whether the provider can work on this machine. Must not throw. */
    boolean isAvailable();

    /**
     * Makes the poller of a new loop.
     *
     * @param loop the loop, which does not run yet
     */
    Poller open(EventLoop loop);
}
