/**
 * The network on Netty's io_uring, epoll, kqueue and NIO. A loop finds it by itself when the module
 * is present.
 *
 * <p>Only {@link io.asyncio4j.netty} is exported, for programs that choose how the system is asked
 * for I/O; no type of Netty appears in it.
 *
 * <p>System properties:
 *
 * <ul>
 *   <li>{@code asyncio4j.netty.transport}: {@code auto} (the default: the first of epoll, kqueue
 *       and nio that works), or {@code io_uring}, {@code epoll}, {@code kqueue} or {@code nio}; a
 *       loop cannot be made with one that does not work on the machine;
 *   <li>{@code asyncio4j.netty.resolver}: {@code dns} (the default: name servers are asked, as
 *       {@code /etc/resolv.conf} says) or {@code jdk} (the JDK looks up names, in threads);
 *   <li>{@code asyncio4j.netty.tls}: {@code auto} (the default: OpenSSL where it is present, else
 *       the JDK's), or {@code openssl} or {@code jdk}; a loop cannot be made with one that does not
 *       work.
 * </ul>
 *
 * <p>Taking over a socket by its descriptor needs {@code --enable-native-access=io.asyncio4j.netty}
 * on the module path, or {@code ALL-UNNAMED} on the class path, else the JVM prints a warning. With
 * it epoll and kqueue also send what is written from where it lies; without it, it is copied.
 *
 * <p>Netty's native parts need {@code --enable-native-access=io.netty.common} on the module path,
 * or {@code ALL-UNNAMED} on the class path; and on the module path {@code --add-modules} with the
 * module of the platform, such as {@code io.netty.transport.epoll.linux.x86_64}, or NIO is used.
 *
 * @provides io.asyncio4j.spi.PollerProvider so that every loop has a network
 */
@org.jspecify.annotations.NullMarked
module io.asyncio4j.netty {
    requires transitive io.asyncio4j.net;
    requires static transitive org.jspecify;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.dns;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
    requires io.netty.transport;
    requires io.netty.transport.unix.common;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;
    requires io.netty.transport.classes.kqueue;

    exports io.asyncio4j.netty;

    provides io.asyncio4j.spi.PollerProvider with
            io.asyncio4j.netty.NettyPollerProvider;
}
