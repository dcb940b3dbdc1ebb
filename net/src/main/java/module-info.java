/** Streams, transports, protocols and servers. */
@org.jspecify.annotations.NullMarked
module io.asyncio4j.net {
    requires transitive io.asyncio4j;
}
