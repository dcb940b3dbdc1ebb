package io.asyncio4j.netty;

import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.socket.DuplexChannel;

import java.io.IOException;

/**
 * Channels on sockets that the program brings by their descriptors. Netty can make them with epoll
 * and kqueue.
 *
 * <p>Thread-safe.
 */
final class AdoptedChannels {
    private AdoptedChannels() {}

    /** A channel on a connected socket. */
    static DuplexChannel connected(Mechanism mechanism, int descriptor) throws IOException {
        boolean isUnix = examine(mechanism, descriptor, false);
        if (mechanism == Mechanism.EPOLL) {
            return isUnix
                    ? new EpollDomainSocketChannel(descriptor)
                    : new EpollSocketChannel(descriptor);
        }
        return isUnix
                ? new KQueueDomainSocketChannel(descriptor)
                : new KQueueSocketChannel(descriptor);
    }

    /** A channel on a listening socket. */
    static ServerChannel listening(Mechanism mechanism, int descriptor) throws IOException {
        boolean isUnix = examine(mechanism, descriptor, true);
        if (mechanism == Mechanism.EPOLL) {
            return isUnix
                    ? new EpollServerDomainSocketChannel(descriptor)
                    : new EpollServerSocketChannel(descriptor);
        }
        return isUnix
                ? new KQueueServerDomainSocketChannel(descriptor)
                : new KQueueServerSocketChannel(descriptor);
    }

    /** Refuses what cannot be taken over. Answers whether it is a Unix socket. */
    private static boolean examine(Mechanism mechanism, int descriptor, boolean shallListen)
            throws IOException {
        if (mechanism != Mechanism.EPOLL && mechanism != Mechanism.KQUEUE) {
            throw new UnsupportedOperationException(
                    "descriptor "
                            + descriptor
                            + " cannot be taken over by the mechanism "
                            + mechanism.label()
                            + "; choose epoll or kqueue in NettyOptions, or bring a channel of"
                            + " java.nio");
        }
        SocketCalls.Examined found = SocketCalls.examine(descriptor);
        if (found.isListening() != shallListen) {
            throw new IOException(
                    "descriptor "
                            + descriptor
                            + " cannot be taken over: it "
                            + (shallListen ? "does not listen" : "listens; make it a server"));
        }
        SocketCalls.makeNonBlocking(descriptor);
        return found.isUnix();
    }
}
