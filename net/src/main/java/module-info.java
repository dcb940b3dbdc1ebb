/**
 * Streams, transports, protocols and servers, and the interface that a network implements.
 *
 * <p>What the exported packages are for:
 *
 * <ul>
 *   <li>{@link io.asyncio4j.net} is for programs: streams, connections and servers;
 *   <li>{@link io.asyncio4j.net.transport} is for those who write protocols, and holds the options;
 *   <li>{@link io.asyncio4j.net.spi} is for those who write a network.
 * </ul>
 *
 * <p>But for pipes the module does no I/O itself; a program needs {@code io.asyncio4j.netty} beside
 * it. It reads no system properties.
 */
@org.jspecify.annotations.NullMarked
module io.asyncio4j.net {
    requires transitive io.asyncio4j;
    requires static transitive org.jspecify;

    exports io.asyncio4j.net;
    exports io.asyncio4j.net.transport;
    exports io.asyncio4j.net.spi;
}
