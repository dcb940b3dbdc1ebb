/**
 * asyncio for the JVM: the event loop, tasks, synchronisation and queues. Needs nothing but the
 * JDK.
 *
 * <p>Applications use {@code io.asyncio4j}, {@code io.asyncio4j.sync} and {@code
 * io.asyncio4j.queues}; tools use {@code io.asyncio4j.introspect}; authors of I/O modules implement
 * {@code io.asyncio4j.spi}.
 *
 * <p>System properties, read once at start-up:
 *
 * <ul>
 *   <li>{@code asyncio4j.engine}: {@code scheduled} or {@code handoff}; by default the first if the
 *       JVM was started with {@code --add-opens java.base/java.lang=io.asyncio4j}, else the second
 *   <li>{@code asyncio4j.debug}: {@code true} starts loops in debug mode; by default {@code false}
 * </ul>
 */
@org.jspecify.annotations.NullMarked
module io.asyncio4j {
    requires static transitive org.jspecify;
    requires jdk.unsupported; // sun.misc.Signal: the JDK has no other way to hear of Ctrl-C

    exports io.asyncio4j;
    exports io.asyncio4j.introspect;
    exports io.asyncio4j.queues;
    exports io.asyncio4j.spi;
    exports io.asyncio4j.sync;

    uses io.asyncio4j.spi.PollerProvider;
}
