package io.asyncio4j.net;

import java.util.Objects;

/**
 * Serves a connection with a stream, and closes it at the end.
 *
 * <p>Confined to the loop.
 */
record ClosingHandler(Stream.Handler handler) implements StreamHandler {
    ClosingHandler {
        Objects.requireNonNull(handler, "handler");
    }

    @Override
    public void handle(StreamReader reader, StreamWriter writer) throws Exception {
        handler.handle(new Stream(reader, writer));
        writer.close();
    }
}
