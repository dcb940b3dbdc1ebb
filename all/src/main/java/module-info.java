/**
 * All of asyncio4j: a program that requires this module has the loop, the network, Netty beneath
 * it, and subprocesses.
 */
module io.asyncio4j.all {
    requires transitive io.asyncio4j;
    requires transitive io.asyncio4j.net;
    requires transitive io.asyncio4j.netty;
    requires transitive io.asyncio4j.process;
}
