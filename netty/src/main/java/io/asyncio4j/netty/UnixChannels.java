package io.asyncio4j.netty;

import io.asyncio4j.net.transport.ServerOptions;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Unix sockets on each mechanism. Netty's native ones have an address type of their own, which does
 * not leave this class and {@link UnixListening}.
 *
 * <p>Thread-safe.
 */
final class UnixChannels {
    /** What the JDK takes, which is a byte less than the system's address has room for. */
    private static final int LONGEST_PATH_BYTES =
            System.getProperty("os.name").equals("Linux") ? 106 : 102;

    private UnixChannels() {}

    /** A channel to connect with. */
    static DuplexChannel connecting(Mechanism mechanism, UnixDomainSocketAddress remote)
            throws IOException {
        requireShort(remote);
        return switch (mechanism) {
            case IO_URING -> new IoUringDomainSocketChannel();
            case EPOLL -> new EpollDomainSocketChannel();
            case KQUEUE -> new KQueueDomainSocketChannel();
            case NIO -> new NioDomainSocketChannel();
        };
    }

    /** A channel to listen with, which looks after the socket's file. */
    static ServerChannel listening(
            Mechanism mechanism, UnixDomainSocketAddress local, ServerOptions options)
            throws IOException {
        requireShort(local);
        if (mechanism == Mechanism.NIO) {
            ServerSocketChannel jdk = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            ServerChannel channel = new NioServerDomainSocketChannel(jdk);
            channel.pipeline().addLast(UnixListening.onNio(options.isSocketCleanedUp(), jdk));
            return channel;
        }
        ServerChannel channel =
                switch (mechanism) {
                    case IO_URING -> new IoUringServerDomainSocketChannel();
                    case EPOLL -> new EpollServerDomainSocketChannel();
                    case KQUEUE -> new KQueueServerDomainSocketChannel();
                    case NIO -> throw new AssertionError("NIO was handled above");
                };
        channel.pipeline().addLast(UnixListening.onNative(options.isSocketCleanedUp()));
        return channel;
    }

    /** Whether Netty closes the channel when the peer has sent everything. */
    static boolean closesAtEnd(DuplexChannel channel) {
        return channel instanceof IoUringDomainSocketChannel
                || channel instanceof NioDomainSocketChannel;
    }

    private static void requireShort(UnixDomainSocketAddress address) throws SocketException {
        Path path = address.getPath();
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_PATH_BYTES) {
            throw new SocketException(
                    "the path of a Unix socket may have "
                            + LONGEST_PATH_BYTES
                            + " bytes on this system, and this one has "
                            + bytes
                            + ": "
                            + path);
        }
    }

    /** The address as channels of the mechanism take it. */
    static SocketAddress ofJdk(Mechanism mechanism, SocketAddress address) {
        return address instanceof UnixDomainSocketAddress unix && mechanism != Mechanism.NIO
                ? new DomainSocketAddress(unix.getPath().toString())
                : address;
    }

    /** The address as users know it; null if it is not known. */
    static @Nullable SocketAddress toJdk(@Nullable SocketAddress address) {
        return address instanceof DomainSocketAddress unix
                ? UnixDomainSocketAddress.of(unix.path())
                : address;
    }
}
