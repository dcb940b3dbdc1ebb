package io.asyncio4j.net;

/**
 * Serves one connection of a server; runs in a task of its own.
 *
 * {@snippet :
 * Streams.startServer((reader, writer) -> {
 *     for (byte[] line : reader) {
 *         writer.write(line);
 *         writer.drain();
 *     }
 *     writer.close();
 * }, "127.0.0.1", 8888);
 * }
 *
 * <p>Confined to the loop.
 */
@FunctionalInterface
public interface StreamHandler {

    /**
     * Serves a connection. It has to close the writer when it is finished.
     *
     * @param reader the receiving side
     * @param writer the sending side
     * @throws Exception goes to the loop's exception handler; the connection is then closed
     */
    void handle(StreamReader reader, StreamWriter writer) throws Exception;
}
