package io.asyncio4j.spi;

import io.asyncio4j.EventLoop;

/**
 * What a loop closes when it is closed itself; every loop offers it as a {@linkplain
 * EventLoop#capability capability}. It is for those who keep a thread or a file for a loop outside
 * its poller, which would otherwise stay when a program forgets it.
 *
 * <p>Nothing here suspends. Confined to the loop.
 */
public interface LoopResources {
    /**
     * Adds what is to be closed. The thread that closes the loop does it, in the order of adding,
     * when nothing will run on the loop any more and before the poller is closed. What the closing
     * throws is logged.
     *
     * @param resource adding an equal one again does nothing
     * @throws IllegalStateException if the loop is closed
     * @throws WrongThreadException if the calling thread does not hold the running loop
     */
    void add(AutoCloseable resource);

    /**
     * Takes back what was added, if it was.
     *
     * @param resource what was added
     * @throws WrongThreadException if the calling thread does not hold the running loop
     */
    void remove(AutoCloseable resource);
}
