/** The network on Netty. */
@org.jspecify.annotations.NullMarked
module io.asyncio4j.netty {
    requires transitive io.asyncio4j.net;
    requires io.netty.common;
    requires io.netty.transport;
}
