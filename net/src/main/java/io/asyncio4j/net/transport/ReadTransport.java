package io.asyncio4j.net.transport;

/**
 * The receiving side of a connection. It calls {@link Protocol#dataReceived} with whatever arrives,
 * unless reading is paused.
 *
 * <p>Nothing here suspends. Confined to the loop.
 */
public interface ReadTransport extends StreamEndpoint {

    /** Whether data that arrives is delivered: the transport is neither paused nor closing. */
    boolean isReading();

    /**
     * Stops the delivery of data and of the end of the stream. It holds at once: nothing is
     * delivered after this call, also when it was made inside {@link Protocol#dataReceived}. The
     * peer can then send only as much as the operating system buffers. Pausing twice does nothing.
     */
    void pauseReading();

    /**
     * Takes up the delivery again. Nothing is delivered inside this call. Resuming twice does
     * nothing.
     */
    void resumeReading();
}
