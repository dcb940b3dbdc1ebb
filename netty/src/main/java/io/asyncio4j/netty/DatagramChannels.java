package io.asyncio4j.netty;

import io.asyncio4j.net.transport.DatagramOptions;
import io.netty.channel.Channel;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.util.AttributeKey;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;

/**
 * Sockets for datagrams on each mechanism, and what Netty's channels cannot do with them: its
 * channels drop empty datagrams instead of sending them, and its epoll channel, once it knows that
 * it is connected, does not deliver any either. So empty ones are sent past the channel, and native
 * sockets are connected past it.
 *
 * <p>Thread-safe.
 */
final class DatagramChannels {
    /** The largest datagram that UDP can carry has fewer bytes, so nothing is cut off. */
    private static final int BUFFER_BYTES = 64 * 1024;

    /** How many datagrams a channel reads in a pass, so that a flood does not stop the others. */
    private static final int READS_IN_A_PASS = 16;

    /** The JDK's channel below Netty's NIO channel. */
    private static final AttributeKey<java.nio.channels.DatagramChannel> JDK =
            AttributeKey.valueOf(DatagramChannels.class, "jdk");

    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(1).limit(0);

    private DatagramChannels() {}

    /** A channel that does not read yet. */
    static DatagramChannel open(
            Mechanism mechanism, SocketProtocolFamily family, DatagramOptions options)
            throws IOException {
        DatagramChannel channel =
                switch (mechanism) {
                    case IO_URING -> new IoUringDatagramChannel(family);
                    case EPOLL -> new EpollDatagramChannel(family);
                    case KQUEUE -> new KQueueDatagramChannel(family);
                    case NIO -> nio(family);
                };
        try {
            channel.config()
                    .setAutoRead(false)
                    .setBroadcast(options.isBroadcast())
                    .setRecvByteBufAllocator(
                            new FixedRecvByteBufAllocator(BUFFER_BYTES)
                                    .maxMessagesPerRead(READS_IN_A_PASS));
            if (options.isReusePort()) {
                mechanism.shareAddress(channel);
            }
            return channel;
        } catch (RuntimeException failure) {
            channel.unsafe().closeForcibly();
            throw failure;
        }
    }

    private static DatagramChannel nio(SocketProtocolFamily family) throws IOException {
        java.nio.channels.DatagramChannel jdk =
                java.nio.channels.DatagramChannel.open(
                        family == SocketProtocolFamily.INET6
                                ? StandardProtocolFamily.INET6
                                : StandardProtocolFamily.INET);
        DatagramChannel channel = new NioDatagramChannel(jdk);
        channel.attr(JDK).set(jdk);
        return channel;
    }

    /** Connects a bound channel, which takes no time. */
    static void connect(Channel channel, InetSocketAddress remote) throws IOException {
        if (channel instanceof UnixChannel unix) {
            new Socket(unix.fd().intValue()).connect(remote);
            return;
        }
        Throwable failure = channel.connect(remote).cause();
        if (failure != null) {
            throw SocketFailures.ofSocket(failure);
        }
    }

    /** The address that the system has chosen, maybe when connecting only. */
    static InetSocketAddress localAddress(DatagramChannel channel) {
        return channel instanceof UnixChannel unix
                ? new Socket(unix.fd().intValue()).localAddress()
                : channel.localAddress();
    }

    /** Sends an empty datagram, or drops it if the system has no room, as a network might. */
    static void sendEmpty(DatagramChannel channel, InetSocketAddress receiver) throws IOException {
        if (!channel.isOpen()) {
            // Its descriptor may be another socket's by now.
            throw new SocketException("a datagram could not be sent: the socket is closed");
        }
        if (channel instanceof UnixChannel unix) {
            new Socket(unix.fd().intValue())
                    .sendTo(NOTHING.duplicate(), 0, 0, receiver.getAddress(), receiver.getPort());
        } else {
            if (channel.isConnected()) {
                throw new IOException(
                        "the JDK sends no empty datagram on a connected socket; choose another"
                                + " mechanism, or open a socket without a remote address");
            }
            channel.attr(JDK).get().send(NOTHING.duplicate(), receiver);
        }
    }
}
