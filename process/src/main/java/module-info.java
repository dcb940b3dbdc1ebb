/**
 * Subprocesses: programs started, fed, read, signalled and awaited by a loop.
 *
 * <p>The one package, {@link io.asyncio4j.process}, is for programs. The module works on every
 * loop, with a network or without, for it reads and writes pipes in threads. It reads no system
 * properties.
 */
@org.jspecify.annotations.NullMarked
module io.asyncio4j.process {
    requires transitive io.asyncio4j;
    requires transitive io.asyncio4j.net;
    requires static transitive org.jspecify;

    exports io.asyncio4j.process;
}
